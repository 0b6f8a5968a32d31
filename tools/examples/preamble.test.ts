import { expect, it } from 'vitest';
import { preambleFor } from './preamble.ts';

const known = new Map([['limit', `import { limit } from 'shop';`]]);
const preambleOf = (code: string): string => preambleFor({ path: 'a.ts', line: 1, code }, known, '/nowhere');

it.each(['limit', '[...limit]', 'f(limit)', 'f({ ...limit, a: 1 })', 'limit.value'])('declares what %s mentions', (code) => {
  expect(preambleOf(code)).toBe(`import { limit } from 'shop';`);
});

it.each(['a.limit', 'a?.limit', 'limits', 'unlimit', '$limit', 'const limit = 1;'])('declares nothing for %s', (code) => {
  expect(preambleOf(code)).toBe('');
});

it('declares what a declaration needs before it', () => {
  const declarations = preambleOf('requests').split('; ');
  expect(declarations).toHaveLength(2);
  expect(declarations[0]).toBe('const registry = new Registry()');
});
