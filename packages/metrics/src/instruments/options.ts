import type { LabelDomains } from '../model/labels.ts';

/** Options of every instrument. */
export interface MetricOptions {
  /** The metric's full name; a counter's ends in `_total`. */
  readonly name: string;
  /** One sentence that says what a rise means. Must not be empty. */
  readonly help: string;
  /** The base unit (`seconds`, `bytes`, `euros`); the name must end with it, before `_total`. */
  readonly unit?: string | undefined;
  /**
   * Most series of this metric. Further label sets of counters and histograms add up in one series whose every label
   * is `__overflow__`, those of gauges are dropped; which sets these are depends on the order of arrival.
   * Minimum: 1. Default: 2,000.
   */
  readonly maxSeries?: number | undefined;
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
  /** Seconds that never go backwards, for timers. */
  readonly monotonic: () => number;
}
