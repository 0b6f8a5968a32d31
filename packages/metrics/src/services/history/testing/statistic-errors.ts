/** How far statistics are from their exact values, as multiples of the error that is allowed to them. */
import type { SeriesHistory } from '../series-history.ts';
import { exactCorrelation, exactEma, exactMean, exactQuantile, exactSlope, exactSum, exactVariance } from './exact-statistics.ts';

/** What a rounding to float64 changes at most, relative to the number. */
export const ROUNDING: number = 2 ** -53;

/** The newest turns, the oldest first: what is kept of the series, the times in seconds, another series. */
export interface ExactWindow {
  readonly values: readonly number[];
  readonly seconds: readonly number[];
  readonly others: readonly number[];
}

/**
 * Returns for each statistic of the newest turns its error divided by its bound: 0 where it is exact, at most 1 where it
 * is good enough, Infinity where one is NaN and the other is not.
 *
 * Bounds to first order, for n values. A sum has two roundings, and the square of n of them relative to the sum of the
 * magnitudes (Ogita, Rump, Oishi 2005). What is computed of differences from a value of the window has about n * sqrt(n)
 * roundings relative to what it could be at most, as their mean is at most sqrt(n) deviations away from 0.
 */
export function statisticErrors(
  history: SeriesHistory,
  other: SeriesHistory,
  window: ExactWindow,
  divisor: number,
): Record<string, number> {
  const { values, seconds, others } = window;
  const n = values.length;
  const magnitudes = values.map(Math.abs);
  const variance = exactVariance(values, divisor);
  const turns = values.map((_, turn) => turn);
  const steepest = (xs: readonly number[]): number => Math.sqrt(variance / exactVariance(xs));
  const shifted = 4 * n * Math.sqrt(n) * ROUNDING;
  const summed = (exact: number): number => 2 * ROUNDING * Math.abs(exact) + 2 * (n * ROUNDING) ** 2 * exactSum(magnitudes, divisor);
  const [sum, mean, range] = [
    exactSum(values, divisor),
    exactMean(values, divisor),
    exactSum([Math.max(...values), -Math.min(...values)], divisor),
  ];
  const quantiles = [0, 0.1, 0.25, 0.5, 0.9, 1].map((q): [string, number] => [
    `quantile ${q}`,
    ratio(
      history.quantile(q, n),
      exactQuantile(q, values, divisor),
      n * ROUNDING * range + 4 * ROUNDING * (Math.max(...magnitudes) / divisor),
    ),
  ]);
  return {
    sum: ratio(history.sum(n), sum, summed(sum)),
    mean: ratio(history.mean(n), mean, summed(mean)),
    min: ratio(history.min(n), Math.min(...values) / divisor, 0),
    max: ratio(history.max(n), Math.max(...values) / divisor, 0),
    variance: ratio(history.variance(n), variance, shifted * variance),
    stddev: ratio(history.stddev(n), Math.sqrt(variance), shifted * Math.sqrt(variance)),
    slope: ratio(history.slope(n), exactSlope(turns, values, divisor), shifted * steepest(turns)),
    slopePerSecond: ratio(history.slopePerSecond(n), exactSlope(seconds, values, divisor), shifted * steepest(seconds)),
    correlation: ratio(history.correlation(other, n), exactCorrelation(others, values), shifted),
    ema: ratio(history.ema(n), exactEma(values, divisor), 4 * n * ROUNDING * exactEma(magnitudes, divisor)),
    ...Object.fromEntries(quantiles),
  };
}

function ratio(actual: number, exact: number, bound: number): number {
  if (Object.is(actual, exact) || actual === exact) return 0;
  const error = Math.abs(actual - exact) / bound;
  return Number.isNaN(error) ? Infinity : error;
}
