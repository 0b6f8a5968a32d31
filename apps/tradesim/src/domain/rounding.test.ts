import { describe, expect, it } from 'vitest';
import { halfUp, linePriceCents, shareRoundedUp } from './rounding.ts';

describe('halfUp', () => {
  it.each([
    [0, 0],
    [0.49, 0],
    [0.5, 1],
    [2.5, 3],
    [3.4999, 3],
    [1e15, 1e15],
  ])('rounds %s to %s', (cents, rounded) => {
    expect(halfUp(cents)).toBe(rounded);
  });
});

describe('linePriceCents', () => {
  it.each([
    { price: 1_000, factor: 0.9, expected: 900 },
    { price: 1_001, factor: 1.5, expected: 1_502 },
    { price: 10, factor: 0.04, expected: 1 },
    { price: 10, factor: -2, expected: 1 },
  ])('prices $price at factor $factor as $expected', ({ price, factor, expected }) => {
    expect(linePriceCents(price, factor)).toBe(expected);
  });
});

describe('shareRoundedUp', () => {
  it.each([
    { share: 0.2, count: 0, expected: 0 },
    { share: 0.2, count: 1, expected: 1 },
    { share: 0.2, count: 5, expected: 1 },
    { share: 0.2, count: 6, expected: 2 },
    { share: 0.07, count: 100, expected: 7 },
    { share: 1, count: 12, expected: 12 },
    { share: 0, count: 12, expected: 0 },
  ])('takes $expected of $count at a share of $share', ({ share, count, expected }) => {
    expect(shareRoundedUp(share, count)).toBe(expected);
  });
});
