/**
 * What an instrument shows to an encoder. Any family hands its samples to a sink one by one, without an object per
 * sample; one that stores its numbers in a table lets the encoder read them where they lie. `Sample` is the same as
 * plain data, for tests and for people.
 */
import type { LabelSet } from './labels.ts';
import type { SeriesTable } from './series-table.ts';

/** What a metric is for those who read it: the word behind `# TYPE`. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset';

/** What a sample's name has beyond that of its metric. */
export type SampleSuffix = '' | '_bucket' | '_sum' | '_count';

/** The suffixes that the samples of each type have. */
export const SAMPLE_SUFFIXES: Readonly<Record<MetricType, readonly SampleSuffix[]>> = {
  counter: [''],
  gauge: [''],
  info: [''],
  stateset: [''],
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/** The labels of a series, as many values as names. */
export interface LabelPairs {
  /** Label names, in the order of exposition. */
  readonly names: readonly string[];
  /** The value of each name, in the same order. */
  readonly values: readonly string[];
}

/** Receives the samples of a family in the order of exposition. */
export interface SampleSink {
  /**
   * Takes one sample, whose value is in the unit of the metric.
   * @param bound the upper bound of a `_bucket` sample, `Infinity` for the last; the quantile of a summary's sample
   * without suffix; undefined otherwise
   */
  sample(suffix: SampleSuffix, labels: LabelPairs, bound: number | undefined, value: number): void;
}

/** A metric with all of its series, as an encoder sees it. */
export interface MetricFamily {
  /** The metric's name, without the suffixes of samples. */
  readonly name: string;
  /** What the metric says, as text without markup. */
  readonly help: string;
  /** Which type of metric this is. */
  readonly type: MetricType;
  /** The unit its values are in, such as `seconds`; undefined where none was given. */
  readonly unit: string | undefined;
  /** Hands over every sample that has a value now. */
  visit(sink: SampleSink): void;
}

/** A family whose numbers can be read where they lie, so that an encoder can tell what has changed. */
export interface StoredFamily extends MetricFamily {
  /** Labels that every series has, before its own. */
  readonly constLabels: LabelPairs;
  /** Names of the labels, in the order of exposition. */
  readonly labelNames: readonly string[];
  /** Whether the exposition leaves the family out for now. */
  readonly withheld: boolean;
  /** Whether a value of NaN leaves its sample out. */
  readonly omitNaN: boolean;
  /** What the numbers of a series mean. */
  readonly row: RowLayout;
  /** The series and their numbers; another object once the series have been moved together. */
  readonly table: SeriesTable;
}

/**
 * What the numbers of a row are, in their order:
 * - `value`: the value
 * - `histogram`: the sum, then the count of each bucket alone, the infinite one last
 * - `summary`: the sum, the count, then the value of each quantile
 * - `states`: 0 or 1 for each state
 */
export type RowLayout = (
  | { readonly kind: 'value' }
  | { readonly kind: 'histogram'; readonly buckets: readonly number[] }
  | { readonly kind: 'summary'; readonly quantiles: readonly number[] }
  | { readonly kind: 'states'; readonly states: readonly string[] }
) & {
  /** Where the row holds the Unix seconds since which it counts; undefined where it holds none. */
  readonly createdAt: number | undefined;
};

function isStored(family: MetricFamily): family is StoredFamily {
  return 'table' in family;
}

/** Families of one name and shape that differ in their constant labels; an exposition shows them below one header. */
export interface FamilyGroup extends MetricFamily {
  readonly members: readonly StoredFamily[];
}

/** Returns the families whose numbers can be read: the family itself, those of its group, or none. */
export function storedFamilies(family: MetricFamily): readonly StoredFamily[] {
  if (isStored(family)) return [family];
  return 'members' in family ? (family as FamilyGroup).members : [];
}

/** One value of one series, as plain data. */
export interface Sample {
  /** The sample's own name: `shop_latency_seconds_bucket`. */
  readonly name: string;
  /** All labels of the sample, `le` and `quantile` included. */
  readonly labels: LabelSet;
  /** The value now, in the unit of the metric. */
  readonly value: number;
}
