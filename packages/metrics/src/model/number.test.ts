import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBound, formatValue } from './number.ts';

describe('formatBound', () => {
  // The right column is what Go prints with %g, as the templates of `promtool test rules` show.
  it.each([
    [1, '1'],
    [0.5, '0.5'],
    [2.5, '2.5'],
    [100, '100'],
    [100_000, '100000'],
    [123_456, '123456'],
    [999_999, '999999'],
    [999_999.5, '999999.5'],
    [1_000_000, '1e+06'],
    [1_500_000, '1.5e+06'],
    [1_234_567, '1.234567e+06'],
    [1e10, '1e+10'],
    [1e21, '1e+21'],
    [1e100, '1e+100'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [0.001, '0.001'],
    [0.0001, '0.0001'],
    [0.00012, '0.00012'],
    [0.000_099, '9.9e-05'],
    [0.000_01, '1e-05'],
    [1e-7, '1e-07'],
    [Number.MIN_VALUE, '5e-324'],
    [0.1 + 0.2, '0.30000000000000004'],
    [0, '0'],
    [-0, '0'],
    [-1, '-1'],
    [-2.5e-7, '-2.5e-07'],
    [-1_000_000, '-1e+06'],
    [Infinity, '+Inf'],
  ])('writes %d as Go does: %s', (bound, text) => {
    expect(formatBound(bound)).toBe(text);
  });

  it('loses nothing, so that different bounds never become one series', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (bound) => {
        expect(Number(formatBound(bound))).toBe(bound === 0 ? 0 : bound);
      }),
    );
  });
});

describe('formatValue', () => {
  it.each([
    [0, '0'],
    [-0, '-0.0'],
    [1, '1'],
    [-1.5, '-1.5'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
    [2 ** 53 + 2, '9007199254740994'],
    [Number.MIN_VALUE, '5e-324'],
    [1e308, '1e+308'],
  ])('writes %d as %s', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it('survives the round trip bit for bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(Number(formatValue(value)), value)).toBe(true);
      }),
    );
  });
});
