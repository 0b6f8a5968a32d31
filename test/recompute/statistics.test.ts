import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greatest, least, mean, median, ratio, standardDeviation, total } from './statistics.ts';

describe('statistics', () => {
  it('have no value for an empty list', () => {
    expect([mean, median, least, greatest, standardDeviation].map((statistic) => statistic([]))).toEqual([null, null, null, null, null]);
    expect(ratio(0, 0)).toBeNull();
    expect(total([])).toBe(0);
  });

  it('take the middle value of an odd number of values, and the mean of the two middle ones of an even number', () => {
    expect(median([900, 5, 70])).toBe(70);
    expect(median([900, 5, 70, 71])).toBe(70.5);
  });

  it('take the deviation over the whole population', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
    expect(standardDeviation([7])).toBe(0);
  });

  it('keep the deviation of large values that lie close together', () => {
    const offset = 9_000_000_000_000;
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9].map((value) => value + offset))).toBe(2);
  });

  it('agree with exact arithmetic', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 50 }), (values) => {
        const count = BigInt(values.length);
        const sum = values.reduce((accumulated, value) => accumulated + BigInt(value), 0n);
        const squares = values.reduce((accumulated, value) => accumulated + BigInt(value) ** 2n, 0n);
        const expected = Math.sqrt(Number(count * squares - sum * sum)) / values.length;
        expect(Math.abs(standardDeviation(values)! - expected)).toBeLessThanOrEqual(1e-13 * expected);
      }),
    );
  });
});
