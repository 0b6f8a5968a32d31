import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Consumer } from './consumer.ts';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** What stands around the code of a project. */
export interface Environment {
  /** Parts of TypeScript's library. Default: the language alone. */
  readonly lib?: readonly string[];
  /** Whether `@types/node` is installed. Default: no. */
  readonly hasNodeTypes?: boolean;
  readonly module?: 'NodeNext' | 'Preserve';
}

/** Compiles a module of a project that checks declaration files as well, and returns the errors; empty when there are none. */
export function compileStrictly(consumer: Consumer, source: string, environment: Environment = {}): string {
  const { lib = ['ES2022'], hasNodeTypes = false, module = 'NodeNext' } = environment;
  const types = hasNodeTypes ? ['node'] : [];
  const strictness = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false };
  const compilerOptions = { ...strictness, lib, types, module, target: 'ES2022', noEmit: true };
  consumer.write('consumer.ts', source);
  consumer.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
  provideNodeTypes(consumer, hasNodeTypes);
  const args = [join(MODULES, 'typescript/bin/tsc'), '-p', '.', '--pretty', 'false'];
  return spawnSync(process.execPath, args, { cwd: consumer.root, encoding: 'utf8' }).stdout;
}

function provideNodeTypes(consumer: Consumer, areWanted: boolean): void {
  const path = join(consumer.root, 'node_modules/@types/node');
  rmSync(path, { force: true });
  if (!areWanted) return;
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(MODULES, '@types/node'), path);
}
