import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BucketSearch } from './bucket-search.ts';
import { DEFAULT_BUCKETS, exponentialBuckets, linearBuckets } from './buckets.ts';

const bits = new DataView(new ArrayBuffer(8));

/** The float64 `steps` after a number, or before it; stops at the infinities. */
function neighbour(value: number, steps: 1 | -1): number {
  if (value === 0) return steps * Number.MIN_VALUE;
  if (!Number.isFinite(value)) return value;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + BigInt(value > 0 ? steps : -steps));
  return bits.getFloat64(0);
}

/** Values on both sides of every bound, and the ends of all kinds of numbers. */
function trialValues(buckets: readonly number[]): number[] {
  const ends = [0, Number.MIN_VALUE, 2 ** -1022, 1, Number.MAX_VALUE, Infinity];
  const around = buckets.flatMap((bound) => [neighbour(bound, -1), bound, neighbour(bound, 1)]);
  const between = buckets.map((bound, i) => bound / 2 + (buckets[i - 1] ?? 0) / 2);
  return [...ends, ...ends.map((end) => -end), ...around, ...between];
}

/** The values whose bucket is not the first with a bound that is not less. */
function misplaced(buckets: readonly number[], values: readonly number[]): number[] {
  const bounds = [...buckets, Infinity];
  const search = new BucketSearch(Float64Array.from(bounds));
  return values.filter((value) => search.find(value) !== bounds.findIndex((bound) => value <= bound));
}

const sorted = (values: readonly number[]): number[] => [...new Set(values.map((value) => value + 0))].toSorted((a, b) => a - b);

const CASES: Record<string, readonly number[]> = {
  'the default bounds': DEFAULT_BUCKETS,
  'one bound': [1],
  'a bound of 0': [0],
  'a bound of -0': [-0, 1],
  'a negative bound': [-1],
  'the least and the greatest bound': [-Number.MAX_VALUE, Number.MAX_VALUE],
  '0 and the least bound after it': [0, Number.MIN_VALUE],
  'the bounds around 0': [-Number.MIN_VALUE, 0, Number.MIN_VALUE],
  'subnormal bounds': [1, 2, 3, 100, 2 ** 33, 2 ** 34, 2 ** 50].map((units) => units * Number.MIN_VALUE),
  'bounds on both sides of 0': linearBuckets(-500, 1, 1001),
  'negative bounds only': linearBuckets(-1000, 1, 900),
  'integers to 1,000': linearBuckets(0, 1, 1001),
  'integers to 100,000': linearBuckets(0, 1, 100_001),
  hundredths: linearBuckets(0.01, 0.01, 300),
  'powers of two': Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074)),
  'an exponential series': exponentialBuckets(1e-6, 1.1, 300),
  'bounds from one end to the other': exponentialBuckets(1e-300, 1e10, 60),
  'integers far from 0': linearBuckets(1e6, 1, 1000),
  'many bounds close together and one far away': [1e-9, ...linearBuckets(1e6, 1, 1000)],
  'many bounds close together and one further': [...linearBuckets(1, 2 ** -40, 1000), 1e9],
  'adjacent bounds': Array.from({ length: 20 }, (_, i) => 1 + i * Number.EPSILON),
  'adjacent bounds and others': [1e-3, 0.5, ...Array.from({ length: 8 }, (_, i) => 1 + i * Number.EPSILON), 2, 1e3],
};

it.each(Object.entries(CASES))('finds the bucket among %s', (_, buckets) => {
  const some = buckets.length > 5000 ? buckets.filter((__, i) => i % 970 === 0) : buckets;
  expect(misplaced(buckets, trialValues(some))).toEqual([]);
});

const bound = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 0.001, max: 100, noNaN: true }),
  fc.integer({ min: -100, max: 1000 }),
  fc.integer({ min: 0, max: 40 }).map((steps) => 1 + steps * Number.EPSILON),
);

it('finds the bucket among any bounds', () => {
  fc.assert(
    fc.property(
      fc.array(bound, { minLength: 1, maxLength: 80 }).map(sorted),
      fc.array(fc.double({ noNaN: true }), { maxLength: 20 }),
      (buckets, values) => {
        expect(misplaced(buckets, [...trialValues(buckets), ...values])).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});
