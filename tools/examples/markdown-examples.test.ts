import { expect, it } from 'vitest';
import { markdownExamples } from './markdown-examples.ts';

const document = (...blocks: string[]): string => blocks.map((block) => `Prose.\n\`\`\`${block}\n\`\`\`\n`).join('');
const programsIn = (text: string): unknown => markdownExamples('a.md', text).map(({ line, code }) => [line, code]);

it('joins blocks to one program, each line at its distance', () => {
  expect(programsIn(document('ts\nconst a = 1;', 'sh\nnpm start', 'ts\na;\nconst b = a;', 'ts\nb;'))).toEqual([
    [3, `const a = 1;${'\n'.repeat(8)}a;\nconst b = a;${'\n'.repeat(4)}b;`],
  ]);
});

it.each([
  ['a const', 'const a = 1;', 'const a = 2;'],
  ['an import', `import { a } from 'x';`, `import { a } from 'x';`],
  ['a renamed import', `import { b as a } from 'x';`, `import * as a from 'y';`],
  ['a name taken out of an object', 'const { b: a } = {};', 'const { a = 1 } = {};'],
  ['a name taken out of a list', 'const [b, ...a] = [];', 'let a;'],
  ['an exported function', 'export function a() {}', 'class a {}'],
])('begins a new program where %s is there again', (_, first, second) => {
  expect(programsIn(document(`ts\n${first}`, `ts\n${second}`))).toEqual([
    [3, first],
    [7, second],
  ]);
});

it('does not take keys, defaults and inner names for declarations', () => {
  const first = 'const { a: b = d, [e]: f } = {};\n{ const c = 1; }';
  expect(programsIn(document(`ts\n${first}`, 'ts\nconst a = 1, c = 2, d = 3, e = 4;'))).toHaveLength(1);
});

it('leaves out fragments and other languages', () => {
  expect(programsIn(document('ts fragment\n  a: 1,', 'sh\nls', 'tsx\n<a />', 'ts\na;'))).toEqual([[15, 'a;']]);
});

it('says where a block cannot be parsed', () => {
  expect(() => programsIn(document('ts\na;', 'ts\nb;\na: 1,'))).toThrow(/^a\.md\.ts:8 cannot be parsed/);
});
