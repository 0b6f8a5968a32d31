import type { InstrumentFactory } from '../../instruments/factory.ts';
import type { Clock } from '../../model/clock.ts';
import { MetricsError, quoted } from '../../model/errors.ts';
import { subjectOf } from './question.ts';
import type { Question } from './question.ts';

export const DEFAULT_MAX_ENTRIES = 1000;
export const DEFAULT_TIMEOUT_SECONDS = 10;

/** What a cache is called, how much it keeps and where it tells of itself. */
export interface CacheOptions {
  /** Tells caches apart, in metrics and errors. Caches of one name and prefix add up in the metrics. Must not be empty. */
  readonly name: string;
  /** Where the cache's metrics of itself are exposed: a Registry. */
  readonly factory: InstrumentFactory;
  /** Prefix of these metrics, for example `shop`. */
  readonly prefix: string;
  /** Most answers that are kept, those that are being loaded included; the one not used for the longest time goes. Minimum: 1. Default: 1,000. */
  readonly maxEntries?: number;
  /** Where ages come from; only `monotonic` is used. Default: systemClock. */
  readonly clock?: Pick<Clock, 'monotonic'>;
  /** Called when a refresh in the background has failed, for which nobody waits; what it throws is ignored. Default: nothing. */
  readonly onError?: (error: MetricsError) => void;
}

/** How long a computed answer may be kept. */
export interface CacheGetOptions {
  /**
   * How old an answer may be, from when its computation began: for what depends on more than was read. Of two askers of one
   * key the shorter counts. A finite number > 0. Default: any age, as long as no source changes.
   */
  readonly ttlSeconds?: number;
}

/** How long a loaded answer may be kept, and how long a load may take. */
export interface CacheLoadOptions extends CacheGetOptions {
  /**
   * How long past `ttlSeconds` an answer whose sources have not changed is still given, while a new one is loaded in the
   * background. A finite number >= 0. Default: 0.
   */
  readonly staleSeconds?: number;
  /** How long a load may take before it is given up. A finite number > 0, at most 24 days count. Default: 10. */
  readonly timeoutSeconds?: number;
}

/** @throws {MetricsError} ERR_METRIC_OPTIONS */
export function checkCacheOptions({ name, maxEntries = DEFAULT_MAX_ENTRIES }: CacheOptions): void {
  if (typeof name !== 'string' || name === '')
    throw wrong('Cache', 'name to be a string that is not empty', name, 'It tells caches apart in metrics and errors.');
  if (!Number.isInteger(maxEntries) || maxEntries < 1)
    throw wrong(
      `Cache ${JSON.stringify(name)}`,
      'maxEntries to be an integer >= 1',
      maxEntries,
      'To keep nothing, compute without a cache.',
    );
}

/** @throws {MetricsError} ERR_METRIC_OPTIONS */
export function checkKey(key: unknown, cacheName: string): void {
  if (typeof key === 'string') return;
  const remedy = 'Of several parts make one key by JSON.stringify([...]), which keeps them apart.';
  throw wrong(`Cache ${JSON.stringify(cacheName)}`, 'the key to be a string', key, remedy);
}

/** @throws {MetricsError} ERR_METRIC_OPTIONS */
export function checkTtl(ttlSeconds: number | undefined, question: Question): void {
  if (ttlSeconds === undefined || isPositive(ttlSeconds)) return;
  throw wrong(
    subjectOf(question),
    'ttlSeconds to be a finite number > 0',
    ttlSeconds,
    'Leave it out where the sources alone say how long the answer holds.',
  );
}

/** @throws {MetricsError} ERR_METRIC_OPTIONS */
export function checkLoadOptions({ ttlSeconds, staleSeconds, timeoutSeconds }: CacheLoadOptions, question: Question): void {
  checkTtl(ttlSeconds, question);
  if (staleSeconds !== undefined && staleSeconds !== 0 && !isPositive(staleSeconds))
    throw wrong(subjectOf(question), 'staleSeconds to be a finite number >= 0', staleSeconds, '0 gives no answer that has expired.');
  if (staleSeconds !== undefined && ttlSeconds === undefined)
    throw wrong(
      subjectOf(question),
      'ttlSeconds with staleSeconds',
      ttlSeconds,
      'An answer without it never expires, and one whose sources have changed is never given.',
    );
  if (timeoutSeconds !== undefined && !isPositive(timeoutSeconds))
    throw wrong(
      subjectOf(question),
      'timeoutSeconds to be a finite number > 0',
      timeoutSeconds,
      'A load without an end would block its key.',
    );
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < Infinity;
}

function wrong(subject: string, expected: string, value: unknown, remedy: string): MetricsError {
  return new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected ${expected}, got ${quoted(value)}. ${remedy}`);
}
