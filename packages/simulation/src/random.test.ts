import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox.ts';
import { RandomStream } from './random.ts';

/** 32-bit FNV-1a of "a", from the test vectors of its authors. */
const HASH_OF_A = 0xe40c292c;

function words(stream: RandomStream, count: number): number[] {
  return Array.from({ length: count }, () => stream.uint32());
}

/** Pearson's chi-square of `draws` values against a uniform distribution over 0 … `buckets` - 1. */
function chiSquare(draw: () => number, buckets: number, draws: number): number {
  const counts = new Float64Array(buckets);
  for (let index = 0; index < draws; index += 1) counts[draw()]! += 1;
  const expected = draws / buckets;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe('RandomStream', () => {
  it('draws the words of Philox under (seed, hash of the purpose) at (block, entity, turn)', () => {
    const block = new Uint32Array(4);
    const expected: number[] = [];
    for (const number of [0, 1, 2]) {
      philox4x32(Uint32Array.of(number, 5, 9, 0), Uint32Array.of(123, HASH_OF_A), block);
      expected.push(...block);
    }
    expect(words(new RandomStream(123, 'a').at(9, 5), 12)).toEqual(expected);
  });

  it('takes the upper bits of a turn beyond 2^32 into account', () => {
    const stream = new RandomStream(1, 'turns');
    expect(words(stream.at(2 ** 32 + 7, 0), 4)).not.toEqual(words(stream.at(7, 0), 4));
    expect(words(stream.at(2 ** 32 + 7, 0), 4)).toEqual(words(stream.at(2 ** 32 + 7, 0), 4));
  });

  it('draws the same at the same position, whatever was drawn before', () => {
    const position = fc.record({ turn: fc.nat(), entity: fc.nat(), draws: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(position), position, (before, { turn, entity }) => {
        const used = new RandomStream(7, 'test');
        for (const earlier of before) words(used.at(earlier.turn, earlier.entity), earlier.draws);
        expect(words(used.at(turn, entity), 9)).toEqual(words(new RandomStream(7, 'test').at(turn, entity), 9));
      }),
    );
  });

  it('draws differently for another seed, purpose, turn or entity', () => {
    const draws = [
      new RandomStream(1, 'a').at(1, 1),
      new RandomStream(2, 'a').at(1, 1),
      new RandomStream(1, 'b').at(1, 1),
      new RandomStream(1, 'a').at(2, 1),
      new RandomStream(1, 'a').at(1, 2),
    ].map((stream) => words(stream, 4).join());
    expect(new Set(draws).size).toBe(draws.length);
  });

  it.each([-1, 2 ** 32, 0.5, Number.NaN])('refuses the seed %s', (seed) => {
    expect(() => new RandomStream(seed, 'act')).toThrow(
      `Random stream "act": expected a seed that is an integer 0 … 4294967295, got ${seed} (number).`,
    );
  });
});

describe('RandomStream.integer', () => {
  it('stays within its ends', () => {
    const end = fc.oneof(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -(2 ** 52), max: 2 ** 52 - 1 }));
    fc.assert(
      fc.property(end, end, fc.nat(), (a, b, turn) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const drawn = new RandomStream(3, 'range').at(turn, 0).integer(min, max);
        expect(Number.isSafeInteger(drawn) && drawn >= min && drawn <= max).toBe(true);
      }),
    );
  });

  it('reaches each value equally often', () => {
    const stream = new RandomStream(11, 'dice').at(0, 0);
    const draw = (): number => stream.integer(1, 6) - 1;
    // The 99.9 % quantile of chi-square with 5 degrees of freedom.
    expect(chiSquare(draw, 6, 120_000)).toBeLessThan(20.5);
  });

  it('has no bias where the range does not divide 2^32', () => {
    const stream = new RandomStream(12, 'bias').at(0, 0);
    // Without rejection every third value of this range would come twice as often as the others.
    const draw = (): number => stream.integer(0, 3 * 2 ** 30 - 1) % 3;
    // The 99.9 % quantile of chi-square with 2 degrees of freedom.
    expect(chiSquare(draw, 3, 30_000)).toBeLessThan(13.8);
  });

  it('has no bias in a range of more than 2^32 values', () => {
    const stream = new RandomStream(13, 'wide').at(0, 0);
    const values = 5 * 2 ** 40;
    const draw = (): number => Math.floor(stream.integer(0, values - 1) / 2 ** 40);
    // The 99.9 % quantile of chi-square with 4 degrees of freedom.
    expect(chiSquare(draw, 5, 30_000)).toBeLessThan(18.5);
  });

  it('draws any word from the full range of 2^32 values', () => {
    const stream = new RandomStream(5, 'full');
    expect(stream.at(1, 1).integer(0, 2 ** 32 - 1)).toBe(stream.at(1, 1).uint32());
  });

  it.each([
    [2, 1],
    [0.5, 2],
    [0, Number.NaN],
    [0, Infinity],
    [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('refuses %s … %s', (min, max) => {
    expect(() => new RandomStream(1, 'range').integer(min, max)).toThrow(
      `Random integer: expected safe integers min <= max, got ${min} … ${max}`,
    );
  });
});

describe('RandomStream.uniform and chance', () => {
  it('draws floats evenly within the ends', () => {
    const stream = new RandomStream(21, 'uniform').at(0, 0);
    const draw = (): number => Math.floor((stream.uniform(-1, 3) + 1) * 2.5);
    // The 99.9 % quantile of chi-square with 9 degrees of freedom.
    expect(chiSquare(draw, 10, 100_000)).toBeLessThan(27.9);
  });

  it('uses 53 random bits, also across two blocks', () => {
    const stream = new RandomStream(22, 'bits');
    for (const skipped of [0, 1, 2, 3, 4]) {
      const [high, low] = words(stream.at(0, 0), skipped + 2).slice(skipped);
      words(stream.at(0, 0), skipped);
      expect(stream.uniform(0, 1)).toBe(((high! >>> 5) * 2 ** 26 + (low! >>> 6)) / 2 ** 53);
    }
  });

  it('is true as often as the probability says', () => {
    const stream = new RandomStream(23, 'chance').at(0, 0);
    let hits = 0;
    for (let index = 0; index < 100_000; index += 1) if (stream.chance(0.3)) hits += 1;
    // Four standard deviations of the binomial distribution.
    expect(Math.abs(hits - 30_000)).toBeLessThan(4 * Math.sqrt(100_000 * 0.3 * 0.7));
  });

  it('is never true at 0 and always at 1', () => {
    const stream = new RandomStream(24, 'chance').at(0, 0);
    const drawn = Array.from({ length: 1_000 }, () => [stream.chance(0), stream.chance(1)]);
    expect(drawn.every(([never, always]) => !never && always)).toBe(true);
  });
});
