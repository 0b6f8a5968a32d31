export { combinations, labelSetsOf } from './column.ts';
export type { Column } from './column.ts';
export { definitionsOf } from './definition.ts';
export type {
  ComputeContext,
  Computed,
  CounterDefinition,
  Definition,
  Definitions,
  GaugeDefinition,
  HistogramDefinition,
  MetricsGroup,
} from './definition.ts';
export { SeriesHistory } from './history.ts';
export { MetricsServices } from './metrics-services.ts';
export type { MetricsServicesOptions } from './metrics-services.ts';
export { SampleRecord } from './sample-record.ts';
