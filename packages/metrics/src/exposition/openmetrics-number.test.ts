import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCanonicalNumber, formatTimestamp } from './openmetrics-number.ts';

describe('formatCanonicalNumber', () => {
  it.each([
    [0, '0.0'],
    [-0, '0.0'],
    [0.005, '0.005'],
    [0.1, '0.1'],
    [0.25, '0.25'],
    [0.999, '0.999'],
    [1, '1.0'],
    [10, '10.0'],
    [100_000, '100000.0'],
    [123_456, '123456.0'],
    [1e6, '1e+06'],
    [1_234_567, '1.234567e+06'],
    [1e10, '1e+10'],
    [1e100, '1e+100'],
    [0.0001, '0.0001'],
    [1e-5, '1e-05'],
    [1e-10, '1e-10'],
    [-1, '-1.0'],
    [-2.5, '-2.5'],
    [-1e6, '-1e+06'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [Number.MIN_VALUE, '5e-324'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => {
    expect(formatCanonicalNumber(value)).toBe(text);
  });

  it('loses nothing but the sign of 0, and always has a fraction or an exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = formatCanonicalNumber(value);
        expect(Number(text)).toBe(value + 0);
        expect(text).toMatch(/^-?\d+(\.\d+|(\.\d+)?e[+-]\d{2,3})$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('formatTimestamp', () => {
  it.each([
    [1_520_879_607.789, '1520879607.789'],
    [1_520_430_000, '1520430000'],
    [1_520_430_000.5, '1520430000.5'],
    [0, '0'],
    [-1.5, '-1.5'],
    [1e-6, '0.000001'],
    [2.5e-7, '0.00000025'],
    [1e-9, '0.000000001'],
    [Number.MIN_VALUE, '0'],
    [1e21, '1000000000000000000000'],
    [-1e21, '-1000000000000000000000'],
  ])('writes %d as %s', (seconds, text) => {
    expect(formatTimestamp(seconds)).toBe(text);
  });

  it('keeps every time of today to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e12, noNaN: true }), (seconds) => {
        const text = formatTimestamp(seconds);
        expect(Number(text)).toBe(seconds);
        expect(text).toMatch(/^\d+(\.\d+)?$/);
      }),
    );
  });

  it('writes milliseconds that were divided by 1,000 with at most three decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8.64e15 }), (milliseconds) => {
        expect(formatTimestamp(milliseconds / 1000)).toMatch(/^\d+(\.\d{1,3})?$/);
      }),
    );
  });
});
