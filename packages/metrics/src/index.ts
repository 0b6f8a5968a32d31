// Creating metrics and reading them back.
export { Registry } from './registry/registry.ts';
export type { RegistryOptions } from './registry/registry-options.ts';
export type { CardinalityReport, LabelCardinality, MetricCardinality } from './registry/cardinality.ts';
export type { ChildRegistry } from './registry/child-registry.ts';
export type { MetricRule } from './registry/metric-rule.ts';
export type { NamePattern } from './registry/name-pattern.ts';
export type { RuleOptions } from './registry/rules.ts';
export type { ChildOptions } from './registry/scope.ts';
export type { BoundFamily } from './instruments/bound-family.ts';
export { DEFAULT_BUCKETS, exponentialBuckets, linearBuckets } from './instruments/buckets.ts';
export type { Counter, CounterFamily, CounterHandle } from './instruments/counter.ts';
export type { InstrumentFactory } from './instruments/factory.ts';
export type { Gauge, GaugeFamily, GaugeHandle } from './instruments/gauge.ts';
export type { Histogram, HistogramFamily, HistogramHandle } from './instruments/histogram.ts';
export type { Info, InfoFamily } from './instruments/info.ts';
export type { GaugeOptions, HistogramOptions, InfoOptions, MetricOptions, StateSetOptions, SummaryOptions } from './instruments/options.ts';
export type { StateSet, StateSetFamily, StateSetHandle } from './instruments/state-set.ts';
export type { Summary, SummaryFamily, SummaryHandle } from './instruments/summary.ts';
export type { StopTimer } from './instruments/timer.ts';
export { systemClock } from './timing/system-clock.ts';

// What others build on: interfaces and plain data.
export type { Clock } from './model/clock.ts';
export type { Collector, GatherOptions, Gatherer } from './model/collector.ts';
export { MetricsError } from './model/errors.ts';
export type { MetricsErrorCode } from './model/errors.ts';
export type { LabelPairs, MetricFamily, MetricType, Sample, SampleSink, SampleSuffix } from './model/family.ts';
export type { LabelDomain, LabelDomains, LabelSet, LabelsOfDomains, LabelsOfNames } from './model/labels.ts';
