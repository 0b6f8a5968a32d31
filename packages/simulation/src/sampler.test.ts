import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from './random.ts';
import { Sampler } from './sampler.ts';

describe('Sampler', () => {
  it('draws different integers within its size, in ascending order', () => {
    const request = fc.integer({ min: 1, max: 50 }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size), fc.nat()));
    fc.assert(
      fc.property(request, ([size, count, turn]) => {
        const drawn = [...new Sampler(size).sample(new RandomStream(1, 'sample').at(turn, 0), count)];
        expect(drawn).toEqual([...new Set(drawn)].toSorted((a, b) => a - b));
        expect(drawn).toHaveLength(count);
        expect(drawn.every((item) => item >= 0 && item < size)).toBe(true);
      }),
    );
  });

  it('draws the same from the same position, whatever it drew before', () => {
    const stream = new RandomStream(2, 'sample');
    const used = new Sampler(20);
    used.sample(stream.at(0, 0), 13);
    expect(used.sample(stream.at(1, 0), 5)).toEqual(new Sampler(20).sample(stream.at(1, 0), 5));
  });

  it('draws each sample equally often', () => {
    const stream = new RandomStream(3, 'sample').at(0, 0);
    const sampler = new Sampler(4);
    const counts = new Map<string, number>();
    for (let index = 0; index < 12_000; index += 1) {
      const pair = sampler.sample(stream, 2).join();
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 2_000) ** 2 / 2_000, 0);
    expect([...counts.keys()].toSorted()).toEqual(['0,1', '0,2', '0,3', '1,2', '1,3', '2,3']);
    // The 99.9 % quantile of chi-square with 5 degrees of freedom.
    expect(chiSquare).toBeLessThan(20.5);
  });

  it.each([-1, 4, 1.5])('refuses a sample of %s of 3', (count) => {
    expect(() => new Sampler(3).sample(new RandomStream(1, 'sample'), count)).toThrow(
      `Sample: expected a count that is an integer 0 … 3, got ${count} (number). Ask for at most as many as there are.`,
    );
  });
});
