import type { MagnitudeBuckets } from './magnitude-buckets.ts';
import type { MagnitudeCounts } from './magnitude-counts.ts';
import type { QuantileSketch } from './quantile-sketch.ts';
import { RankWalk } from './rank-walk.ts';

/**
 * Returns quantiles of all observations of `sketches` together; NaN where there are none. Costs one walk over the
 * buckets, however many quantiles there are.
 *
 * The quantile `q` of `n` observations is the least of them, the `r`th in rising order, for which `r / n >= q` in
 * float64 arithmetic: one of the observations, never a number between two. For q = 0 that is the least of all, for
 * q = 1 the greatest.
 *
 * The estimate differs from it by at most the relative accuracy of `buckets`, as a share of its magnitude, and where
 * it is subnormal by rounding besides. The least and the greatest observation are exact. The one exception: what is
 * less than 2^-63 (1e-19) of the greatest magnitude of its sign may be estimated closer to 0, down to 0.
 * @param quantiles from 0 to 1, rising
 * @param buckets those of the sketches
 */
export function quantilesOf(sketches: readonly QuantileSketch[], quantiles: readonly number[], buckets: MagnitudeBuckets): number[] {
  const count = sum(sketches, 'count');
  if (count === 0) return quantiles.map(() => NaN);
  const ranks = quantiles.map((quantile) => rankOf(quantile, count));
  // Adding 0 takes -0 to 0.
  const min = Math.min(...sketches.map((sketch) => sketch.min)) + 0;
  const max = Math.max(...sketches.map((sketch) => sketch.max)) + 0;
  return estimatesOf(sketches, ranks, buckets).map((estimate, i) => {
    if (ranks[i] === 1) return min;
    return ranks[i] === count ? max : Math.min(Math.max(estimate, min), max);
  });
}

/** The product may be rounded across an integer, as 0.07 * 100 is; the quotient decides. */
function rankOf(quantile: number, count: number): number {
  const rank = Math.max(1, Math.ceil(quantile * count));
  if (rank > 1 && (rank - 1) / count >= quantile) return rank - 1;
  return rank / count < quantile ? rank + 1 : rank;
}

function estimatesOf(sketches: readonly QuantileSketch[], ranks: readonly number[], buckets: MagnitudeBuckets): readonly number[] {
  const walk = new RankWalk(ranks, buckets);
  walk.pass(sum(sketches, 'negativeInfinities'), -Infinity);
  walk.passMagnitudes(magnitudes(sketches, 'negative'), -1);
  walk.pass(sum(sketches, 'zeros'), 0);
  walk.passMagnitudes(magnitudes(sketches, 'positive'), 1);
  walk.pass(sum(sketches, 'positiveInfinities'), Infinity);
  return walk.estimates;
}

function magnitudes(sketches: readonly QuantileSketch[], sign: 'positive' | 'negative'): MagnitudeCounts[] {
  return sketches.map((sketch) => sketch[sign]).filter((counts) => counts !== undefined);
}

function sum(sketches: readonly QuantileSketch[], field: 'count' | 'zeros' | 'positiveInfinities' | 'negativeInfinities'): number {
  return sketches.reduce((total, sketch) => total + sketch[field], 0);
}
