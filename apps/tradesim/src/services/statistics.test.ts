import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAbove, countByCode, countEqual, maximum, mean, median, minimum, standardDeviation, sum } from './statistics.ts';

const cents = fc.array(fc.integer({ min: -1_000_000_000, max: 1_000_000_000_000 }), { minLength: 1, maxLength: 50 });

describe('a statistic', () => {
  it.each([
    [sum, 10],
    [mean, 2.5],
    [median, 2.5],
    [minimum, 1],
    [maximum, 4],
    [standardDeviation, Math.sqrt(1.25)],
  ])('%o of 4, 1, 3, 2', (statistic, expected) => {
    expect(statistic(Float64Array.of(4, 1, 3, 2))).toBe(expected);
  });

  it.each([mean, median, minimum, maximum, standardDeviation])('%o of nothing is no number', (statistic) => {
    expect(statistic(new Float64Array())).toBeNaN();
  });

  it('of money is exact, and the same whatever the order', () => {
    fc.assert(
      fc.property(cents, (values) => {
        const column = Float64Array.from(values);
        const reversed = Float64Array.from(values.toReversed());
        expect(sum(column)).toBe(Number(values.reduce((total, value) => total + BigInt(value), 0n)));
        for (const statistic of [sum, mean, median, minimum, maximum]) expect(statistic(reversed)).toBe(statistic(column));
        expect(minimum(column)).toBeLessThanOrEqual(median(column));
        expect(median(column)).toBeLessThanOrEqual(maximum(column));
      }),
    );
  });

  it('leaves its column as it was', () => {
    const column = Float64Array.of(3, 1, 2);
    for (const statistic of [sum, mean, median, minimum, maximum, standardDeviation]) statistic(column);
    expect([...column]).toEqual([3, 1, 2]);
  });

  it('has as many values at the median or below as above', () => {
    fc.assert(
      fc.property(cents, (values) => {
        const middle = median(Float64Array.from(values));
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });

  it('of spread is the distance of two values from their middle, and 0 for equal ones', () => {
    expect(standardDeviation([10, 30])).toBe(10);
    expect(standardDeviation([7, 7, 7])).toBe(0);
  });
});

describe('a count', () => {
  it('above a threshold leaves the threshold out', () => {
    expect(countAbove([1, 2, 3, 3], 2)).toBe(2);
    expect(countAbove([], 0)).toBe(0);
  });

  it('of a value or of codes', () => {
    expect(countEqual(Uint8Array.of(0, 1, 0), 0)).toBe(2);
    expect([...countByCode(Uint8Array.of(2, 0, 2), 4)]).toEqual([1, 0, 2, 0]);
  });
});
