import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SOURCE_CONDITION } from '../architecture/workspace-packages.ts';
import { Consumer, PACKAGE_SOURCE } from './consumer.ts';
import { attwFindings, publintFindings, strayFiles } from './package-findings.ts';

let consumer: Consumer;

beforeAll(() => {
  consumer = new Consumer();
});

afterAll(() => consumer.remove());

describe('the packed library', () => {
  it('has nothing to complain of for publint', async () => {
    await expect(publintFindings(consumer.library)).resolves.toEqual([]);
  });

  it('has types that resolve for every subpath', () => {
    expect(attwFindings(consumer.tarball)).toBe('');
  });

  it('holds what its sources make, and nothing else', () => {
    const remedy = 'If these are left from an earlier build, remove packages/metrics/dist and build again.';
    expect(strayFiles(consumer.library, PACKAGE_SOURCE), remedy).toEqual([]);
  });

  it('depends on nothing', () => {
    const manifest = JSON.parse(readFileSync(join(consumer.library, 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).toMatchObject({ type: 'module', sideEffects: false });
  });
});

/** Conditions that others set mean what their packages say; `source` in a workspace, say, whose sources are not packed here. */
it('has no condition that another tool or workspace could set and then miss a file', () => {
  const { exports } = JSON.parse(readFileSync(join(consumer.library, 'package.json'), 'utf8')) as {
    exports: Record<string, object | string>;
  };
  const conditions = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : Object.keys(target)));
  expect([...new Set(conditions)]).toEqual([SOURCE_CONDITION, 'types', 'default']);
});

describe('a faulty package', () => {
  let root: string;
  let faulty: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tradesim-faulty-'));
    faulty = join(root, 'package');
    cpSync(consumer.library, faulty, { recursive: true });
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function replace(path: string, from: string, to: string): void {
    const text = readFileSync(join(faulty, path), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(faulty, path), text.replace(from, to));
  }

  function packedAgain(): string {
    execFileSync('tar', ['-czf', 'faulty.tgz', 'package'], { cwd: root });
    return join(root, 'faulty.tgz');
  }

  it('is noticed when a subpath has no file', async () => {
    replace('package.json', './dist/system/index.js', './dist/system/main.js');
    await expect(publintFindings(faulty)).resolves.toEqual([expect.stringContaining('./dist/system/main.js')]);
  });

  it('is noticed when a subpath has no types', () => {
    replace('package.json', './dist/journal/index.d.ts', './dist/journal/types.d.ts');
    expect(attwFindings(packedAgain())).toContain('"@tradesim/metrics/journal"\n\nnode16 (from ESM): Used fallback condition');
  });

  it('is noticed when a declaration imports what is not there', () => {
    replace('dist/services/index.d.ts', './column.ts', './columns.ts');
    expect(attwFindings(packedAgain())).toContain('Internal resolution error');
  });

  it('is noticed when it holds tests or the output of sources that are gone', () => {
    const strays = ['dist/gone.js', 'dist/model/errors.test.js', 'dist/tsconfig.tsbuildinfo'];
    for (const path of strays) writeFileSync(join(faulty, path), '');
    expect(strayFiles(faulty, PACKAGE_SOURCE)).toEqual(strays);
  });
});
