#!/usr/bin/env node
// Starts the command line. In a clone, where the TypeScript sources stand beside it, it first builds what has changed;
// the published package brings its build along.
import { existsSync } from 'node:fs';

const isClone = existsSync(new URL('../tsconfig.json', import.meta.url));
const isBuilt = !isClone || (await (await import('../../../tools/build/build.js')).build());

if (isBuilt) {
  /** @typedef {{ main: (argv: readonly string[]) => Promise<number> }} CommandLine */
  const commandLine = /** @type {CommandLine} */ (await import(new URL('../dist/cli/main.js', import.meta.url).href));
  process.exitCode = await commandLine.main(process.argv.slice(2));
} else {
  process.exitCode = 1;
}
