import type { MagnitudeBuckets } from './magnitude-buckets.ts';
import { MagnitudeCounts } from './magnitude-counts.ts';

/**
 * Counts of observations that quantiles can be estimated from. A sketch is a function of its observations and not of
 * their order; `quantilesOf` reads the sketches of parts as the sketch of the whole.
 */
export class QuantileSketch {
  readonly #buckets: MagnitudeBuckets;
  #count = 0;
  #min = Infinity;
  #max = -Infinity;
  #zeros = 0;
  #positiveInfinities = 0;
  #negativeInfinities = 0;
  #positive: MagnitudeCounts | undefined = undefined;
  #negative: MagnitudeCounts | undefined = undefined;

  constructor(buckets: MagnitudeBuckets) {
    this.#buckets = buckets;
  }

  /** How many values were observed. */
  get count(): number {
    return this.#count;
  }

  /** The least value; `Infinity` when there is none. */
  get min(): number {
    return this.#min;
  }

  /** The greatest value; `-Infinity` when there is none. */
  get max(): number {
    return this.#max;
  }

  /** How many values are 0, or so small beside the greatest of their sign that they count as 0. */
  get zeros(): number {
    return this.#zeros + (this.#positive?.negligible ?? 0) + (this.#negative?.negligible ?? 0);
  }

  get positiveInfinities(): number {
    return this.#positiveInfinities;
  }

  get negativeInfinities(): number {
    return this.#negativeInfinities;
  }

  /** The finite values > 0. */
  get positive(): MagnitudeCounts | undefined {
    return this.#positive;
  }

  /** The finite values < 0, by magnitude. */
  get negative(): MagnitudeCounts | undefined {
    return this.#negative;
  }

  /** Counts any float64 but NaN. */
  observe(value: number): void {
    this.#count++;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (value > 0) this.#observePositive(value);
    else if (value === 0) this.#zeros++;
    else this.#observeNegative(value);
  }

  #observePositive(value: number): void {
    if (value === Infinity) this.#positiveInfinities++;
    else (this.#positive ??= new MagnitudeCounts(this.#buckets)).add(this.#buckets.bucketOf(value));
  }

  #observeNegative(value: number): void {
    if (value === -Infinity) this.#negativeInfinities++;
    else (this.#negative ??= new MagnitudeCounts(this.#buckets)).add(this.#buckets.bucketOf(-value));
  }
}
