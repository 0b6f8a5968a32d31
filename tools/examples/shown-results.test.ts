import { expect, it } from 'vitest';
import { withShownResults } from './shown-results.ts';

const shown = (code: string): string => withShownResults({ path: 'a.md', line: 10, code });

it.each([
  ['an expression', 'add(1, 2); // => 3', 'await shows(add(1, 2), "3", "a.md:10"); // => 3'],
  ['an expression without a semicolon', 'add(1, 2) // => 3', 'await shows(add(1, 2), "3", "a.md:10") // => 3'],
  ['what is awaited', 'await add(1) // => 3', 'await shows(await add(1), "3", "a.md:10") // => 3'],
  ['what is logged', 'console.log(add(1)); // => 3', 'await shows(add(1), "3", "a.md:10"); // => 3'],
  ['a const', 'const a = 1; // => 1', 'const a = 1; await shows(a, "1", "a.md:10"); // => 1'],
  ['a result in the next line', 'f();\n// => 1', 'await shows(f(), "1", "a.md:11");\n// => 1'],
  [
    'text in several lines',
    'f();\n// =>\n// # a\n// b\n\n// Prose.',
    'await shows(f(), "# a\\nb", "a.md:11");\n// =>\n// # a\n// b\n\n// Prose.',
  ],
  ['text to the end', 'f();\n// =>\n//  a\n', 'await shows(f(), " a", "a.md:11");\n// =>\n//  a\n'],
  ['each of several', 'f(); // => 1\nf(); // => 2', 'await shows(f(), "1", "a.md:10"); // => 1\nawait shows(f(), "2", "a.md:11"); // => 2'],
])('compares %s', (_, code, expected) => {
  expect(shown(code)).toBe(expected);
});

it('leaves other code and comments alone', () => {
  const code = 'const f = (a: number) => a; // a => a\nconst s = "// => 1"; /* => 2 */';
  expect(shown(code)).toBe(code);
});

it.each([
  ['inside a function', 'function f() {\n  g(); // => 1\n}', 'a.md:11'],
  ['behind a statement without a value', 'if (a) b();\n// => 1', 'a.md:11'],
  ['behind several names', 'const { a, b } = c; // => 1', 'a.md:10'],
  ['two lines below', 'f();\n\n// => 1', 'a.md:12'],
  ['behind nothing', '// => 1', 'a.md:10'],
])('refuses a result %s', (_, code, place) => {
  expect(() => shown(code)).toThrow(`${place}: a result is shown behind an expression or a const outside of functions`);
});
