import { describe, expect, it } from 'vitest';
import { DEFAULT_BUCKETS, exponentialBuckets, linearBuckets } from './buckets.ts';

const NAN = Number.NaN;

describe('linearBuckets', () => {
  it('returns bounds that are equally far apart', () => {
    expect(linearBuckets(10, 5, 3)).toEqual([10, 15, 20]);
    expect(linearBuckets(-1, 0.5, 4)).toEqual([-1, -0.5, 0, 0.5]);
    expect(linearBuckets(0, 1, 1)).toEqual([0]);
  });

  it.each([
    [[0, 1, 0], 'linearBuckets: expected count to be an integer >= 1, got 0 (number).'],
    [[0, 1, 1.5], 'linearBuckets: expected count to be an integer >= 1, got 1.5 (number).'],
    [[0, 1, '3'], 'linearBuckets: expected count to be an integer >= 1, got "3" (string).'],
    [[0, 0, 3], 'linearBuckets: expected a finite start and a width > 0, got 0 (number) and 0 (number).'],
    [[0, -1, 3], 'linearBuckets: expected a finite start and a width > 0, got 0 (number) and -1 (number).'],
    [[0, NAN, 3], 'linearBuckets: expected a finite start and a width > 0, got 0 (number) and NaN (number).'],
    [[0, Infinity, 3], 'linearBuckets: expected a finite start and a width > 0, got 0 (number) and Infinity (number).'],
    [[0, '1', 3], 'linearBuckets: expected a finite start and a width > 0, got 0 (number) and "1" (string).'],
    [[NAN, 1, 3], 'linearBuckets: expected a finite start and a width > 0, got NaN (number) and 1 (number).'],
  ])('refuses %j', (given, message) => {
    expect(() => linearBuckets(...(given as [number, number, number]))).toThrow(expect.objectContaining({ code: 'ERR_BUCKETS', message }));
  });
});

describe('exponentialBuckets', () => {
  it('returns bounds that grow by a factor', () => {
    expect(exponentialBuckets(1, 2, 4)).toEqual([1, 2, 4, 8]);
    expect(exponentialBuckets(0.5, 1.5, 3)).toEqual([0.5, 0.75, 1.125]);
  });

  it.each([
    [[1, 2, 0], 'exponentialBuckets: expected count to be an integer >= 1, got 0 (number).'],
    [[1, 2, NAN], 'exponentialBuckets: expected count to be an integer >= 1, got NaN (number).'],
    [[0, 2, 3], 'exponentialBuckets: expected a start > 0 and a factor > 1, got 0 (number) and 2 (number).'],
    [[-1, 2, 3], 'exponentialBuckets: expected a start > 0 and a factor > 1, got -1 (number) and 2 (number).'],
    [[1, 1, 3], 'exponentialBuckets: expected a start > 0 and a factor > 1, got 1 (number) and 1 (number).'],
    [[1, Infinity, 3], 'exponentialBuckets: expected a start > 0 and a factor > 1, got 1 (number) and Infinity (number).'],
    [['1', 2, 3], 'exponentialBuckets: expected a start > 0 and a factor > 1, got "1" (string) and 2 (number).'],
  ])('refuses %j', (given, message) => {
    expect(() => exponentialBuckets(...(given as [number, number, number]))).toThrow(
      expect.objectContaining({ code: 'ERR_BUCKETS', message }),
    );
  });
});

describe('DEFAULT_BUCKETS', () => {
  it('are those of Prometheus, and cannot be changed', () => {
    expect(DEFAULT_BUCKETS).toEqual([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);
    expect(() => (DEFAULT_BUCKETS as number[]).push(20)).toThrow(TypeError);
  });
});
