import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Example } from './example.ts';
import { preambleFor, publicDeclarations } from './preamble.ts';
import { withShownResults } from './shown-results.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const COMPILER = join(ROOT, 'node_modules/typescript/bin/tsc');
const RUNNER = join(ROOT, 'tools/examples/run-example.js');
const TIMEOUT_MS = 20_000;

/** Against the built library, as its users see it. */
const CONFIGURATION = {
  extends: '../../tsconfig.base.json',
  compilerOptions: { customConditions: [], composite: false, declaration: false, incremental: false, verbatimModuleSyntax: false },
  include: ['*.ts'],
};

/** Ports that examples name are taken by something else on somebody's machine. */
const PORT = /(?<=\bport: |\.listen\()\d+/g;

/** Examples as TypeScript and compiled, in a folder of their own, each line where it is in its document. */
export class CompiledExamples {
  /** What the compiler found wrong, with the path and line of the document; empty when nothing is. */
  readonly errors: string;
  readonly #folder: string;

  constructor(examples: readonly Example[]) {
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    this.#folder = mkdtempSync(join(ROOT, '.cache/examples-'));
    const known = publicDeclarations(ROOT);
    for (const example of examples) writeFileSync(this.#file(example, 'ts'), programOf(example, known));
    writeFileSync(join(this.#folder, 'tsconfig.json'), JSON.stringify(CONFIGURATION));
    const { stdout } = spawnSync(process.execPath, [COMPILER, '-p', this.#folder, '--pretty', 'false'], { cwd: ROOT, encoding: 'utf8' });
    this.errors = examples.reduce((text, example) => text.replaceAll(this.#reported(example), example.path), stdout);
  }

  /** Runs an example in an empty directory and a process of its own. Returns what it wrote to stderr, which is nothing when all is well. */
  async run(example: Example): Promise<string> {
    const cwd = mkdtempSync(join(tmpdir(), 'tradesim-example-'));
    try {
      return await new Promise((resolve) => {
        const options = { cwd, timeout: TIMEOUT_MS };
        const args = ['--enable-source-maps', RUNNER, this.#file(example, 'js')];
        execFile(process.execPath, args, options, (error, _, stderr) => resolve(stderr || (error?.message ?? '')));
      });
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #file(example: Example, extension: 'ts' | 'js'): string {
    return join(this.#folder, `${fileName(example)}.${extension}`);
  }

  /** How the compiler names the file: relative to the root. */
  #reported(example: Example): string {
    return this.#file(example, 'ts').slice(ROOT.length + 1);
  }
}

const fileName = ({ path, line }: Example): string => `${path.replaceAll(/\W/g, '-')}-${line}`;

function programOf(example: Example, known: ReturnType<typeof publicDeclarations>): string {
  const preamble = example.path.endsWith('.md') ? '' : preambleFor(example, known, ROOT);
  const helper = 'declare function shows(actual: unknown, expected: string, place: string): Promise<void>;';
  return `export {}; ${helper} ${preamble}${'\n'.repeat(example.line - 1)}${withShownResults(example).replaceAll(PORT, '0')}\n`;
}
