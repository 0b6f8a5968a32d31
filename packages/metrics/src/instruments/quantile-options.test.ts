import { describe, expect, it } from 'vitest';
import { checkQuantileWindow, checkQuantiles } from './quantile-options.ts';

const SUBJECT = 'Summary "request_seconds"';
const failure = (message: string): unknown => expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message: `${SUBJECT}: ${message}` });

describe('checkQuantiles', () => {
  it('returns a frozen copy', () => {
    const given = [0, 0.5, 0.99, 1];
    const quantiles = checkQuantiles(given, SUBJECT);
    given.push(2);
    expect(quantiles).toEqual([0, 0.5, 0.99, 1]);
    expect(Object.isFrozen(quantiles)).toBe(true);
    expect(checkQuantiles([], SUBJECT)).toEqual([]);
  });

  it.each([
    [undefined, 'expected quantiles to be a list of numbers from 0 to 1, got undefined.'],
    [null, 'expected quantiles to be a list of numbers from 0 to 1, got null.'],
    [0.5, 'expected quantiles to be a list of numbers from 0 to 1, got 0.5 (number).'],
    [{ 0.5: 0.05 }, 'expected quantiles to be a list of numbers from 0 to 1, got {"0.5":0.05} (object).'],
    [[0.5, 99], 'expected quantiles from 0 to 1, got 99 (number). Write a percentile as a fraction: 0.99.'],
    [[0.5, 2], 'expected quantiles from 0 to 1, got 2 (number). Write a percentile as a fraction: 0.02.'],
    [[-0.1, 0.5], 'expected quantiles from 0 to 1, got -0.1 (number).'],
    [[1000], 'expected quantiles from 0 to 1, got 1000 (number).'],
    [[0.5, NaN], 'expected quantiles from 0 to 1, got NaN (number).'],
    [['0.5'], 'expected quantiles from 0 to 1, got "0.5" (string).'],
    // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tried
    [[0.5, , 0.9], 'expected quantiles from 0 to 1, got undefined.'],
    [[0.9, 0.5, 0.9], 'expected quantiles that rise, got [0.9, 0.5, 0.9]. Use [0.5, 0.9].'],
    [[-0, 0], 'expected quantiles that rise, got [0, 0]. Use [0].'],
  ])('refuses %j', (given: unknown, message) => {
    expect(() => checkQuantiles(given, SUBJECT)).toThrow(failure(message));
  });
});

describe('checkQuantileWindow', () => {
  it('defaults to ten minutes in five parts, and to 1 %', () => {
    expect(checkQuantileWindow({}, SUBJECT)).toMatchObject({
      maxAgeSeconds: 600,
      ageBuckets: 5,
      partSeconds: 120,
      relativeAccuracy: 0.01,
      buckets: { perOctave: 38 },
    });
  });

  it('takes what is given', () => {
    const window = checkQuantileWindow({ maxAgeSeconds: 60, ageBuckets: 3, relativeAccuracy: 0.5 }, SUBJECT);
    expect(window).toMatchObject({ maxAgeSeconds: 60, ageBuckets: 3, partSeconds: 20, relativeAccuracy: 0.5, buckets: { perOctave: 1 } });
    expect(Object.isFrozen(window)).toBe(true);
  });

  const seconds = 'expected maxAgeSeconds to be a finite number of seconds > 0';
  const count = 'expected ageBuckets to be an integer from 1 to 1,000';
  const accuracy = 'expected relativeAccuracy to be from 0.0001 to 0.5';

  it.each([
    [{ maxAgeSeconds: 0 }, `${seconds}, got 0 (number).`],
    [{ maxAgeSeconds: -1 }, `${seconds}, got -1 (number).`],
    [{ maxAgeSeconds: Infinity }, `${seconds}, got Infinity (number).`],
    [{ maxAgeSeconds: NaN }, `${seconds}, got NaN (number).`],
    [{ maxAgeSeconds: '600' }, `${seconds}, got "600" (string).`],
    [{ maxAgeSeconds: null }, `${seconds}, got null.`],
    [{ maxAgeSeconds: Number.MIN_VALUE }, `${seconds}, got 5e-324 (number).`],
    [{ ageBuckets: 0 }, `${count}, got 0 (number).`],
    [{ ageBuckets: 2.5 }, `${count}, got 2.5 (number).`],
    [{ ageBuckets: 1001 }, `${count}, got 1001 (number).`],
    [{ ageBuckets: NaN }, `${count}, got NaN (number).`],
    [{ ageBuckets: '5' }, `${count}, got "5" (string).`],
    [{ relativeAccuracy: 0 }, `${accuracy}, got 0 (number).`],
    [{ relativeAccuracy: 0.00009 }, `${accuracy}, got 0.00009 (number).`],
    [{ relativeAccuracy: 0.51 }, `${accuracy}, got 0.51 (number).`],
    [{ relativeAccuracy: NaN }, `${accuracy}, got NaN (number).`],
    [{ relativeAccuracy: '0.01' }, `${accuracy}, got "0.01" (string).`],
  ])('refuses %j', (given, message) => {
    expect(() => checkQuantileWindow(given as object, SUBJECT)).toThrow(failure(message));
  });
});
