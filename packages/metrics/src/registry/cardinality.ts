/** How many series and samples metrics have, and which labels make them many. */
import type { MetricType, RowLayout } from '../model/family.ts';
import type { LabelSet } from '../model/labels.ts';
import type { AnyFamily } from './instrument-kinds.ts';

/** What a registry holds, for people who look for the metric or label that has grown. */
export interface CardinalityReport {
  /** How many metrics there are. */
  readonly metricCount: number;
  /** Series of all metrics. */
  readonly series: number;
  /** Samples of one exposition: what a server keeps as series of its own. */
  readonly samples: number;
  /** Calls of `labels()` that found no room for a new series, since the definitions. */
  readonly overflowed: number;
  /** Writes through handles of series that had been removed, since the definitions. */
  readonly detachedWrites: number;
  /** Those with the most samples first. */
  readonly metrics: readonly MetricCardinality[];
}

/** One metric of a cardinality report. */
export interface MetricCardinality {
  /** The name it is exposed under. */
  readonly name: string;
  /** Which type of metric it is. */
  readonly type: MetricType;
  /** The labels of the child registry in which it was defined. */
  readonly constLabels: LabelSet;
  /** Series there are now, without the one that collects what exceeds the limit. */
  readonly series: number;
  /** Most series there may be. */
  readonly maxSeries: number;
  /** Which share of `maxSeries` is used, 0 … 1. */
  readonly usedRatio: number;
  /** Samples of one exposition. */
  readonly samples: number;
  /** Calls of `labels()` that found no room for a new series, since the definition. */
  readonly overflowed: number;
  /** Writes through handles of series that had been removed, since the definition. */
  readonly detachedWrites: number;
  /** Those with the most values first. */
  readonly labels: readonly LabelCardinality[];
}

/** One label of a metric of a cardinality report. */
export interface LabelCardinality {
  /** The label's name. */
  readonly name: string;
  /** How many different values it has in the series that are there now. */
  readonly values: number;
  /** Up to three of these values, the one that came last first: they show what a label that grows is filled with. */
  readonly latest: readonly string[];
}

const LATEST_VALUES = 3;

/** Reads families. O(series * labels). */
export function cardinalityOf(families: Iterable<AnyFamily>): CardinalityReport {
  const metrics = Array.from(families, metricCardinality).sort((one, other) => other.samples - one.samples || other.series - one.series);
  const total = (of: (metric: MetricCardinality) => number): number => metrics.reduce((sum, metric) => sum + of(metric), 0);
  return {
    metricCount: metrics.length,
    series: total(({ series }) => series),
    samples: total(({ samples }) => samples),
    overflowed: total(({ overflowed }) => overflowed),
    detachedWrites: total(({ detachedWrites }) => detachedWrites),
    metrics,
  };
}

function metricCardinality(family: AnyFamily): MetricCardinality {
  const { name, type, constLabels, seriesCount, maxSeries, overflowed, detachedWrites } = family;
  return {
    name,
    type,
    constLabels: Object.fromEntries(constLabels.names.map((label, i) => [label, constLabels.values[i]!])),
    series: seriesCount,
    maxSeries,
    usedRatio: seriesCount / maxSeries,
    samples: family.table.presentCount * samplesPerSeries(family.row),
    overflowed,
    detachedWrites,
    labels: labelCardinalities(family),
  };
}

function labelCardinalities(family: AnyFamily): LabelCardinality[] {
  const { table, labelNames } = family;
  const isUsed = table.labelValues.map((values) => new Uint8Array(values.length));
  for (const series of family.present()) {
    if (family.isOverflow(series)) continue;
    for (let label = 0; label < isUsed.length; label++) isUsed[label]![table.labelId(series.row, label)] = 1;
  }
  const labels = labelNames.map((name, label) => ({ name, ...usedValues(table.labelValues[label]!, isUsed[label]!) }));
  return labels.sort((one, other) => other.values - one.values);
}

function usedValues(values: readonly string[], isUsed: Uint8Array): Omit<LabelCardinality, 'name'> {
  const latest: string[] = [];
  let count = 0;
  for (let id = values.length - 1; id >= 0; id--) {
    if (isUsed[id] === 0) continue;
    count++;
    if (latest.length < LATEST_VALUES) latest.push(values[id]!);
  }
  return { values: count, latest };
}

function samplesPerSeries(row: RowLayout): number {
  if (row.kind === 'histogram') return row.buckets.length + 3;
  if (row.kind === 'summary') return row.quantiles.length + 2;
  return row.kind === 'states' ? row.states.length : 1;
}
