import type { Collector } from '../model/collector.ts';
import type { LabelDomains, LabelsOfDomains, LabelsOfNames } from '../model/labels.ts';
import type { Counter, CounterFamily } from './counter.ts';
import type { Gauge, GaugeFamily } from './gauge.ts';
import type { Histogram, HistogramFamily } from './histogram.ts';
import type { GaugeOptions, HistogramOptions, MetricOptions, Unlabelled, WithLabelNames, WithLabels } from './options.ts';

/** Creates instruments and takes collectors: what code that brings metrics needs to know of a registry. */
export interface InstrumentFactory {
  counter(options: MetricOptions & Unlabelled): Counter;
  counter<const Names extends readonly string[]>(options: MetricOptions & WithLabelNames<Names>): CounterFamily<LabelsOfNames<Names>>;
  counter<const Domains extends LabelDomains>(options: MetricOptions & WithLabels<Domains>): CounterFamily<LabelsOfDomains<Domains>>;

  gauge(options: GaugeOptions & Unlabelled): Gauge;
  gauge<const Names extends readonly string[]>(options: GaugeOptions & WithLabelNames<Names>): GaugeFamily<LabelsOfNames<Names>>;
  gauge<const Domains extends LabelDomains>(options: GaugeOptions & WithLabels<Domains>): GaugeFamily<LabelsOfDomains<Domains>>;

  histogram(options: HistogramOptions & Unlabelled): Histogram;
  histogram<const Names extends readonly string[]>(
    options: HistogramOptions & WithLabelNames<Names>,
  ): HistogramFamily<LabelsOfNames<Names>>;
  histogram<const Domains extends LabelDomains>(options: HistogramOptions & WithLabels<Domains>): HistogramFamily<LabelsOfDomains<Domains>>;

  /** Has `collector` called before every exposition. Returns a function that ends that. */
  addCollector(collector: Collector): () => void;
  /** Removes a metric by name. Returns whether there was one. */
  unregister(name: string): boolean;
}
