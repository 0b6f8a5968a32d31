import { SeriesWindows } from './series-windows.ts';
import { commonLength } from './turn-values.ts';
import type { TurnValues } from './turn-values.ts';

/**
 * The history of one series: its value at the end of each of the last turns, and statistics of them.
 *
 * There is a statistic of the newest `n` turns when each of them has a value. It is NaN when one has none, as when its
 * computation failed, when there were fewer turns, and when `n` is not an integer >= 1. It depends on the values and the
 * number of the newest turn only, bit for bit, and not on what was asked before.
 *
 * Amortized O(1) means: O(`n`) when a statistic is asked for the first time, then O(1) for each turn, but O(`n`) for one
 * in `n`. Turns in which it is not asked for cost nothing until it is asked for again, and together at most O(`n`). Of the
 * numbers that were asked for as `n`, the last 8 are remembered for each kind of statistic.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ orders: number }>();
 * const shop = defineMetrics('shop', { open_orders: gauge({ help: 'Orders not shipped yet.', compute: ({ orders }) => orders }) });
 * const services = new MetricsServices([shop], { factory: registry, prefix: 'shop' });
 * for (const orders of [5, 8]) services.compute(1, { orders });
 * services.history('shop_open_orders')?.delta(1) // => 3
 */
export class SeriesHistory {
  readonly #values: TurnValues;
  readonly #seconds: TurnValues;
  readonly #divisor: number;
  #windows: SeriesWindows | undefined = undefined;

  /**
   * @param seconds the time of each turn, on a clock that does not go back
   * @param divisor what values are divided by when they are read: after differences and sums, so that these are exact
   */
  constructor(values: TurnValues, seconds: TurnValues, divisor: number) {
    this.#values = values;
    this.#seconds = seconds;
    this.#divisor = divisor;
  }

  /** How many turns are kept. */
  get length(): number {
    return this.#values.length;
  }

  /** The newest value, in the unit of the metric. NaN when there is none. */
  get last(): number {
    return this.at(0);
  }

  /** Returns the value `turns` turns before the newest, in the unit of the metric: `at(0)` is `last`. NaN where there is none. */
  at(turns: number): number {
    return this.#kept(turns) / this.#divisor;
  }

  /** Returns the newest value minus the one `turns` turns before it, in the unit of the metric. NaN when one is missing. */
  delta(turns: number): number {
    return this.#difference(turns) / this.#divisor;
  }

  /**
   * Returns `delta(turns)` over the value `turns` turns before the newest, as a ratio: 0.25 is a quarter more. NaN when
   * one of the values is missing, and when that one is 0.
   */
  changeRatio(turns: number): number {
    const before = this.#kept(turns);
    return before === 0 ? NaN : this.#difference(turns) / before;
  }

  /**
   * Returns `delta(turns)` over the seconds between the two turns, in the unit of the metric per second. A value that
   * falls gives a negative rate. NaN when one of the values is missing, and when no time has passed.
   */
  perSecond(turns: number): number {
    const ahead = this.#seconds.newestTurn - this.#values.newestTurn;
    if (!isIntegerIn(turns, 0, Infinity) || ahead < 0) return NaN;
    const elapsed = this.#seconds.at(ahead) - this.#seconds.at(ahead + turns);
    return elapsed > 0 ? this.delta(turns) / elapsed : NaN;
  }

  /** Returns the arithmetic mean of the newest `n` values, in the unit of the metric. NaN when there are not `n`. Amortized O(1). */
  mean(n: number): number {
    return this.#reaches(n) ? this.#window().sums.get(this.#values, n).sum() / (n * this.#divisor) : NaN;
  }

  /**
   * Returns the sum of the newest `n` values, in the unit of the metric; of integers, such as cents, it is exact while it
   * is a safe integer. NaN when there are not `n`. Amortized O(1).
   */
  sum(n: number): number {
    return this.#reaches(n) ? this.#window().sums.get(this.#values, n).sum() / this.#divisor : NaN;
  }

  /** Returns the least of the newest `n` values, in the unit of the metric. NaN when there are not `n`. Amortized O(1). */
  min(n: number): number {
    return this.#reaches(n) ? this.#window().extremes.get(this.#values, n).min() / this.#divisor : NaN;
  }

  /** Returns the greatest of the newest `n` values, in the unit of the metric. NaN when there are not `n`. Amortized O(1). */
  max(n: number): number {
    return this.#reaches(n) ? this.#window().extremes.get(this.#values, n).max() / this.#divisor : NaN;
  }

  /**
   * Returns the population variance of the newest `n` values, in the unit of the metric squared: the mean of the squared
   * deviations from their mean, as `stdvar_over_time` of Prometheus. Never negative, and exactly 0 for equal values and
   * for one. NaN when there are not `n`. Amortized O(1).
   */
  variance(n: number): number {
    return this.#reaches(n) ? this.#squares(n) / (n * this.#divisor * this.#divisor) : NaN;
  }

  /**
   * Returns the population standard deviation of the newest `n` values, in the unit of the metric: the root of
   * `variance(n)`, as `stddev_over_time` of Prometheus. NaN when there are not `n`. Amortized O(1).
   */
  stddev(n: number): number {
    return this.#reaches(n) ? Math.sqrt(this.#squares(n) / n) / this.#divisor : NaN;
  }

  /**
   * Returns the slope of the least squares line through the newest `n` values, in the unit of the metric per turn. NaN
   * when there are not `n`, and for `n` = 1. Amortized O(1).
   */
  slope(n: number): number {
    if (!this.#reaches(n) || n < 2) return NaN;
    return (6 * this.#window().trends.get(this.#values, n).twiceCoMoment()) / (n * (n * n - 1) * this.#divisor);
  }

  /**
   * Returns the slope of the least squares line through the newest `n` values at the times of their turns, in the unit
   * of the metric per second, as `deriv` of Prometheus. NaN when there are not `n`, for `n` = 1, and when all turns have the
   * same time. Amortized O(1).
   */
  slopePerSecond(n: number): number {
    const values = this.#values;
    const seconds = this.#seconds;
    if (!isIntegerIn(n, 2, commonLength(seconds, values)) || seconds.newestTurn < values.newestTurn) return NaN;
    return this.#window().timedTrends.get(seconds, n).slope() / this.#divisor;
  }

  /**
   * Returns the exponentially weighted mean of the newest `n` values, in the unit of the metric: a value weighs
   * (1 - 2 / (`n` + 1))^age, where the newest has age 0 and the weights are scaled to a sum of 1. NaN when there are not
   * `n`. Amortized O(1).
   */
  ema(n: number): number {
    return this.#reaches(n) ? this.#window().weightedMeans.get(this.#values, n).mean() / this.#divisor : NaN;
  }

  /**
   * Returns a quantile of the newest `n` values, in the unit of the metric, with linear interpolation between the values
   * around rank `q` * (`n` - 1), as `quantile_over_time` of Prometheus and type 7 of R. NaN when there are not `n`, and when
   * `q` is not from 0 to 1. O(`n`).
   */
  quantile(q: number, n: number): number {
    if (!this.#reaches(n) || !Number.isFinite(q) || q < 0 || q > 1) return NaN;
    return this.#window().quantiles.quantile(q, n) / this.#divisor;
  }

  /**
   * Returns Pearson's correlation coefficient, from -1 to 1 and without a unit, over the newest `n` turns that both
   * series have reached. Values are paired by their turn. NaN when there are not `n` pairs, for `n` = 1, and when one of the
   * series is constant. Amortized O(1).
   */
  correlation(other: SeriesHistory, n: number): number {
    if (!isIntegerIn(n, 2, commonLength(other.#values, this.#values))) return NaN;
    return this.#window().correlations.get(other.#values, n).correlation();
  }

  /**
   * Returns a copy of the newest `n` values, the oldest first, in the unit of the metric. NaN in it is a turn without a
   * value. It is shorter where there were fewer turns, and empty when `n` is not an integer >= 1. O(`n`).
   */
  values(n: number = this.length): Float64Array {
    const copy = new Float64Array(isIntegerIn(n, 1, Infinity) ? Math.min(n, this.length) : 0);
    for (let i = 0; i < copy.length; i++) copy[i] = this.#values.at(copy.length - 1 - i) / this.#divisor;
    return copy;
  }

  #kept(turns: number): number {
    return isIntegerIn(turns, 0, Infinity) ? this.#values.at(turns) : NaN;
  }

  #difference(turns: number): number {
    return this.#kept(0) - this.#kept(turns);
  }

  #squares(n: number): number {
    return this.#window().deviations.get(this.#values, n).sumOfSquares();
  }

  #reaches(n: number): boolean {
    return isIntegerIn(n, 1, this.#values.length);
  }

  #window(): SeriesWindows {
    return (this.#windows ??= new SeriesWindows(this.#values));
  }
}

function isIntegerIn(value: number, least: number, greatest: number): boolean {
  return Number.isInteger(value) && value >= least && value <= greatest;
}
