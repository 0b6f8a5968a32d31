import { MetricsError, quoted } from '../model/errors.ts';

/**
 * Upper bounds in seconds that suit the latency of a network service: Prometheus' own default.
 * @example
 * [...DEFAULT_BUCKETS, 30, 60].length // => 13
 */
export const DEFAULT_BUCKETS: readonly number[] = Object.freeze([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);

/**
 * Returns `count` bounds, `width` apart, beginning with `start`.
 * @throws {MetricsError} ERR_BUCKETS unless `start` is finite, `width` > 0 and `count` is an integer >= 1.
 * @example linearBuckets(10, 5, 3) // => [10, 15, 20]
 */
export function linearBuckets(start: number, width: number, count: number): number[] {
  checkCount(count, 'linearBuckets');
  if (!Number.isFinite(start) || !Number.isFinite(width) || width <= 0) {
    throw new MetricsError(
      'ERR_BUCKETS',
      `linearBuckets: expected a finite start and a width > 0, got ${quoted(start)} and ${quoted(width)}.`,
    );
  }
  return Array.from({ length: count }, (_, i) => start + i * width);
}

/**
 * Returns `count` bounds beginning with `start`, each `factor` times the one before.
 * @throws {MetricsError} ERR_BUCKETS unless `start` > 0, `factor` > 1 and `count` is an integer >= 1.
 * @example exponentialBuckets(1, 2, 4) // => [1, 2, 4, 8]
 */
export function exponentialBuckets(start: number, factor: number, count: number): number[] {
  checkCount(count, 'exponentialBuckets');
  if (!Number.isFinite(start) || start <= 0 || !Number.isFinite(factor) || factor <= 1) {
    throw new MetricsError(
      'ERR_BUCKETS',
      `exponentialBuckets: expected a start > 0 and a factor > 1, got ${quoted(start)} and ${quoted(factor)}.`,
    );
  }
  return Array.from({ length: count }, (_, i) => start * factor ** i);
}

/**
 * Checks the bounds of a histogram and returns a frozen copy.
 * @throws {MetricsError} ERR_BUCKETS
 */
export function checkBuckets(given: unknown, subject: string): readonly number[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new MetricsError('ERR_BUCKETS', `${subject}: expected buckets to be a list of at least one upper bound, got ${quoted(given)}.`);
  }
  const buckets: readonly number[] = Object.freeze([...(given as readonly number[])]);
  const odd = buckets.findIndex((bound) => !Number.isFinite(bound));
  if (odd !== -1) {
    throw new MetricsError('ERR_BUCKETS', `${subject}: expected finite bounds, got ${quoted(buckets[odd])}. Leave +Inf out: it is added.`);
  }
  if (buckets.some((bound, i) => i > 0 && !(bound > buckets[i - 1]!))) {
    const sorted = [...new Set(buckets)].toSorted((a, b) => a - b);
    throw new MetricsError(
      'ERR_BUCKETS',
      `${subject}: expected bounds that rise, got [${buckets.join(', ')}]. Use [${sorted.join(', ')}].`,
    );
  }
  return buckets;
}

function checkCount(count: number, subject: string): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new MetricsError('ERR_BUCKETS', `${subject}: expected count to be an integer >= 1, got ${quoted(count)}.`);
  }
}
