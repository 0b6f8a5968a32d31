import { MetricsError, quoted } from '../model/errors.ts';
import { MagnitudeBuckets } from './magnitude-buckets.ts';

/** Which observations the quantiles are taken over, and how exactly. */
export interface QuantileWindowOptions {
  /** How long an observation counts at most, in seconds; at least `(ageBuckets - 1) / ageBuckets` of it. Default: 600. */
  readonly maxAgeSeconds?: number | undefined;
  /** Into how many parts the window is divided: observations leave it one part at a time. 1 to 1,000. Default: 5. */
  readonly ageBuckets?: number | undefined;
  /** How far an estimate may be from its quantile, as a share of the quantile. 0.0001 to 0.5. Default: 0.01. */
  readonly relativeAccuracy?: number | undefined;
}

/** Checked options that all series of a family share. */
export interface QuantileWindow {
  readonly maxAgeSeconds: number;
  readonly ageBuckets: number;
  readonly relativeAccuracy: number;
  /** The length of one part of the window. */
  readonly partSeconds: number;
  readonly buckets: MagnitudeBuckets;
}

const DEFAULT_MAX_AGE_SECONDS = 600;
const DEFAULT_AGE_BUCKETS = 5;
const MAX_AGE_BUCKETS = 1000;
const DEFAULT_RELATIVE_ACCURACY = 0.01;
/** Finer buckets would need more bits of the mantissa, and 4,000 of them in every octave. */
const MIN_RELATIVE_ACCURACY = 0.0001;
const MAX_RELATIVE_ACCURACY = 0.5;

/**
 * Checks the quantiles of a summary and returns a frozen copy. None at all are allowed.
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function checkQuantiles(given: unknown, subject: string): readonly number[] {
  if (!Array.isArray(given)) fail(`${subject}: expected quantiles to be a list of numbers from 0 to 1, got ${quoted(given)}.`);
  const quantiles: readonly number[] = Object.freeze([...(given as readonly number[])]);
  const odd = quantiles.findIndex((quantile) => !isBetween(quantile, 0, 1));
  if (odd !== -1) {
    const quantile: unknown = quantiles[odd];
    const remedy = isBetween(quantile, 1, 100) ? ` Write a percentile as a fraction: ${quantile / 100}.` : '';
    fail(`${subject}: expected quantiles from 0 to 1, got ${quoted(quantile)}.${remedy}`);
  }
  if (quantiles.some((quantile, i) => i > 0 && !(quantile > quantiles[i - 1]!))) {
    const sorted = [...new Set(quantiles)].toSorted((a, b) => a - b);
    fail(`${subject}: expected quantiles that rise, got [${quantiles.join(', ')}]. Use [${sorted.join(', ')}].`);
  }
  return quantiles;
}

/**
 * Checks the window of a summary and fills in defaults.
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function checkQuantileWindow(given: QuantileWindowOptions, subject: string): QuantileWindow {
  const { maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS, ageBuckets = DEFAULT_AGE_BUCKETS, relativeAccuracy = DEFAULT_RELATIVE_ACCURACY } = given;
  if (!Number.isInteger(ageBuckets) || !isBetween(ageBuckets, 1, MAX_AGE_BUCKETS)) {
    fail(`${subject}: expected ageBuckets to be an integer from 1 to 1,000, got ${quoted(ageBuckets)}.`);
  }
  if (!Number.isFinite(maxAgeSeconds) || !(maxAgeSeconds / ageBuckets > 0)) {
    fail(`${subject}: expected maxAgeSeconds to be a finite number of seconds > 0, got ${quoted(maxAgeSeconds)}.`);
  }
  if (!isBetween(relativeAccuracy, MIN_RELATIVE_ACCURACY, MAX_RELATIVE_ACCURACY)) {
    fail(`${subject}: expected relativeAccuracy to be from 0.0001 to 0.5, got ${quoted(relativeAccuracy)}.`);
  }
  const buckets = new MagnitudeBuckets(relativeAccuracy);
  return Object.freeze({ maxAgeSeconds, ageBuckets, relativeAccuracy, partSeconds: maxAgeSeconds / ageBuckets, buckets });
}

function isBetween(value: unknown, low: number, high: number): value is number {
  return typeof value === 'number' && value >= low && value <= high;
}

function fail(message: string): never {
  throw new MetricsError('ERR_METRIC_OPTIONS', message);
}
