/**
 * Quantiles of the observations of the last minutes, as a summary exposes them: the state of one series.
 *
 * Time is divided into parts of `partSeconds`, a window into `ageBuckets` of them. Part `k` lasts from `k * partSeconds`
 * until `(k + 1) * partSeconds`, in float64 arithmetic. Each part has a sketch of its own observations, and a quantile
 * is that of the union of the sketches of the current part and of the `ageBuckets - 1` before it, so each observation
 * counts once. Parts without observations take no memory.
 *
 * Time does not go back: at a time before the latest one, or one that is not finite, the latest holds.
 *
 * The sum of all parts is not kept. It would take a fifth more memory and a second increment per observation, and save
 * half of a walk of 2 to 4 microseconds per scrape. Nor are the first few observations kept as they are, to be exact: a
 * list of them takes as much memory as their buckets, and a median that is exact at 30 observations but not at 40 is
 * harder to explain than one with a bound. Measured: 10 ns per observation; 100 bytes without observations, 800 with
 * one, 5 to 6 KB with 100 to 1,000,000 latencies in all parts.
 */
import type { QuantileWindow } from './quantile-options.ts';
import { QuantileSketch } from './quantile-sketch.ts';
import { quantilesOf } from './sketch-quantiles.ts';

interface WindowPart {
  /** Its number since time 0. */
  readonly number: number;
  readonly sketch: QuantileSketch;
}

const NO_PARTS: readonly WindowPart[] = Object.freeze([]);

/** The observations of one series. An instance belongs to one caller; the window is shared. */
export class SlidingQuantiles {
  readonly #window: QuantileWindow;
  /** Those of the window that have observations, the oldest first. */
  #parts: readonly WindowPart[] = NO_PARTS;
  #currentNumber = -Infinity;
  #currentEnd = -Infinity;
  /** The sketch of the current part, once it has observations. */
  #current: QuantileSketch | undefined = undefined;

  constructor(window: QuantileWindow) {
    this.#window = window;
  }

  /**
   * Counts `value`: any float64 but NaN.
   * @param nowSeconds since a fixed moment, on a clock that does not go back
   */
  observe(value: number, nowSeconds: number): void {
    if (nowSeconds >= this.#currentEnd) this.#advance(nowSeconds);
    (this.#current ??= this.#beginSketch()).observe(value);
  }

  /** Returns one quantile, `q` from 0 to 1, as `quantiles` does; NaN for another `q`. */
  quantile(q: number, nowSeconds: number): number {
    return q >= 0 && q <= 1 ? this.quantiles([q], nowSeconds)[0]! : NaN;
  }

  /**
   * Returns quantiles of the observations in the window; NaN where there are none. `quantilesOf` says which they are
   * and how exact. Costs 2 to 4 microseconds for all of them.
   * @param quantiles as `checkQuantiles` returns them
   */
  quantiles(quantiles: readonly number[], nowSeconds: number): number[] {
    if (nowSeconds >= this.#currentEnd) this.#advance(nowSeconds);
    return quantilesOf(
      this.#parts.map((part) => part.sketch),
      quantiles,
      this.#window.buckets,
    );
  }

  #advance(nowSeconds: number): void {
    const { ageBuckets, partSeconds } = this.#window;
    const number = partAt(nowSeconds, partSeconds);
    if (!Number.isFinite(number) || number <= this.#currentNumber) return;
    this.#currentNumber = number;
    this.#currentEnd = (number + 1) * partSeconds;
    this.#current = undefined;
    const parts = this.#parts.filter((part) => part.number > number - ageBuckets);
    this.#parts = parts.length === 0 ? NO_PARTS : parts;
  }

  #beginSketch(): QuantileSketch {
    const sketch = new QuantileSketch(this.#window.buckets);
    this.#parts = [...this.#parts, { number: this.#currentNumber, sketch }];
    return sketch;
  }
}

/** The quotient may be rounded to the neighbouring part; the product, which is where a part begins, decides. */
function partAt(nowSeconds: number, partSeconds: number): number {
  const number = Math.floor(nowSeconds / partSeconds);
  if (number * partSeconds > nowSeconds) return number - 1;
  return (number + 1) * partSeconds <= nowSeconds ? number + 1 : number;
}
