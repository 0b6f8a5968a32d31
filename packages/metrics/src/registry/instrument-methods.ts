import type { LabelDomains, LabelsOfDomains, LabelsOfNames } from '../model/labels.ts';
import type { Counter, CounterFamily } from '../instruments/counter.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { Gauge, GaugeFamily } from '../instruments/gauge.ts';
import type { Histogram, HistogramFamily } from '../instruments/histogram.ts';
import type { Info } from '../instruments/info.ts';
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
} from '../instruments/options.ts';
import type { StateSet, StateSetFamily } from '../instruments/state-set.ts';
import type { Summary, SummaryFamily } from '../instruments/summary.ts';
import type { KindName } from './instrument-kinds.ts';

/** The methods that define metrics, typed for each kind, on top of one that defines any. */
export abstract class InstrumentMethods implements Omit<InstrumentFactory, 'addCollector' | 'unregister'> {
  /** {@inheritDoc InstrumentFactory.counter} */
  counter(options: MetricOptions & Unlabelled): Counter;
  counter<const Names extends readonly string[]>(options: MetricOptions & WithLabelNames<Names>): CounterFamily<LabelsOfNames<Names>>;
  counter<const Domains extends LabelDomains>(options: MetricOptions & WithLabels<Domains>): CounterFamily<LabelsOfDomains<Domains>>;
  counter(options: MetricOptions): unknown {
    return this.define(options, 'counter');
  }

  /** {@inheritDoc InstrumentFactory.gauge} */
  gauge(options: GaugeOptions & Unlabelled): Gauge;
  gauge<const Names extends readonly string[]>(options: GaugeOptions & WithLabelNames<Names>): GaugeFamily<LabelsOfNames<Names>>;
  gauge<const Domains extends LabelDomains>(options: GaugeOptions & WithLabels<Domains>): GaugeFamily<LabelsOfDomains<Domains>>;
  gauge(options: MetricOptions): unknown {
    return this.define(options, 'gauge');
  }

  /** {@inheritDoc InstrumentFactory.histogram} */
  histogram(options: HistogramOptions & Unlabelled): Histogram;
  histogram<const Names extends readonly string[]>(
    options: HistogramOptions & WithLabelNames<Names>,
  ): HistogramFamily<LabelsOfNames<Names>>;
  histogram<const Domains extends LabelDomains>(options: HistogramOptions & WithLabels<Domains>): HistogramFamily<LabelsOfDomains<Domains>>;
  histogram(options: MetricOptions): unknown {
    return this.define(options, 'histogram');
  }

  /** {@inheritDoc InstrumentFactory.summary} */
  summary(options: SummaryOptions & Unlabelled): Summary;
  summary<const Names extends readonly string[]>(options: SummaryOptions & WithLabelNames<Names>): SummaryFamily<LabelsOfNames<Names>>;
  summary<const Domains extends LabelDomains>(options: SummaryOptions & WithLabels<Domains>): SummaryFamily<LabelsOfDomains<Domains>>;
  summary(options: MetricOptions): unknown {
    return this.define(options, 'summary');
  }

  /** {@inheritDoc InstrumentFactory.info} */
  info<const Names extends readonly string[]>(options: InfoOptions & WithLabelNames<Names>): Info<LabelsOfNames<Names>>;
  info<const Domains extends LabelDomains>(options: InfoOptions & WithLabels<Domains>): Info<LabelsOfDomains<Domains>>;
  info(options: MetricOptions): unknown {
    return this.define(options, 'info');
  }

  /** {@inheritDoc InstrumentFactory.stateSet} */
  stateSet<const State extends string>(options: StateSetOptions<State> & Unlabelled): StateSet<State>;
  stateSet<const State extends string, const Names extends readonly string[]>(
    options: StateSetOptions<State> & WithLabelNames<Names>,
  ): StateSetFamily<State, LabelsOfNames<Names>>;
  stateSet<const State extends string, const Domains extends LabelDomains>(
    options: StateSetOptions<State> & WithLabels<Domains>,
  ): StateSetFamily<State, LabelsOfDomains<Domains>>;
  stateSet(options: MetricOptions): unknown {
    return this.define(options, 'stateSet');
  }

  /** Defines a metric of any kind, and returns its instrument. */
  protected abstract define(options: object, kind: KindName): unknown;
}
