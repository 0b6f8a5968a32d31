/** The shape of a metric: what two definitions under one name must have in common. */
import { GaugeFamily } from '../instruments/gauge.ts';
import { SummaryFamily } from '../instruments/summary.ts';
import type { QuantileWindow } from '../instruments/quantile-options.ts';
import { MetricsError } from '../model/errors.ts';
import type { RowLayout } from '../model/family.ts';
import type { AnyFamily } from './instrument-kinds.ts';

/** A metric as its definition had it. */
export interface Shaped {
  readonly family: AnyFamily;
  /** The labels that `labels()` takes, where rules have changed those of the metric. */
  readonly passedLabels: readonly string[] | undefined;
}

/** Compares a second definition with the first. Returns an error ERR_METRIC_SHAPE that shows both sides of each difference. */
export function shapeConflict(first: Shaped, second: Shaped): MetricsError | undefined {
  const [before, after] = [shapeOf(first), shapeOf(second)];
  const differences = [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => `${key} ${before.get(key) ?? 'none'} against ${after.get(key) ?? 'none'}`);
  if (differences.length === 0) return undefined;
  const { name } = first.family;
  return new MetricsError(
    'ERR_METRIC_SHAPE',
    `Metric "${name}" is defined twice with different shapes: ${differences.join('; ')}. Make them equal, rename one, or unregister("${name}") first.`,
  );
}

/** Returns the shape as text per property, so that shapes compare by text and differences can be shown. */
function shapeOf({ family, passedLabels }: Shaped): ReadonlyMap<string, string> {
  const domains = family.labelDomains.map((allowed) => (allowed === undefined ? 'open' : [...allowed]));
  return new Map([
    ['type', family.type],
    ['help', JSON.stringify(family.help)],
    ['unit', family.unit ?? 'none'],
    ['labels', JSON.stringify(family.labelNames.map((name, i) => [name, domains[i]]))],
    ['labels of the child registry', JSON.stringify([...family.constLabels.names].sort())],
    ...(passedLabels === undefined ? [] : [['labels before rules', JSON.stringify(passedLabels)] as const]),
    ['maxSeries', String(family.maxSeries)],
    ['ttlSeconds', String(family.ttlSeconds ?? 'none')],
    ...(family instanceof GaugeFamily ? [['omitNaN', String(family.omitNaN)] as const] : []),
    ...rowShape(family.row),
    ...(family instanceof SummaryFamily ? windowShape(family.window) : []),
  ]);
}

function rowShape(row: RowLayout): [string, string][] {
  if (row.kind === 'histogram') return [['buckets', JSON.stringify(row.buckets)]];
  if (row.kind === 'summary') return [['quantiles', JSON.stringify(row.quantiles)]];
  return row.kind === 'states' ? [['states', JSON.stringify(row.states)]] : [];
}

function windowShape({ maxAgeSeconds, ageBuckets, relativeAccuracy }: QuantileWindow): [string, string][] {
  return Object.entries({ maxAgeSeconds, ageBuckets, relativeAccuracy }).map(([name, value]) => [name, String(value)]);
}
