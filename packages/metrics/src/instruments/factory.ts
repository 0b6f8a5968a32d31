import type { Collector } from '../model/collector.ts';
import type { LabelDomains, LabelsOfDomains, LabelsOfNames } from '../model/labels.ts';
import type { Counter, CounterFamily } from './counter.ts';
import type { Gauge, GaugeFamily } from './gauge.ts';
import type { Histogram, HistogramFamily } from './histogram.ts';
import type { Info } from './info.ts';
import type {
  GaugeOptions,
  HistogramOptions,
  InfoOptions,
  MetricOptions,
  StateSetOptions,
  SummaryOptions,
  Unlabelled,
  WithLabelNames,
  WithLabels,
} from './options.ts';
import type { StateSet, StateSetFamily } from './state-set.ts';
import type { Summary, SummaryFamily } from './summary.ts';

/** Creates instruments and takes collectors: what code that brings metrics needs to know of a registry. */
export interface InstrumentFactory {
  /**
   * Defines a counter: a value that only rises. The same name with the same shape returns the same metric.
   * @throws {MetricsError} ERR_METRIC_NAME, ERR_METRIC_HELP, ERR_METRIC_OPTIONS, ERR_LABEL_NAME, or ERR_METRIC_SHAPE for another shape.
   * @example registry.counter({ name: 'shop_orders_total', help: 'Orders placed.' }).inc()
   */
  counter(options: MetricOptions & Unlabelled): Counter;
  counter<const Names extends readonly string[]>(options: MetricOptions & WithLabelNames<Names>): CounterFamily<LabelsOfNames<Names>>;
  counter<const Domains extends LabelDomains>(options: MetricOptions & WithLabels<Domains>): CounterFamily<LabelsOfDomains<Domains>>;

  /**
   * Defines a gauge: a value that can rise and fall. Otherwise as `counter`.
   * @example registry.gauge({ name: 'shop_queue', help: 'Orders waiting.' }).set(12)
   */
  gauge(options: GaugeOptions & Unlabelled): Gauge;
  gauge<const Names extends readonly string[]>(options: GaugeOptions & WithLabelNames<Names>): GaugeFamily<LabelsOfNames<Names>>;
  gauge<const Domains extends LabelDomains>(options: GaugeOptions & WithLabels<Domains>): GaugeFamily<LabelsOfDomains<Domains>>;

  /**
   * Defines a histogram: observations counted in buckets. Otherwise as `counter`.
   * @throws {MetricsError} as `counter`, and ERR_BUCKETS.
   * @example registry.histogram({ name: 'shop_wait_seconds', help: 'Wait.', buckets: [0.1, 1, 10] }).observe(0.2)
   */
  histogram(options: HistogramOptions & Unlabelled): Histogram;
  histogram<const Names extends readonly string[]>(
    options: HistogramOptions & WithLabelNames<Names>,
  ): HistogramFamily<LabelsOfNames<Names>>;
  histogram<const Domains extends LabelDomains>(options: HistogramOptions & WithLabels<Domains>): HistogramFamily<LabelsOfDomains<Domains>>;

  /**
   * Defines a summary: sum and count of all observations, and quantiles of the latest. Otherwise as `counter`.
   * @example registry.summary({ name: 'shop_wait_seconds', help: 'Wait.', quantiles: [0.5, 0.99], maxAgeSeconds: 60 }).observe(0.2)
   */
  summary(options: SummaryOptions & Unlabelled): Summary;
  summary<const Names extends readonly string[]>(options: SummaryOptions & WithLabelNames<Names>): SummaryFamily<LabelsOfNames<Names>>;
  summary<const Domains extends LabelDomains>(options: SummaryOptions & WithLabels<Domains>): SummaryFamily<LabelsOfDomains<Domains>>;

  /**
   * Defines an info: text as labels of a sample that is 1. Its name ends in `_info`. Otherwise as `counter`.
   * @example registry.info({ name: 'shop_build_info', help: 'Version.', labelNames: ['version'] }).set({ version: '1.2.0' })
   */
  info<const Names extends readonly string[]>(options: InfoOptions & WithLabelNames<Names>): Info<LabelsOfNames<Names>>;
  info<const Domains extends LabelDomains>(options: InfoOptions & WithLabels<Domains>): Info<LabelsOfDomains<Domains>>;

  /**
   * Defines a state set: which of some states hold. Otherwise as `counter`.
   * @example registry.stateSet({ name: 'shop_status', help: 'Status.', states: ['open', 'closed'] }).set('open')
   */
  stateSet<const State extends string>(options: StateSetOptions<State> & Unlabelled): StateSet<State>;
  stateSet<const State extends string, const Names extends readonly string[]>(
    options: StateSetOptions<State> & WithLabelNames<Names>,
  ): StateSetFamily<State, LabelsOfNames<Names>>;
  stateSet<const State extends string, const Domains extends LabelDomains>(
    options: StateSetOptions<State> & WithLabels<Domains>,
  ): StateSetFamily<State, LabelsOfDomains<Domains>>;

  /** Has `collector` called before every exposition. Returns a function that ends that. */
  addCollector(collector: Collector): () => void;
  /** Removes a metric by name. Returns whether there was one. */
  unregister(name: string): boolean;
}
