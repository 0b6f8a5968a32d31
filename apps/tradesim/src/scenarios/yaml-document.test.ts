import { describe, expect, it } from 'vitest';
import { problemText } from './problem.ts';
import { readYaml } from './yaml-document.ts';

function problemsOf(text: string): readonly string[] {
  return readYaml(text).problems.map((problem) => problemText(String(problem.line), problem));
}

const UNREADABLE: readonly (readonly [what: string, text: string, problem: string])[] = [
  [
    'an unknown tag',
    'name: a\ncompanies:\n  count: !dozen 5\n',
    '3: expected valid YAML or JSON, got an error (Unresolved tag: !dozen). Correct the syntax here or just above.',
  ],
  [
    'a second document',
    'name: a\n---\nname: b\n',
    '2: expected one document, got a second one. Remove everything from the second "---" on.',
  ],
  [
    'a tab that indents',
    'name: a\ncompanies:\n\tcount: 5\n',
    '3: expected valid YAML or JSON, got an error (Tabs are not allowed as indentation). Correct the syntax here or just above.',
  ],
  [
    'an open bracket',
    'name: a\ncompanies: { count: 5\nproducts: {}\n',
    '3: expected valid YAML or JSON, got an error (Flow map in block collection must be sufficiently indented and end with a }). Correct the syntax here or just above.',
  ],
  [
    'deep nesting',
    `name: a\nx: ${'['.repeat(33)}${']'.repeat(33)}\n`,
    '2: expected at most 32 levels of nesting, got more. A scenario needs four; close the brackets.',
  ],
  [
    'very many opening brackets',
    '['.repeat(200_000),
    '1: expected at most 32 levels of nesting, got more. A scenario needs four; close the brackets.',
  ],
  [
    'very many dashes',
    '- '.repeat(200_000),
    '1: expected at most 32 levels of nesting, got more. A scenario needs four; close the brackets.',
  ],
];

describe('a YAML document', () => {
  it.each(UNREADABLE)('with %s is not readable', (_what, text, problem) => {
    const document = readYaml(text);
    expect([document.isReadable, document.value]).toEqual([false, undefined]);
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('reports several errors of its syntax', () => {
    expect(problemsOf('a: @b\nc: `d\n')).toEqual([
      '1: expected valid YAML or JSON, got an error (Plain value cannot start with reserved character @). Correct the syntax here or just above.',
      '2: expected valid YAML or JSON, got an error (Plain value cannot start with reserved character `). Correct the syntax here or just above.',
    ]);
  });

  it('reports every field given twice with its path', () => {
    expect(problemsOf('a: 1\na: 2\nb:\n  - { c: 1, "c": 2, c: 3 }\n5: 1\n"5": 2\n')).toEqual([
      '2: a: expected one value, got a second one. Remove one of the two.',
      '6: 5: expected one value, got a second one. Remove one of the two.',
      '4: b.c: expected one value, got a second one. Remove one of the two.',
      '4: b.c: expected one value, got a second one. Remove one of the two.',
    ]);
  });

  it('refuses aliases, and puts null where one stood', () => {
    const text = 'a: &x { b: 1 }\nc: { d: *x }\n*y : 1\n<<: *x\n';
    expect(readYaml(text).value).toEqual({ a: { b: 1 }, c: { d: null }, '': 1, '<<': null });
    expect(problemsOf(text)).toEqual([
      '2: c.d: expected a value, got the alias *x. Write the value itself; aliases are not supported.',
      '3: "": expected a value, got the alias *y. Write the value itself; aliases are not supported.',
      '4: "<<": expected a value, got the alias *x. Write the value itself; aliases are not supported.',
    ]);
  });

  it('never expands a bomb of aliases', () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `b${level}: &b${level} [${level === 0 ? 'x' : `*b${level - 1}, *b${level - 1}`}]\n`,
    );
    expect(JSON.stringify(readYaml(levels.join('')).value).length).toBeLessThan(1_000);
  });

  it('may nest up to the limit', () => {
    expect(readYaml(`${'['.repeat(32)}${']'.repeat(32)}`).isReadable).toBe(true);
  });

  it('keeps names that objects inherit as plain fields', () => {
    expect(Object.entries(readYaml('__proto__: 1\nconstructor: 2\n').value as object)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });

  it('knows the line of each field, and of the nearest mapping for one that is missing', () => {
    const { lineOf } = readYaml('# first\na:\n  b: 1\n  c: { d: 2,\n    e: 3 }\nf: *x\n');
    expect([[], ['a'], ['a', 'b'], ['a', 'c', 'e'], ['a', 'none'], ['f', 'g'], ['none']].map(lineOf)).toEqual([2, 2, 3, 5, 2, 6, 2]);
  });

  it('has no value without content', () => {
    expect([readYaml(''), readYaml('\n# nothing\n')].map(({ value, isReadable }) => [value, isReadable])).toEqual([
      [undefined, true],
      [undefined, true],
    ]);
  });
});
