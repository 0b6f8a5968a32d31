import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAbove, countByCode, median, sum } from './statistics.ts';

const cents = fc.array(fc.integer({ min: -1_000_000_000, max: 1_000_000_000_000 }), { minLength: 1, maxLength: 50 });
const NO_GUESS = { near: NaN, within: NaN };

function sortedMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

describe('a sum', () => {
  it('of money is exact, and the same whatever the order', () => {
    fc.assert(
      fc.property(cents, (values) => {
        const exact = Number(values.reduce((total, value) => total + BigInt(value), 0n));
        expect([sum(Float64Array.from(values)), sum(values.toReversed())]).toEqual([exact, exact]);
      }),
    );
  });
});

describe('a median', () => {
  it('is the middle value, or the mean of the two middle ones; of nothing it is no number', () => {
    expect(median(Float64Array.of(4, 1, 3, 2), NO_GUESS)).toBe(2.5);
    expect(median(Float64Array.of(4, 1, 3), NO_GUESS)).toBe(3);
    expect(median(Float64Array.of(7), NO_GUESS)).toBe(7);
    expect(median(new Float64Array(), { near: 0, within: 1 })).toBeNaN();
  });

  it('is the same for every guess, and leaves its column as it was', () => {
    const guess = fc.record({ near: fc.oneof(fc.integer({ min: -10, max: 60 }), fc.double()), within: fc.oneof(fc.nat(30), fc.double()) });
    const values = fc.oneof(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 }), cents);
    fc.assert(
      fc.property(values, guess, (list, where) => {
        const column = Float64Array.from(list);
        expect(median(column, where)).toBe(sortedMedian(list));
        expect([...column]).toEqual(list);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a count', () => {
  it('above a threshold leaves the threshold out', () => {
    expect(countAbove([1, 2, 3, 3], 2)).toBe(2);
    expect(countAbove([], 0)).toBe(0);
  });

  it('of codes has a place for each', () => {
    expect([...countByCode(Uint8Array.of(2, 0, 2), 4)]).toEqual([1, 0, 2, 0]);
  });
});
