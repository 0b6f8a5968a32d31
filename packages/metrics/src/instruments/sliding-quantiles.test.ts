import { expect, it } from 'vitest';
import { checkQuantileWindow } from './quantile-options.ts';
import type { QuantileWindowOptions } from './quantile-options.ts';
import { SlidingQuantiles } from './sliding-quantiles.ts';

/** Observations that no estimate of 1 % confuses. */
const POWERS = Array.from({ length: 100 }, (_, i) => 2 ** (i / 10));

function quantilesOver(options: QuantileWindowOptions = {}): SlidingQuantiles {
  return new SlidingQuantiles(checkQuantileWindow(options, 'Summary "x"'));
}

function observeAll(quantiles: SlidingQuantiles, values: readonly number[], nowSeconds: number): void {
  for (const value of values) quantiles.observe(value, nowSeconds);
}

it('has no quantiles before there is an observation', () => {
  const quantiles = quantilesOver();
  expect(quantiles.quantiles([0, 0.5, 1], 0)).toEqual([NaN, NaN, NaN]);
  expect(quantiles.quantile(0.5, 1e9)).toBeNaN();
  expect(quantiles.quantiles([], 0)).toEqual([]);
});

it('gives a single observation exactly, whatever the quantile', () => {
  for (const value of [0, 0.1, -0.1, Infinity, -Infinity, Number.MIN_VALUE, -Number.MAX_VALUE]) {
    const quantiles = quantilesOver();
    quantiles.observe(value, 0);
    expect(quantiles.quantiles([0, 0.01, 0.5, 1], 0)).toEqual([value, value, value, value]);
  }
});

it('knows one zero', () => {
  for (const zeros of [[-0], [-0, 0], [0, -0], [-0, -0, -0]]) {
    const quantiles = quantilesOver();
    observeAll(quantiles, zeros, 0);
    expect(quantiles.quantiles([0, 0.5, 1], 0)).toEqual([0, 0, 0]);
  }
});

it('gives equal observations exactly', () => {
  for (const value of [0.1, -0.1, 1, 1e308, Number.MIN_VALUE]) {
    const quantiles = quantilesOver();
    observeAll(quantiles, [value, value, value], 0);
    expect(quantiles.quantiles([0, 0.5, 1], 0)).toEqual([value, value, value]);
  }
});

it('takes the least observation that reaches the quantile, to the last bit of it', () => {
  const quantiles = quantilesOver();
  observeAll(quantiles, POWERS, 0);
  const rankAt = (q: number): number => Math.round(10 * Math.log2(quantiles.quantile(q, 0))) + 1;
  for (let rank = 1; rank < 100; rank++) {
    // The product with 100 is often an integer for several neighbouring quantiles, or none for the right one: 0.07 * 100 > 7.
    const q = rank / 100;
    expect([q * (1 - Number.EPSILON), q, q * (1 + Number.EPSILON)].map(rankAt)).toEqual([rank, rank, rank + 1]);
  }
});

it('takes negative observations in the same order', () => {
  const quantiles = quantilesOver();
  observeAll(quantiles, [...POWERS.map((power) => -power), ...POWERS], 0);
  for (let rank = 1; rank <= 100; rank++) {
    expect(Math.round(10 * Math.log2(-quantiles.quantile(rank / 200, 0)))).toBe(100 - rank);
    expect(Math.round(10 * Math.log2(quantiles.quantile((100 + rank) / 200, 0)))).toBe(rank - 1);
  }
});

it('never gives a number between two distant observations', () => {
  const quantiles = quantilesOver();
  observeAll(quantiles, [1, 1, 9, 9], 0);
  expect(quantiles.quantiles([0.5, 0.501], 0).map(Math.round)).toEqual([1, 9]);
});

it('has no quantile below 0 or above 1', () => {
  const quantiles = quantilesOver();
  quantiles.observe(1, 0);
  for (const q of [-0.01, 1.01, NaN, Infinity]) expect(quantiles.quantile(q, 0)).toBeNaN();
});

// prom-client 15.1.3 gives 48 here: it counts the earlier observations five times.
it('counts every observation of the window once', () => {
  const quantiles = quantilesOver({ maxAgeSeconds: 50, ageBuckets: 5 });
  observeAll(quantiles, Array<number>(100).fill(38), 0);
  observeAll(quantiles, Array<number>(101).fill(100), 49);
  expect(quantiles.quantiles([100 / 201, 0.5], 49).map(Math.round)).toEqual([38, 100]);
});

it('lets observations leave one part of the window at a time', () => {
  const quantiles = quantilesOver({ maxAgeSeconds: 50, ageBuckets: 5 });
  for (const second of [0, 9, 10, 19, 20, 45]) quantiles.observe(second, second);
  const minima = [45, 49, 50, 59, 60, 69, 70, 89, 90, 95].map((now) => quantiles.quantile(0, now));
  expect(minima).toEqual([0, 0, 10, 10, 20, 20, 45, 45, NaN, NaN]);
});

it('forgets everything when time jumps far, also when it does so while observing', () => {
  for (const now of [600 + 120, 1e6, 1e15, 2 ** 60, 1e300]) {
    const quantiles = quantilesOver();
    observeAll(quantiles, [1, 2, 3], 0);
    quantiles.observe(7, now);
    expect(quantiles.quantiles([0, 1], now)).toEqual([7, 7]);
    quantiles.observe(8, now);
    expect(quantiles.quantiles([0, 1], now)).toEqual([7, 8]);
  }
});

it('goes on with the latest time when time goes back', () => {
  const quantiles = quantilesOver({ maxAgeSeconds: 50, ageBuckets: 5 });
  quantiles.observe(1, 100);
  quantiles.observe(2, 60);
  quantiles.observe(3, -1e9);
  expect(quantiles.quantiles([0, 1], 0)).toEqual([1, 3]);
  expect(quantiles.quantiles([0, 1], 149)).toEqual([1, 3]);
  expect(quantiles.quantile(1, 150)).toBeNaN();
});

it.each([NaN, Infinity, -Infinity])('goes on with the latest time when it is told %d', (odd) => {
  const quantiles = quantilesOver();
  quantiles.observe(1, odd);
  expect(quantiles.quantile(0, odd)).toBe(1);
  expect(quantiles.quantile(0, 0)).toBeNaN();
  quantiles.observe(2, 0);
  quantiles.observe(3, odd);
  expect(quantiles.quantiles([0, 1], odd)).toEqual([2, 3]);
  expect(quantiles.quantiles([0, 1], 599)).toEqual([2, 3]);
  expect(quantiles.quantile(0, 600)).toBeNaN();
});

it.each([0.1, 1 / 3, 0.7, 1e-7, 3600])('begins part k of %d seconds at the product of both', (partSeconds) => {
  const wrong = Array.from({ length: 3000 }, (_, i) => (i + 1) * partSeconds).filter((start) => {
    const quantiles = quantilesOver({ maxAgeSeconds: partSeconds, ageBuckets: 1 });
    quantiles.observe(1, start - start * (Number.EPSILON / 2));
    const isGone = Number.isNaN(quantiles.quantile(0, start));
    quantiles.observe(2, start);
    return !isGone || quantiles.quantile(0, start + partSeconds / 2) !== 2;
  });
  expect(wrong).toEqual([]);
});

it('may have a single part, and parts shorter than time is exact', () => {
  const single = quantilesOver({ maxAgeSeconds: 10, ageBuckets: 1 });
  single.observe(1, 5);
  expect([9, 10].map((now) => single.quantile(0.5, now))).toEqual([1, NaN]);
  const short = quantilesOver({ maxAgeSeconds: 1e-9, ageBuckets: 1000 });
  short.observe(1, 1e9);
  expect([1e9, 1e9 + 1].map((now) => short.quantile(0.5, now))).toEqual([1, NaN]);
});

it('estimates what is negligible beside a greater observation as 0, and well again without it', () => {
  const quantiles = quantilesOver({ maxAgeSeconds: 20, ageBuckets: 2 });
  observeAll(quantiles, [-1, 1e300], 0);
  observeAll(quantiles, [1e-9, 1e300], 1);
  observeAll(quantiles, [1e-9, 2e-9, 3e-9], 10);
  expect(quantiles.quantile(2 / 7, 10)).toBe(0);
  expect(quantiles.quantile(2 / 3, 20) / 2e-9).toBeCloseTo(1, 1);
});
