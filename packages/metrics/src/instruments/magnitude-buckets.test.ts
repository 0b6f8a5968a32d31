import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MagnitudeBuckets } from './magnitude-buckets.ts';

const positive = fc.double({ min: 0, minExcluded: true, max: Number.MAX_VALUE, noNaN: true });
const normal = fc.double({ min: 2 ** -1022, max: Number.MAX_VALUE, noNaN: true });

const accuracies = [0.0001, 0.001, 0.01, 0.02, 0.1, 0.5];

describe.each(accuracies)('buckets of relative accuracy %d', (relativeAccuracy) => {
  const buckets = new MagnitudeBuckets(relativeAccuracy);

  it('estimate every normal number that well', () => {
    fc.assert(
      fc.property(normal, (value) => {
        const error = Math.abs(buckets.estimate(buckets.bucketOf(value)) - value);
        expect(error / value).toBeLessThanOrEqual(relativeAccuracy);
      }),
    );
  });

  it('estimate numbers beside every power of two that well', () => {
    for (let exponent = -1022; exponent < 1024; exponent++) {
      const power = 2 ** exponent;
      for (const value of [power, power * (1 + Number.EPSILON), power * (2 - Number.EPSILON)]) {
        const error = Math.abs(buckets.estimate(buckets.bucketOf(value)) - value);
        if (!(error / value <= relativeAccuracy)) expect.fail(`${value} is off by ${error}`);
      }
    }
    expect(buckets.estimate(buckets.bucketOf(Number.MAX_VALUE))).toBeLessThan(Infinity);
  });

  it('rise with their numbers', () => {
    fc.assert(
      fc.property(positive, positive, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(buckets.bucketOf(low)).toBeLessThanOrEqual(buckets.bucketOf(high));
      }),
    );
  });

  it('go on below normal numbers, alike in every octave', () => {
    for (let exponent = -1074; exponent < 1023; exponent++) {
      expect(buckets.bucketOf(2 ** (exponent + 1)) - buckets.bucketOf(2 ** exponent)).toBe(buckets.perOctave);
    }
  });
});

it('needs at most a tenth more buckets than a geometric series', () => {
  const counts = accuracies.map((relativeAccuracy) => new MagnitudeBuckets(relativeAccuracy).perOctave);
  expect(counts).toEqual([3765, 375, 38, 19, 4, 1]);
  accuracies.slice(0, 3).forEach((relativeAccuracy, i) => {
    const geometric = Math.LN2 / Math.log((1 + relativeAccuracy) / (1 - relativeAccuracy));
    expect(counts[i]! / geometric).toBeLessThan(1.1);
  });
});

it('estimates subnormal numbers that well, and rounds', () => {
  const buckets = new MagnitudeBuckets(0.01);
  for (let units = 1; units < 5000; units++) {
    const estimate = buckets.estimate(buckets.bucketOf(units * Number.MIN_VALUE)) / Number.MIN_VALUE;
    expect(Math.abs(estimate - units)).toBeLessThanOrEqual(0.01 * units + 0.5);
  }
});
