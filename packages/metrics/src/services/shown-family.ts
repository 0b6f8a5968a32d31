import type { CounterFamily } from '../instruments/counter.ts';
import type { GaugeFamily } from '../instruments/gauge.ts';
import type { HistogramFamily } from '../instruments/histogram.ts';

/** What a registry shows of a metric. */
export type ShownFamily = CounterFamily | GaugeFamily | HistogramFamily;
