import type { NameValidation } from '../model/names.ts';
import type { LabelDomains, LabelSet } from '../model/labels.ts';
import type { QuantileWindowOptions } from './quantile-options.ts';

/** Options of every instrument. */
export interface MetricOptions {
  /** The metric's full name; a counter's ends in `_total`, an info's in `_info`. */
  readonly name: string;
  /** One sentence that says what a rise means. Must not be empty. */
  readonly help: string;
  /** The base unit (`seconds`, `bytes`, `euros`); the name must end with it, before `_total`. */
  readonly unit?: string | undefined;
  /**
   * Most series of this metric. Further label sets of counters, histograms and summaries add up in one series whose
   * every label is `__overflow__`, those of others are dropped; which sets these are depends on the order of arrival.
   * Minimum: 1. Default: 2,000.
   */
  readonly maxSeries?: number | undefined;
  /**
   * Seconds after which a series that nobody writes to leaves the exposition. A handle that is held brings it back with
   * the next write, counting from 0. Writing the same value again is a write, reading is none. Who is idle shows at
   * scrapes: a series may stay longer, by an eighth, or until the second scrape that finds it unchanged. Finite, > 0.
   * Default: never.
   */
  readonly ttlSeconds?: number | undefined;
}

/** What defines a histogram. */
export interface HistogramOptions extends MetricOptions {
  /** Upper bounds, finite and strictly rising; `+Inf` is added. Default: DEFAULT_BUCKETS. */
  readonly buckets?: readonly number[] | undefined;
}

/** What defines a gauge. */
export interface GaugeOptions extends MetricOptions {
  /** Whether a value of NaN means "no value" and leaves the sample out. Default: false. */
  readonly omitNaN?: boolean | undefined;
}

/** What defines a summary. */
export interface SummaryOptions extends MetricOptions, QuantileWindowOptions {
  /** Which quantiles of the latest observations are shown: from 0 to 1, strictly rising. Default: none. */
  readonly quantiles?: readonly number[] | undefined;
}

/** Options of an info: its label sets neither idle out nor have a unit. */
export type InfoOptions = Omit<MetricOptions, 'unit' | 'ttlSeconds'>;

/** What defines a state set. */
export interface StateSetOptions<State extends string = string> extends Omit<MetricOptions, 'unit'> {
  /** All states there can be. Each has a sample of 0 or 1 whose label, named as the metric, is the state. */
  readonly states: readonly State[];
}

/** Label options of an unlabelled metric. */
export interface Unlabelled {
  readonly labelNames?: undefined;
  readonly labels?: undefined;
}

/** Label options with open labels only. */
export interface WithLabelNames<Names extends readonly string[]> {
  readonly labelNames: Names;
  readonly labels?: undefined;
}

/** Label options with a domain for each label; where all are closed, every combination exists at 0 from the start. */
export interface WithLabels<Domains extends LabelDomains> {
  readonly labels: Domains;
  readonly labelNames?: undefined;
}

/** Label options of any metric, for code that handles all of them. */
export interface AnyLabels {
  readonly labelNames?: readonly string[] | undefined;
  readonly labels?: LabelDomains | undefined;
}

/** What an instrument needs from its registry. */
export interface InstrumentContext {
  /** Called with the error of an invalid value: throws it, or counts it and returns. */
  readonly onInvalid: (error: Error) => void;
  /** Called each time a label set gets no series of its own. */
  readonly onOverflow?: () => void;
  /** Called each time a handle of a removed series is written to. */
  readonly onDetachedWrite?: () => void;
  /** Seconds that never go backwards, for timers and idle times. */
  readonly monotonic: () => number;
  /** Unix seconds, for created timestamps. Default: none are known. */
  readonly now?: () => number;
  /** Which names are allowed. Default: 'legacy'. */
  readonly nameValidation?: NameValidation;
  /** Labels that every series has, before its own. Default: none. */
  readonly constLabels?: LabelSet;
  /**
   * Turns the labels that are passed to `labels()` into those of the metric, after checking them. Default: they are the same.
   * @throws {MetricsError} as `labels()`
   */
  readonly relabel?: (labels: LabelSet) => LabelSet;
  /**
   * Turns some of the labels that can be passed to `labels()` into labels of the metric; undefined where the metric does
   * not tell apart what they name. Given with `relabel`.
   * @throws {MetricsError} as `removeMatching()`
   */
  readonly relabelPartly?: (labels: LabelSet) => LabelSet | undefined;
}
