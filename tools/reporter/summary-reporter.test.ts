import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const REPORTER = fileURLToPath(new URL('summary-reporter.ts', import.meta.url));
const CONFIG = `
import { SummaryReporter } from ${JSON.stringify(REPORTER)};
export default { test: { globals: true, include: ['*.test.js'], reporters: ['default', new SummaryReporter()] } };
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'summary-reporter-'));
  writeFileSync(join(folder, 'vitest.config.ts'), CONFIG);
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Returns the exit status and the non-empty lines on stdout of a test run over these files. */
function runTests(files: Record<string, string>): { status: number | null; lines: string[] } {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { status, stdout } = spawnSync(process.execPath, [VITEST, 'run', '--root', folder], { encoding: 'utf8', input: '' });
  return { status, lines: stdout.split('\n').filter((line) => line !== '') };
}

describe('SummaryReporter', () => {
  it('ends with the counts, after each skipped test and its reason', () => {
    const { status, lines } = runTests({
      'a.test.js': `
        describe('group', () => {
          it('passes', () => {});
          it('fails', () => { throw new Error('planted'); });
          it('needs more', (context) => context.skip('no swap on this machine'));
          it.skip('is silent', () => {});
        });`,
    });
    expect(status).toBe(1);
    expect(lines.slice(-3)).toEqual([
      'skipped: a.test.js > group > needs more: no swap on this machine',
      "skipped: a.test.js > group > is silent: no reason given; skip with context.skip('reason')",
      '1 passed, 1 failed, 2 skipped',
    ]);
  });

  it.each([
    ['a file that cannot be loaded', `throw new Error('planted');`],
    ['a failing hook', `describe('group', () => { beforeAll(() => { throw new Error('planted'); }); it('is not run', () => {}); });`],
    ['a lost rejection', `it('passes', () => { void Promise.reject(new Error('planted')); });`],
  ])('counts %s as failed', (_, text) => {
    const { status, lines } = runTests({ 'a.test.js': text });
    expect(status).toBe(1);
    expect(lines.at(-1)).toMatch(/^\d+ passed, 1 failed, \d+ skipped$/);
  });

  it('says 0 failed when all is well', () => {
    const { status, lines } = runTests({ 'a.test.js': `it('passes', () => {});` });
    expect(status).toBe(0);
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 0 skipped');
  });
});
