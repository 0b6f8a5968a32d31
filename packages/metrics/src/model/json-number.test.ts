import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonNumber } from './json-number.ts';

describe('jsonNumber', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.1, '0.1'],
    [-1.5, '-1.5'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [Number.NaN, 'null'],
    [Number.POSITIVE_INFINITY, 'null'],
    [Number.NEGATIVE_INFINITY, 'null'],
  ])('writes %d as %s', (value, text) => {
    expect(jsonNumber(value)).toBe(text);
  });

  it('reads back as the same number, and is what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(jsonNumber(value)).toBe(JSON.stringify(value));
        if (Number.isFinite(value)) expect(JSON.parse(jsonNumber(value)) === value).toBe(true);
      }),
    );
  });
});
