import type { LabelSet } from '../model/labels.ts';
import { BucketSearch } from './bucket-search.ts';
import { DEFAULT_BUCKETS, checkBuckets } from './buckets.ts';
import { subjectOf } from './identity.ts';
import { ObservingFamily, ObservingSeries, SoleObservingSeries } from './observing.ts';
import type { ObservingHandle } from './observing.ts';
import type { AnyLabels, HistogramOptions, InstrumentContext } from './options.ts';
import type { Series } from './series.ts';
import type { Slot } from './value-blocks.ts';

/** The handle of one series that counts observations in buckets. */
export interface HistogramHandle extends ObservingHandle {
  /**
   * Counts `value`: any float64 but NaN. A value equal to a bound belongs to the bucket it closes.
   * @throws {MetricsError} ERR_VALUE for NaN and what is not a number, unless the registry drops invalid values.
   */
  observe(value: number): void;
}

/**
 * A histogram with labels; its series are reached through `labels()`.
 * @example
 * const wait = registry.histogram({ name: 'shop_wait_seconds', help: 'Wait.', buckets: [0.1, 1], labelNames: ['city'] });
 * wait.labels({ city: 'Bern' }).observe(0.2);
 */
export class HistogramFamily<Labels extends LabelSet = LabelSet> extends ObservingFamily<HistogramHandle, Labels> {
  /** Upper bounds, without `+Inf`. */
  readonly buckets: readonly number[];
  /** Finds the bucket of a value, the infinite one included. */
  readonly search: BucketSearch;

  constructor(options: HistogramOptions & AnyLabels, context: InstrumentContext) {
    const buckets = checkBuckets(options.buckets === undefined ? DEFAULT_BUCKETS : options.buckets, subjectOf('histogram', options.name));
    const createdAt = buckets.length + 2;
    const row = { kind: 'histogram', buckets, createdAt } as const;
    super(options, context, { type: 'histogram', width: createdAt + 1, row, reservedLabels: ['le'], overflowAddsUp: true });
    this.buckets = buckets;
    this.search = new BucketSearch(Float64Array.of(...buckets, Infinity));
    this.initialize();
  }

  protected createHandle(slot: Slot, row: number): Series & HistogramHandle {
    return new HistogramSeries(slot, row, this);
  }
}

class HistogramSeries extends ObservingSeries implements HistogramHandle {
  readonly #search: BucketSearch;

  constructor(slot: Slot, row: number, family: Pick<HistogramFamily, 'awaken' | 'context' | 'invalidObservation' | 'search'>) {
    super(slot, row, family);
    this.#search = family.search;
  }

  observe(value: number): void {
    if (typeof value !== 'number' || value !== value) {
      this.family.invalidObservation(value);
      return;
    }
    if (this.start < 0 && !this.family.awaken(this)) return;
    const bucket = this.#search.find(value);
    this.values[this.start]! += value;
    this.values[this.start + 1 + bucket]! += 1;
  }
}

/**
 * A histogram without labels.
 * @example
 * const wait = registry.histogram({ name: 'shop_wait_seconds', help: 'Wait.', buckets: [0.1, 1] });
 * wait.observe(0.2);
 * wait.get().map(({ name, value }) => [name, value])
 * // => [['shop_wait_seconds_bucket', 0], ['shop_wait_seconds_bucket', 1], ['shop_wait_seconds_bucket', 1], ['shop_wait_seconds_sum', 0.2], ['shop_wait_seconds_count', 1]]
 */
export class Histogram extends SoleObservingSeries<HistogramFamily> {
  /** Upper bounds, without `+Inf`. */
  get buckets(): readonly number[] {
    return this.family.buckets;
  }
}
