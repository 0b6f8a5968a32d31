import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { apiReport, withoutDeclarationsOf } from './api-report.ts';

const PACKAGE = fileURLToPath(new URL('../../packages/metrics', import.meta.url));
const REPORTS = join(PACKAGE, 'etc');

const { exports } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
  exports: Readonly<Record<string, string | { readonly types: string }>>;
};
const entries = Object.entries(exports).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [{ name: subpath === '.' ? 'index' : subpath.slice(2).replaceAll('/', '-'), types: target.types }],
);

/** All of the core; the reports of the subpaths leave out what is in it. */
const core = apiReport(PACKAGE, 'dist/index.d.ts').text;

describe.each(entries)('the API of $name', ({ name, types }) => {
  const report = apiReport(PACKAGE, types);

  it('is the reported one (`npm run api` reports a change)', async () => {
    const text = name === 'index' ? core : withoutDeclarationsOf(core, report.text);
    await expect(text).toMatchFileSnapshot(join(REPORTS, `${name}.api.md`));
  });

  it('has a doc comment on every export and public member', () => {
    expect(report.undocumented).toEqual([]);
  });

  it('shows every class, function and constant in an example', () => {
    expect(report.withoutExample).toEqual([]);
  });
});

it('has no reports of subpaths that are gone', () => {
  expect(readdirSync(REPORTS).toSorted()).toEqual(entries.map(({ name }) => `${name}.api.md`).toSorted());
});
