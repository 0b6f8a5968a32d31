/**
 * What an instrument shows to an encoder: a family hands its samples to a sink one by one, without an object per
 * sample. `Sample` is the same as plain data, for tests and for people.
 */
import type { LabelSet } from './labels.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram';
export type SampleSuffix = '' | '_bucket' | '_sum' | '_count';

/** Receives the samples of a family in the order of exposition. */
export interface SampleSink {
  /**
   * @param labelText the series' labels as `a="x",b="y"`, escaped for the text formats; empty without labels
   * @param upperBound the bound of a `_bucket` sample, `Infinity` for the last; undefined otherwise
   */
  sample(suffix: SampleSuffix, labelText: string, upperBound: number | undefined, value: number): void;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly unit: string | undefined;
  /** Hands over every sample that has a value now. */
  visit(sink: SampleSink): void;
}

/** One value of one series, as plain data. */
export interface Sample {
  /** The sample's own name: `shop_latency_seconds_bucket`. */
  readonly name: string;
  readonly labels: LabelSet;
  readonly value: number;
}
