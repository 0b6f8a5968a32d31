/** The library as npm would publish it, unpacked where nothing of the workspace is found by looking upwards. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = '@tradesim/metrics';

/** The sources of the package in the workspace. */
export const PACKAGE_SOURCE: string = fileURLToPath(new URL('../../packages/metrics/', import.meta.url));

/** A project that has installed the packed library, and nothing else. */
export class Consumer {
  /** The project: a new temporary directory, outside the workspace. */
  readonly root: string = mkdtempSync(join(tmpdir(), 'tradesim-package-'));
  /** The unpacked library. */
  readonly library: string = join(this.root, 'node_modules', NAME);
  readonly tarball: string;

  constructor() {
    const output = execFileSync('npm', ['pack', PACKAGE_SOURCE, '--pack-destination', this.root, '--json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [packed] = JSON.parse(output) as [{ filename: string }];
    this.tarball = join(this.root, packed.filename);
    mkdirSync(this.library, { recursive: true });
    execFileSync('tar', ['-xzf', this.tarball, '-C', this.library, '--strip-components=1']);
    this.write('package.json', '{ "name": "consumer", "private": true, "type": "module" }');
  }

  /** Writes a file of the project, and returns its path. */
  write(path: string, text: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** What one imports to get the modules of the library: its name, and one with a path for each subpath. */
  get specifiers(): readonly string[] {
    const { exports } = JSON.parse(readFileSync(join(this.library, 'package.json'), 'utf8')) as { exports: Record<string, unknown> };
    const subpaths = Object.keys(exports).filter((subpath) => !subpath.endsWith('.json'));
    return subpaths.map((subpath) => NAME + subpath.slice(1));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
