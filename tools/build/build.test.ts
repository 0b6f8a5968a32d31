import { closeSync, openSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { build } from './build.js';
import { FixtureWorkspace } from './fixture-workspace.ts';

const SOURCE = 'apps/tradesim/src/cli/main.ts';

let workspace: FixtureWorkspace;
let outputFd: number;

beforeEach(() => {
  workspace = new FixtureWorkspace();
  outputFd = openSync(join(workspace.root, 'output.txt'), 'w');
});

afterEach(() => {
  closeSync(outputFd);
  workspace.remove();
});

const buildFixture = (): Promise<boolean> => build({ root: workspace.root, outputFd });

describe('build', () => {
  it('compiles what has never been built', async () => {
    await expect(buildFixture()).resolves.toBe(true);
    expect(workspace.compilations).toEqual(['begin', 'end']);
    expect(workspace.has('apps/tradesim/dist/cli/main.js')).toBe(true);
  });

  it('leaves what is up to date alone', async () => {
    await buildFixture();
    await expect(buildFixture()).resolves.toBe(true);
    expect(workspace.compilations).toHaveLength(2);
  });

  it.each<[string, () => void]>([
    ['a source has changed', () => workspace.write(SOURCE, 'export const main = async () => 1;')],
    ['a source is older than before', () => utimesSync(join(workspace.root, SOURCE), 1, 1)],
    ['a source is new', () => workspace.write('apps/tradesim/src/new.ts', '')],
    ['a manifest has changed', () => workspace.write('apps/tradesim/package.json', '{}')],
    ['a compiler setting has changed', () => workspace.write('tsconfig.base.json', '{}')],
    ['the output is gone', () => workspace.remove('apps/tradesim/dist')],
  ])('compiles again when %s', async (_, change) => {
    await buildFixture();
    change();
    await buildFixture();
    expect(workspace.compilations).toHaveLength(4);
  });

  it('compiles again after an error, until it is mended', async () => {
    workspace.write(SOURCE, '// type error');
    await expect(buildFixture()).resolves.toBe(false);
    expect(readFileSync(join(workspace.root, 'output.txt'), 'utf8')).toContain('main.ts(1,1): error TS2322');
    await expect(buildFixture()).resolves.toBe(false);
    workspace.write(SOURCE, 'export const main = async () => 0;');
    await expect(buildFixture()).resolves.toBe(true);
    expect(workspace.compilations).toHaveLength(6);
  });

  it('compiles again when a source changes during a build', async () => {
    workspace.write('duration.txt', '100');
    const building = buildFixture();
    workspace.write('apps/tradesim/src/late.ts', '');
    await building;
    await buildFixture();
    expect(workspace.compilations).toHaveLength(4);
  });
});
