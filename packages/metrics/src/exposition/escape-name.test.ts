import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ESCAPING_SCHEMES, escapeName, isEscapingScheme } from './escape-name.ts';
import { isLegacyName, isUtf8Name } from '../model/name-validity.ts';

const name = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom('a', 'Z', '0', '_', ':', '.', '-', ' ', 'é', '花', '😀', '\0', '\n', 'U__', '_dot_', '_2e_'),
      minLength: 1,
      maxLength: 8,
    }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  )
  .filter((text) => isUtf8Name(text));
const scheme = fc.constantFrom(...ESCAPING_SCHEMES);
const kind = fc.constantFrom('metric' as const, 'label' as const);

describe('escapeName', () => {
  it.each([
    ['dots', 'shop.till.wait', { underscores: 'shop_till_wait', dots: 'shop_dot_till_dot_wait', values: 'U__shop_2e_till_2e_wait' }],
    ['a dot beside underscores', 'a.b__total', { underscores: 'a_b__total', dots: 'a_dot_b____total', values: 'U__a_2e_b____total' }],
    ['a dot beside a colon', 'a.b:sum', { underscores: 'a_b:sum', dots: 'a_dot_b:sum', values: 'U__a_2e_b:sum' }],
    ['a dash', 'a-b', { underscores: 'a_b', dots: 'a__b', values: 'U__a_2d_b' }],
    ['a digit first', '9a9', { underscores: '_a9', dots: '__a9', values: 'U___39_a9' }],
    ['only a digit', '9', { underscores: '_', dots: '__', values: 'U___39_' }],
    ['a blank and an emoji, one character each', 'a 😀', { underscores: 'a__', dots: 'a____', values: 'U__a_20__1f600_' }],
    ['characters beyond U+00FF', '花火', { underscores: '__', dots: '____', values: 'U___82b1__706b_' }],
    ['the last character there is', '\u{10ffff}', { underscores: '_', dots: '__', values: 'U___10ffff_' }],
    ['U+0000', 'a\0', { underscores: 'a_', dots: 'a__', values: 'U__a_0_' }],
    ['half a surrogate pair as U+FFFD', 'a\ud83d', { underscores: 'a_', dots: 'a__', values: 'U__a_fffd_' }],
  ])('writes %s', (_, given, expected) => {
    for (const each of ['underscores', 'dots', 'values'] as const) expect(escapeName(given, each, 'metric')).toBe(expected[each]);
    expect(escapeName(given, 'allow-utf-8', 'metric')).toBe(given);
  });

  it('escapes a colon in label names only', () => {
    expect(ESCAPING_SCHEMES.map((each) => escapeName('a:b', each, 'metric'))).toEqual(['a:b', 'a:b', 'a:b', 'a:b']);
    expect(ESCAPING_SCHEMES.map((each) => escapeName('a:b', each, 'label'))).toEqual(['a:b', 'a_b', 'a__b', 'U__a_3a_b']);
    expect(ESCAPING_SCHEMES.map((each) => escapeName('a:.', each, 'label'))).toEqual(['a:.', 'a__', 'a___dot_', 'U__a_3a__2e_']);
  });

  it('leaves the empty name empty', () => {
    expect(ESCAPING_SCHEMES.map((each) => escapeName('', each, 'metric'))).toEqual(['', '', '', '']);
  });

  it('leaves every legacy name as it is, the ones that look escaped included', () => {
    const legacy = fc.oneof(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]*$/), fc.constantFrom('http_requests_total', 'U__a_2e_b', 'a_dot_b'));
    fc.assert(
      fc.property(legacy, scheme, kind, (given, by, of) => {
        expect(escapeName(given, by, of)).toBe(given);
      }),
    );
  });

  it('makes a legacy name of any name, unless UTF-8 is allowed', () => {
    fc.assert(
      fc.property(name, scheme, kind, (given, by, of) => {
        const escaped = escapeName(given, by, of);
        if (by === 'allow-utf-8') expect(escaped).toBe(given);
        else expect(isLegacyName(escaped, of)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('loses nothing by the scheme "values"', () => {
    const original = (escaped: string): string =>
      escaped
        .slice('U__'.length)
        .replaceAll(/__|_([0-9a-f]+)_/g, (_, code?: string) => (code === undefined ? '_' : String.fromCodePoint(parseInt(code, 16))));
    fc.assert(
      fc.property(name, kind, (given, of) => {
        fc.pre(!isLegacyName(given, of));
        expect(original(escapeName(given, 'values', of))).toBe(given);
      }),
      { numRuns: 1000 },
    );
  });
});

it('isEscapingScheme knows the four schemes and nothing else', () => {
  expect(['allow-utf-8', 'underscores', 'dots', 'values'].every(isEscapingScheme)).toBe(true);
  expect(['Values', '', 'length', undefined].some(isEscapingScheme)).toBe(false);
});
