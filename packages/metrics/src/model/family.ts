/**
 * What an instrument shows to an encoder: a family hands its samples to a sink one by one, without an object per
 * sample. `Sample` is the same as plain data, for tests and for people.
 */
import type { LabelSet } from './labels.ts';

/** What a metric is for those who read it: the word behind `# TYPE`. */
export type MetricType = 'counter' | 'gauge' | 'histogram';
/** What a sample's name has beyond that of its metric. */
export type SampleSuffix = '' | '_bucket' | '_sum' | '_count';

/** Receives the samples of a family in the order of exposition. */
export interface SampleSink {
  /**
   * @param labelText the series' labels as `a="x",b="y"`, escaped for the text formats; empty without labels
   * @param upperBound the bound of a `_bucket` sample, `Infinity` for the last; undefined otherwise
   */
  sample(suffix: SampleSuffix, labelText: string, upperBound: number | undefined, value: number): void;
}

/** A metric with all of its series, as an encoder sees it. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly unit: string | undefined;
  /** Hands over every sample that has a value now. */
  visit(sink: SampleSink): void;
}

/** A family whose values can be read where they lie, so that an encoder can tell what has changed. */
export interface StoredFamily extends MetricFamily {
  readonly labelNames: readonly string[];
  /** Whether the exposition leaves the family out for now. */
  readonly withheld: boolean;
  /** Whether a value of NaN leaves its sample out. */
  readonly omitNaN: boolean;
  /** Upper bounds of a histogram, without `+Inf`; undefined otherwise. */
  readonly buckets: readonly number[] | undefined;
  /** Series, in the order of exposition; they only ever join at the end. */
  readonly rowCount: number;
  /**
   * The values, block after block; a block is never moved or grown. A row of a histogram holds its sum and the count of
   * each bucket alone, any other row one value.
   */
  readonly blocks: readonly Float64Array[];
  /** The labels of a row as `SampleSink.sample` describes them. */
  labelTextOf(row: number): string;
}

export function isStored(family: MetricFamily): family is StoredFamily {
  return 'blocks' in family;
}

/** One value of one series, as plain data. */
export interface Sample {
  /** The sample's own name: `shop_latency_seconds_bucket`. */
  readonly name: string;
  readonly labels: LabelSet;
  readonly value: number;
}
