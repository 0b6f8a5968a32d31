import type { Collector, GatherOptions } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { checkLabelValue } from '../model/labels.ts';
import { checkMetricName } from '../model/names.ts';
import { referenceTo } from './metric-reference.ts';
import type { MetricReference } from './metric-reference.ts';

/** A collector with what was checked of it: its name and metrics are read once. */
export interface CheckedCollector {
  readonly collector: Collector;
  readonly name: string;
  /** How messages call it. */
  readonly subject: string;
  /** Undefined: the registry's. */
  readonly timeoutMs: number | undefined;
  /** The metrics it feeds. */
  readonly metrics: readonly MetricReference[];
}

/**
 * Checks a collector.
 * @param named says which metric is meant by a name
 * @throws {MetricsError} ERR_LABEL_VALUE for a name that cannot be a label value, ERR_METRIC_NAME for a metric that can have
 * no such name, ERR_METRIC_OPTIONS for the rest
 */
export function checkedCollector(collector: Collector, named: (name: string) => MetricReference): CheckedCollector {
  if (typeof collector !== 'object' || collector === null) throw wrong('Collector', 'an object', collector);
  const { name, timeoutMs } = collector;
  checkLabelValue(name, undefined, 'Collector, its name');
  const subject = `Collector "${name}"`;
  if (!('collect' in collector) || typeof collector.collect !== 'function') throw wrong(subject, 'a function collect', collector);
  if (timeoutMs !== undefined) checkTimeout(timeoutMs, subject, 'timeoutMs');
  return { collector, name, subject, timeoutMs, metrics: references(collector.metrics, subject, named) };
}

/** @throws {MetricsError} ERR_METRIC_OPTIONS */
export function checkedGatherTimeout(options: GatherOptions | undefined): number | undefined {
  const timeoutMs = options?.timeoutMs;
  if (timeoutMs !== undefined) checkTimeout(timeoutMs, 'gather()', 'timeoutMs');
  return timeoutMs;
}

/** @throws {MetricsError} ERR_METRIC_OPTIONS */
export function checkTimeout(timeoutMs: unknown, subject: string, option: string): void {
  if (typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs < Infinity) return;
  throw wrong(subject, `${option} to be a finite number > 0`, timeoutMs);
}

function references(metrics: unknown, subject: string, named: (name: string) => MetricReference): readonly MetricReference[] {
  if (metrics === undefined) return [];
  if (!Array.isArray(metrics)) throw wrong(subject, 'metrics to be a list of metrics or of their names', metrics);
  return metrics.map((metric: unknown) => {
    const reference = referenceTo(metric);
    if (reference !== undefined) return reference;
    const isObject = typeof metric === 'object' && metric !== null && 'name' in metric;
    const name: unknown = isObject ? metric.name : metric;
    checkMetricName(name, `${subject}, its metrics`, 'utf8');
    return isObject ? { name, constLabelsKey: undefined } : named(name);
  });
}

function wrong(subject: string, expected: string, value: unknown): MetricsError {
  return new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected ${expected}, got ${quoted(value)}.`);
}
