/** What is wrong with a packed library, according to the tools that know packages. Each returns nothing when all is well. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const require = createRequire(import.meta.url);
const ATTW = join(dirname(require.resolve('@arethetypeswrong/cli/package.json')), 'dist/index.js');
const ATTW_OPTIONS = ['--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii', '--no-color', '--no-emoji'];

/** Asks publint whether package.json and the files in a directory fit together; suggestions count as well. */
export async function publintFindings(directory: string): Promise<readonly string[]> {
  const { messages, pkg } = await publint({ pkgDir: directory, pack: false, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** Asks attw whether TypeScript finds the types of every subpath, as an ES module in Node.js and for bundlers. */
export function attwFindings(tarball: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ATTW, tarball, ...ATTW_OPTIONS], { encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}

/**
 * Returns the files of a packed library that come from no source, such as what an earlier build left in `dist`, and those
 * that tell their reader nothing: tests, and the state of the compiler.
 */
export function strayFiles(directory: string, source: string): readonly string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) =>
    join(parentPath, name)
      .slice(directory.length + 1)
      .replaceAll('\\', '/'),
  );
  return paths.filter((path) => !isExpected(path, source)).toSorted();
}

function isExpected(path: string, source: string): boolean {
  const module = /^dist\/(?<name>.*?)(?:\.d\.ts|\.js|\.js\.map)$/.exec(path)?.groups?.['name'];
  if (module !== undefined) return !/\.test(-d)?$/.test(module) && existsSync(join(source, 'src', `${module}.ts`));
  return ['package.json', 'README.md', 'LICENSE'].includes(path);
}
