import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Stands in for `tsc`: appends to `compilations.log` when it begins and when it ends, `duration.txt` milliseconds apart, copies the
 * command line's source to its output, and fails when that source says so.
 */
const COMPILER = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
appendFileSync('compilations.log', 'begin\\n');
await new Promise((resolve) => setTimeout(resolve, Number(readFileSync('duration.txt', 'utf8'))));
const source = readFileSync('apps/tradesim/src/cli/main.ts', 'utf8');
mkdirSync('apps/tradesim/dist/cli', { recursive: true });
writeFileSync('apps/tradesim/dist/cli/main.js', source);
writeFileSync('apps/tradesim/dist/tsconfig.tsbuildinfo', '');
appendFileSync('compilations.log', 'end\\n');
if (source.includes('type error')) {
  console.log('main.ts(1,1): error TS2322');
  process.exitCode = 2;
}
`;

/** A workspace of one application in a temporary folder, with the repository's build and start script and a compiler of its own. */
export class FixtureWorkspace {
  readonly root: string = mkdtempSync(join(tmpdir(), 'tradesim-workspace-'));
  readonly command: string = join(this.root, 'apps/tradesim/bin/tradesim.js');

  constructor() {
    this.write('package.json', '{ "type": "module" }');
    this.write('duration.txt', '0');
    this.write('node_modules/typescript/package.json', '{ "type": "module" }');
    this.write('node_modules/typescript/bin/tsc', COMPILER);
    this.write('apps/tradesim/tsconfig.json', '{}');
    this.write('apps/tradesim/src/cli/main.ts', 'export const main = async () => 0;');
    for (const path of ['tools', 'apps/tradesim/bin']) cpSync(join(REPOSITORY, path), join(this.root, path), { recursive: true });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  remove(path = '.'): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** What the compiler logged: `begin` and `end` of each compilation. */
  get compilations(): readonly string[] {
    if (!this.has('compilations.log')) return [];
    return readFileSync(join(this.root, 'compilations.log'), 'utf8').trim().split('\n');
  }
}
