import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { IMPURE_GLOBALS } from './impure-uses.ts';
import { LAYERS } from './layers.ts';

interface Override {
  readonly files: readonly string[];
  readonly rules: { readonly 'no-restricted-globals'?: readonly [string, ...{ readonly name: string }[]] };
}

const COMMENT_LINE = /^\s*\/\/.*$/gm;

const text = readFileSync(new URL('../../.oxlintrc.json', import.meta.url), 'utf8').replaceAll(COMMENT_LINE, '');
const { overrides } = JSON.parse(text) as { readonly overrides: readonly Override[] };
const pure = overrides.find(({ rules }) => 'no-restricted-globals' in rules);

describe('the linter, in the pure layers,', () => {
  it('looks at the same folders', () => {
    const folders = LAYERS.filter(({ isPure }) => isPure === true).flatMap(({ paths }) => paths.map((path) => `${path}**`));
    expect(pure?.files.toSorted()).toEqual(folders.toSorted());
  });

  it('forbids the same globals', () => {
    const [, ...globals] = pure?.rules['no-restricted-globals'] ?? ['off'];
    expect(globals.map(({ name }) => name).toSorted()).toEqual([...IMPURE_GLOBALS.keys()].toSorted());
  });
});
