import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccept } from './accept.ts';

/** Name, parameters and quality of each element, for short tables. */
function read(header: string): [string, Record<string, string>, number][] {
  return parseAccept(header).map(({ name, parameters, quality }) => [name, Object.fromEntries(parameters), quality]);
}

describe('parseAccept', () => {
  it('returns the elements in their order, each with its parameters and its quality, which is 1 where it is not given', () => {
    expect(read('text/html;level=1;q=0.4,gzip,*/*;q=0')).toEqual([
      ['text/html', { level: '1' }, 0.4],
      ['gzip', {}, 1],
      ['*/*', {}, 0],
    ]);
  });

  it.each<[string, string, [string, Record<string, string>, number][]]>([
    ['blanks and tabs around every part', ' text/plain ;\tversion = 0.0.4 ; q = 0.5\t', [['text/plain', { version: '0.0.4' }, 0.5]]],
    ['names in any letter case', 'TEXT/Plain;VERSION=X;Q=0.5', [['text/plain', { version: 'X' }, 0.5]]],
    ['quoted values', 'a/b;c="d e";q="0.5"', [['a/b', { c: 'd e' }, 0.5]]],
    ['an empty quoted value', 'a/b;c=""', [['a/b', { c: '' }, 1]]],
    [
      'separators inside quotes',
      'a/b;c="x,y;z=1",d/e',
      [
        ['a/b', { c: 'x,y;z=1' }, 1],
        ['d/e', {}, 1],
      ],
    ],
    [
      'escaped quotes',
      String.raw`a/b;c="\"\\\,",d/e`,
      [
        ['a/b', { c: String.raw`"\,` }, 1],
        ['d/e', {}, 1],
      ],
    ],
    ['empty elements and parameters', ',,a/b;; ;,', [['a/b', {}, 1]]],
    ['an empty header', '', []],
    [
      'parameters with the names of object members',
      'a/b;__proto__=1;constructor=2',
      [
        [
          'a/b',
          Object.fromEntries([
            ['__proto__', '1'],
            ['constructor', '2'],
          ]),
          1,
        ],
      ],
    ],
  ])('reads %s', (_, header, elements) => {
    expect(read(header)).toEqual(elements);
  });

  it.each([
    ['0', 0],
    ['0.', 0],
    ['0.000', 0],
    ['0.001', 0.001],
    ['.5', 0.5],
    ['0.12345', 0.12345],
    ['1', 1],
    ['1.', 1],
    ['1.000', 1],
  ])('reads the quality %s', (quality, value) => {
    expect(read(`a/b;q=${quality}`)).toEqual([['a/b', {}, value]]);
  });

  it.each([
    ['a quality above 1', 'a/b;q=1.1'],
    ['a quality far above 1', 'a/b;q=10'],
    ['a negative quality', 'a/b;q=-0.5'],
    ['a quality that is text', 'a/b;q=abc'],
    ['a quality with an exponent', 'a/b;q=1e-1'],
    ['an empty quality', 'a/b;q='],
    ['a quality in quotes that is empty', 'a/b;q=""'],
    ['two qualities', 'a/b;q=1;q=0.5'],
    ['a parameter given twice', 'a/b;c=1;C=2'],
    ['a parameter without a value', 'a/b;version'],
    ['a parameter without a name', 'a/b;=c'],
    ['a value of two words', 'a/b;c=d e'],
    ['text behind a quoted value', 'a/b;c="d"e'],
    ['a name of two words', 'a b'],
    ['two slashes', 'a/b/c'],
    ['no type', '/b'],
    ['no subtype', 'a/'],
    ['only a slash', '/'],
    ['a character beyond ASCII', 'a/bé'],
    ['a line feed', 'a\nb'],
    ['no name', ';q=1'],
  ])('leaves out an element with %s, and reads the others', (_, element) => {
    expect(read(`x/y;q=0.5,${element},z/z`)).toEqual([
      ['x/y', {}, 0.5],
      ['z/z', {}, 1],
    ]);
  });

  it('leaves out an element whose quote is never closed', () => {
    expect(read('x/y,a/b;c="d,z/z')).toEqual([['x/y', {}, 1]]);
  });

  it('reads 64 elements, the malformed and the empty ones included', () => {
    expect(read(Array.from({ length: 65 }, (__, i) => `a/${i}`).join(','))).toHaveLength(64);
    expect(read(`${','.repeat(63)}a/b`)).toHaveLength(1);
    expect(read(`${','.repeat(64)}a/b`)).toEqual([]);
  });

  it('reads 8,192 characters, and leaves out the element that is cut there', () => {
    const fits = `a/b;c=${'x'.repeat(8192 - 'a/b;c='.length - ',d/e;q=0.5'.length)},d/e;q=0.5`;
    expect(fits).toHaveLength(8192);
    expect(read(fits).map(([name, , quality]) => [name, quality])).toEqual([
      ['a/b', 1],
      ['d/e', 0.5],
    ]);
    expect(read(`${fits}5`).map(([name]) => name)).toEqual(['a/b']);
    expect(read(`${fits},f/g,h/i`).map(([name]) => name)).toEqual(['a/b']);
  });

  it('never throws, and never returns a name, a parameter or a quality that is not well-formed', () => {
    const alphabet = fc.string({
      unit: fc.constantFrom(',', ';', '=', '"', '\\', '/', '*', ' ', '\t', '\n', 'q', 'a', '0', '.', '5', 'é', '\0'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(alphabet, fc.string({ unit: 'binary' })), (header) => {
        for (const { name, parameters, quality } of parseAccept(header)) {
          expect(name).toMatch(/^[^\s,;="\\/]+(\/[^\s,;="\\/]+)?$/);
          expect([...parameters.keys()].every((parameter) => /^[^\s,;="\\/]+$/.test(parameter) && parameter !== 'q')).toBe(true);
          expect(quality >= 0 && quality <= 1).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('returns what was written, for any well-formed elements', () => {
    const token = fc.string({ unit: fc.constantFrom('a', 'z', '0', ...Array.from("!#$%&'*+-.^_`|~")), minLength: 1, maxLength: 8 });
    const quotable = fc.string({ unit: fc.constantFrom('a', ',', ';', '=', '"', '\\', ' ', '\t', 'é'), maxLength: 8 });
    const element = fc.record({
      name: fc.oneof(
        token,
        fc.tuple(token, token).map((parts) => parts.join('/')),
      ),
      parameters: fc.dictionary(
        token.filter((name) => name !== 'q'),
        quotable,
        { maxKeys: 3, noNullPrototype: true },
      ),
      quality: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
    });
    fc.assert(
      fc.property(fc.array(element, { maxLength: 8 }), (elements) => {
        const header = elements.map(({ name, parameters, quality }) => {
          const assignments = Object.entries(parameters).map(([key, value]) => `;${key}="${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`);
          return `${name}${assignments.join('')};q=${quality}`;
        });
        expect(read(header.join(' , '))).toEqual(elements.map(({ name, parameters, quality }) => [name, parameters, quality]));
      }),
    );
  });
});
