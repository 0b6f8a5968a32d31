import { expect, it } from 'vitest';
import { docCommentExamples } from './doc-comment-examples.ts';

const examplesIn = (source: string): unknown => docCommentExamples('a.ts', source).map(({ line, code }) => [line, code]);

it('finds an example in one line', () => {
  expect(examplesIn('/** Adds. @see b */\n\n/**\n * @example add(1, 2) // => 3\n */\nexport const a = 1;')).toEqual([
    [4, 'add(1, 2) // => 3'],
  ]);
});

it('finds a comment that is nothing but an example', () => {
  expect(examplesIn('/** @example add(1, 2) */')).toEqual([[1, 'add(1, 2)']]);
});

it('finds each of several examples, up to the next tag, and keeps the indentation', () => {
  const source = `class A {
  /**
   * Adds.
   * @example
   * if (a) {
   *   add();
   * }
   * @throws {Error} never.
   * @example add(2);
   */
}`;
  expect(examplesIn(source)).toEqual([
    [5, 'if (a) {\n  add();\n}'],
    [9, 'add(2);'],
  ]);
});

it('takes of a fenced example what is inside the fence', () => {
  expect(examplesIn('/**\n * @example Adding\n * ```ts\n *\n * add();\n * ```\n * Prose.\n */')).toEqual([[5, 'add();']]);
});

it('takes neither strings nor ordinary comments for documentation', () => {
  expect(examplesIn('// @example a()\n/* @example b() */\nexport const c = "/** @example c() */";')).toEqual([]);
});
