import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaled, toNumber } from './exact-number.ts';
import { exactCorrelation, exactEma, exactMean, exactQuantile, exactSlope, exactSum, exactVariance } from './exact-statistics.ts';

describe('exact numbers', () => {
  it.each([0, 1, -1, 0.1, 1e308, -1e-308, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** 53 + 2, 1 / 3])('are %d itself', (value) => {
    const { integers, shift } = scaled([value, 1]);
    expect(toNumber({ numerator: integers[0]!, denominator: 1n << shift })).toBe(value);
  });

  it('are rounded as a division is', () => {
    const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
    const divisor = fc.integer({ min: 1, max: 2 ** 31 });
    fc.assert(
      fc.property(integer, divisor, (a, b) => {
        expect(toNumber({ numerator: BigInt(a), denominator: BigInt(b) })).toBe(a === 0 ? 0 : a / b);
      }),
      { seed: 1 },
    );
  });
});

describe('exact statistics', () => {
  const sample = [2, 4, 4, 4, 5, 5, 7, 9];

  it.each([
    ['sum', exactSum(sample), 40],
    ['sum of what floats lose', exactSum([1e16, 1, -1e16]), 1],
    ['mean', exactMean(sample, 100), 0.05],
    ['population variance', exactVariance(sample), 4],
    ['variance in subunits', exactVariance(sample, 10), 0.04],
    ['slope', exactSlope([1, 2, 3, 4], [6, 5, 7, 10]), 1.4],
    ['slope against one time', exactSlope([3, 3], [1, 2]), NaN],
    ['correlation', exactCorrelation([1, 2, 3], [2, 4, 6]), 1],
    ['correlation of opposites', exactCorrelation([1, 2, 3], [1, 0.5, 0]), -1],
    ['correlation with a constant', exactCorrelation([1, 2, 3], [7, 7, 7]), NaN],
    ['exponentially weighted mean', exactEma([1, 2]), 1.75],
    ['exponentially weighted mean of one', exactEma([5]), 5],
    ['median', exactQuantile(0.5, [3, 1, 2, 10]), 2.5],
    ['quantile of type 7', exactQuantile(0.9, [1, 2, 3, 4, 5]), 4.6],
    ['greatest', exactQuantile(1, [1, 5, 3]), 5],
    ['sum with a gap', exactSum([1, NaN]), NaN],
  ])('give the %s', (_, actual, expected) => {
    expect(actual).toBe(expected);
  });
});
