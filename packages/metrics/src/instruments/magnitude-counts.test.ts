import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GROUP_BUCKETS, MagnitudeCounts } from './magnitude-counts.ts';

const PER_OCTAVE = 38;

/** What the counts hold: `[bucket, count]` of those that are not 0, in rising order. */
function read(counts: MagnitudeCounts): [number, number][] {
  const found: [number, number][] = [];
  for (let group = counts.firstGroup; group < counts.endGroup; group++) {
    const sums = new Float64Array(GROUP_BUCKETS);
    counts.addGroupTo(sums, group);
    expect(counts.groupCount(group)).toBe(sums.reduce((sum, count) => sum + count, 0));
    sums.forEach((count, i) => count > 0 && found.push([group * GROUP_BUCKETS + i, count]));
  }
  return found;
}

function countsOf(buckets: readonly number[]): MagnitudeCounts {
  const counts = new MagnitudeCounts({ perOctave: PER_OCTAVE });
  for (const bucket of buckets) counts.add(bucket);
  return counts;
}

const nearby = fc.integer({ min: -60, max: 2000 });
const anywhere = fc.integer({ min: -2000, max: 80_000 });

it('counts as a Map does, where the range is small', () => {
  fc.assert(
    fc.property(fc.array(nearby), (buckets) => {
      const model = new Map<number, number>();
      for (const bucket of buckets) model.set(bucket, (model.get(bucket) ?? 0) + 1);
      const counts = countsOf(buckets);
      expect(read(counts)).toEqual([...model].toSorted(([a], [b]) => a - b));
      expect(counts.negligible).toBe(0);
    }),
  );
});

it('keeps 63 octaves below the greatest, and counts the rest', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(nearby, anywhere), { minLength: 1 }), (buckets) => {
      const counts = countsOf(buckets);
      const kept = read(counts);
      expect(kept.reduce((sum, [, count]) => sum + count, 0) + counts.negligible).toBe(buckets.length);
      const limit = Math.max(...buckets) - 63 * PER_OCTAVE;
      const notKept = buckets.filter((bucket) => !kept.some(([each]) => each === bucket));
      expect(notKept.filter((bucket) => bucket >= limit)).toEqual([]);
    }),
  );
});

it('keeps 63 octaves and little more, wherever groups begin', () => {
  for (let greatest = 0; greatest < 2 * GROUP_BUCKETS; greatest++) {
    const lowest = greatest - 63 * PER_OCTAVE;
    expect(countsOf([greatest, lowest]).negligible).toBe(0);
    expect(countsOf([lowest, greatest]).negligible).toBe(0);
    expect(countsOf([lowest - 2 * GROUP_BUCKETS, greatest]).negligible).toBe(1);
  }
});

it('does not depend on the order of the numbers', () => {
  const shuffled = fc
    .array(fc.oneof(nearby, anywhere))
    .chain((buckets) => fc.tuple(fc.constant(buckets), fc.shuffledSubarray(buckets, { minLength: buckets.length })));
  fc.assert(
    fc.property(shuffled, ([buckets, others]) => {
      const [one, other] = [countsOf(buckets), countsOf(others)];
      expect(read(one)).toEqual(read(other));
      expect(one.negligible).toBe(other.negligible);
    }),
  );
});

it('holds no more than 77 groups, whatever it counts', () => {
  fc.assert(
    fc.property(fc.array(anywhere), (buckets) => {
      const counts = countsOf(buckets);
      expect(counts.endGroup - counts.firstGroup).toBeLessThanOrEqual(77);
    }),
  );
});

it('goes on counting where 16 bits end', () => {
  const counts = countsOf([100, 2000]);
  for (let i = 0; i < 200_000; i++) counts.add(i % 2 === 0 ? 100 : 70);
  for (let i = 0; i < 70_000; i++) counts.add(2000);
  counts.add(0);
  expect(read(counts)).toEqual([
    [0, 1],
    [70, 100_000],
    [100, 100_001],
    [2000, 70_001],
  ]);
  counts.add(10_000);
  expect(read(counts)).toEqual([[10_000, 1]]);
  expect(counts.negligible).toBe(270_003);
});

it('takes no array before there is a number', () => {
  expect(new MagnitudeCounts({ perOctave: PER_OCTAVE })).toMatchObject({ firstGroup: 0, endGroup: 0, negligible: 0 });
});
