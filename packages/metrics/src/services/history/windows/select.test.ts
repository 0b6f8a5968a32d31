import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { select } from './select.ts';

const duplicates = fc.integer({ min: -3, max: 3 });
const anyValue = fc.double({ noNaN: true });
const sample = fc.constantFrom(duplicates, anyValue).chain((value) => fc.array(value, { minLength: 1, maxLength: 300 }));

/** How often values are read, of a typed array that counts. */
function readsOf(values: Float64Array, k: number): number {
  let reads = 0;
  const counting = new Proxy(values, {
    get: (target, key) => {
      reads++;
      return Reflect.get(target, key) as unknown;
    },
  });
  select(counting, values.length, k);
  return reads;
}

it('puts the value of a rank in its place, the less before it and the greater after it', () => {
  fc.assert(
    fc.property(sample, fc.nat(), (list, nat) => {
      const k = nat % list.length;
      const values = Float64Array.from(list);
      select(values, list.length, k);
      const wanted = Float64Array.from(list).sort()[k]!;
      const isInPlace = (value: number, i: number): boolean => (i < k ? value <= wanted : value >= wanted);
      expect(values[k] === wanted).toBe(true);
      expect(values.every(isInPlace)).toBe(true);
      expect(values.slice().sort()).toEqual(Float64Array.from(list).sort());
    }),
    { seed: 3, numRuns: 1000 },
  );
});

it('leaves what is behind the length as it is', () => {
  const values = Float64Array.from({ length: 100 }, (_, i) => 99 - i);
  select(values, 60, 30);
  expect(values[30]).toBe(70);
  expect([...values.subarray(60)]).toEqual(Array.from({ length: 40 }, (_, i) => 39 - i));
});

describe('takes time in proportion to the length', () => {
  const LENGTH = 4096;
  it.each<[string, (i: number) => number]>([
    ['sorted', (i) => i],
    ['reversed', (i) => -i],
    ['equal', () => 1],
    ['of two kinds', (i) => i % 2],
    ['of few kinds', (i) => (i * 7) % 5],
    ['like an organ pipe', (i) => Math.min(i, LENGTH - i)],
    ['like a valley', (i) => Math.max(i, LENGTH - i)],
    ...[2, 3, 8, 13, 55, 256, 1024].map((teeth): [string, (i: number) => number] => [
      `like a saw of ${teeth} teeth`,
      (i) => (i * teeth) % LENGTH,
    ]),
    ['sorted but for the last', (i) => (i === LENGTH - 1 ? -1 : i)],
    ['sorted in two halves', (i) => (i % 2 === 0 ? i : LENGTH - i)],
    ['in no order', (i) => Math.imul(i, 0x9e37_79b1) >>> 8],
  ])('for values that are %s', (_, value) => {
    for (const share of [0, 0.1, 0.5, 0.9, 1]) {
      const values = Float64Array.from({ length: LENGTH }, (__, i) => value(i));
      expect(readsOf(values, Math.floor(share * (LENGTH - 1)))).toBeLessThan(12 * LENGTH);
    }
  });
});
