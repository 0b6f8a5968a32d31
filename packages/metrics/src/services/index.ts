export type { Alert } from './alert.ts';
export { alertingRules } from './catalogue-alerts.ts';
export type { AlertingRule, AlertingRules } from './catalogue-alerts.ts';
export { catalogueMarkdown } from './catalogue-markdown.ts';
export type { CatalogueMarkdownOptions } from './catalogue-markdown.ts';
export { catalogueOf } from './catalogue.ts';
export type { CatalogueAlert, CatalogueEntry } from './catalogue.ts';
export { Cache } from './cache/cache.ts';
export type { CacheGetOptions, CacheLoadOptions, CacheOptions } from './cache/cache-options.ts';
export { Versioned, versioned } from './cache/source.ts';
export type { CacheSource, Read } from './cache/source.ts';
export { combinations, onceFor } from './column.ts';
export type { Column } from './column.ts';
export { ComputationError } from './computation-errors.ts';
export type { MetricFailure } from './computation-errors.ts';
export { definitionsOf } from './define.ts';
export type {
  ComputeContext,
  Computed,
  ComputedOnce,
  CounterDefinition,
  Definition,
  Definitions,
  GaugeDefinition,
  HistogramDefinition,
  MetricDescription,
  MetricsGroup,
  ReadDefinition,
  RecordedCounter,
  RecordedGauge,
  RecordedHistogram,
  RecordedHistogramDefinition,
  Source,
} from './definition.ts';
export { parseSampleName } from './sample-name-parser.ts';
export type { ParsedSampleName } from './sample-name-parser.ts';
export { SeriesHistory } from './history/series-history.ts';
export { MetricHistory } from './metric-history.ts';
export { MetricsServices } from './metrics-services.ts';
export type { RecordedSamples, RecordedTurn, RestoreOptions } from './restoring.ts';
export type { RecordedBy, RecordOptions } from './metrics-services.ts';
export type { SavedMetric, SavedServices } from './saving.ts';
export type { SavedSlots } from './slots.ts';
export type { SavedRows } from './turn-rows.ts';
export type { MetricsServicesOptions } from './services-options.ts';
export type { TakeSnapshot } from './snapshot-taking.ts';
export { TurnRecord } from './turn-record.ts';
export type { TurnSourceOptions } from './turn-source.ts';
