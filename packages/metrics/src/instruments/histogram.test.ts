import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { DEFAULT_BUCKETS } from './buckets.ts';
import type { Histogram } from './histogram.ts';

function histogramWith(buckets: readonly number[]): Histogram {
  return new Registry().histogram({ name: 'h', help: 'h', buckets });
}

/** The values of the buckets, the sum and the count, in this order. */
function values(histogram: Histogram): number[] {
  return histogram.get().map((sample) => sample.value);
}

describe('observe()', () => {
  it.each([
    [-Infinity, [1, 1, 1, 1, -Infinity, 1]],
    [-2, [1, 1, 1, 1, -2, 1]],
    [-1, [1, 1, 1, 1, -1, 1]],
    [-0.5, [0, 1, 1, 1, -0.5, 1]],
    [0, [0, 1, 1, 1, 0, 1]],
    [0.5, [0, 1, 1, 1, 0.5, 1]],
    [0.500_000_1, [0, 0, 1, 1, 0.500_000_1, 1]],
    [10, [0, 0, 1, 1, 10, 1]],
    [10.5, [0, 0, 0, 1, 10.5, 1]],
    [Infinity, [0, 0, 0, 1, Infinity, 1]],
  ])('counts %d in every bucket whose bound is not below it', (value, expected) => {
    const histogram = histogramWith([-1, 0.5, 10]);
    histogram.observe(value);
    expect(values(histogram)).toEqual(expected);
  });

  it('adds up counts and sum', () => {
    const histogram = histogramWith([1, 2]);
    for (const value of [0.5, 1, 1.5, 3, 3]) histogram.observe(value);
    expect(values(histogram)).toEqual([2, 3, 5, 9, 5]);
  });

  it('has the default buckets unless told otherwise', () => {
    expect(new Registry().histogram({ name: 'h', help: 'h' }).buckets).toEqual(DEFAULT_BUCKETS);
    expect(new Registry().histogram({ name: 'h', help: 'h', buckets: undefined }).buckets).toEqual(DEFAULT_BUCKETS);
  });
});

describe('any histogram', () => {
  const bounds = fc.uniqueArray(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((bound) => bound + 0),
    { minLength: 1, maxLength: 40 },
  );

  it('agrees with a count of the observations up to each bound', () => {
    fc.assert(
      fc.property(bounds, fc.array(fc.double({ noNaN: true })), (unsorted, others) => {
        const buckets = unsorted.toSorted((a, b) => a - b);
        const observed = [...others, ...buckets];
        const histogram = histogramWith(buckets);
        for (const value of observed) histogram.observe(value);
        const upTo = [...buckets, Infinity].map((bound) => observed.filter((value) => value <= bound).length);
        const sum = observed.reduce((total, value) => total + value, 0);
        expect(values(histogram)).toEqual([...upTo, sum, observed.length]);
      }),
    );
  });
});
