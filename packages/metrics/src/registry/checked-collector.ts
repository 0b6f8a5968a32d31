import type { Collector, GatherOptions } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { checkLabelValue } from '../model/labels.ts';
import { checkMetricName } from '../model/names.ts';

/** A collector with what was checked of it: its name and metrics are read once. */
export interface CheckedCollector {
  readonly collector: Collector;
  readonly name: string;
  /** Undefined: the registry's. */
  readonly timeoutMs: number | undefined;
  /** Names of the metrics it feeds. */
  readonly metrics: readonly string[];
}

/**
 * Checks a collector.
 * @throws {MetricsError} ERR_LABEL_VALUE for a name that cannot be a label value, ERR_METRIC_NAME for a metric that can have
 * no such name, ERR_METRIC_OPTIONS for the rest
 */
export function checkedCollector(collector: Collector): CheckedCollector {
  if (typeof collector !== 'object' || collector === null) throw wrong('Collector', 'an object', collector);
  const { name, timeoutMs } = collector;
  checkLabelValue(name, undefined, 'Collector, its name');
  const subject = `Collector "${name}"`;
  if (!('collect' in collector) || typeof collector.collect !== 'function') throw wrong(subject, 'a function collect', collector);
  if (timeoutMs !== undefined) checkTimeout(timeoutMs, subject, 'timeoutMs');
  return { collector, name, timeoutMs, metrics: metricNames(collector.metrics, subject) };
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

function metricNames(metrics: unknown, subject: string): readonly string[] {
  if (metrics === undefined) return [];
  if (!Array.isArray(metrics)) throw wrong(subject, 'metrics to be a list of metrics or of their names', metrics);
  return metrics.map((metric: unknown) => {
    const name: unknown = typeof metric === 'object' && metric !== null && 'name' in metric ? metric.name : metric;
    checkMetricName(name, `${subject}, its metrics`, 'utf8');
    return name;
  });
}

function wrong(subject: string, expected: string, value: unknown): MetricsError {
  return new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected ${expected}, got ${quoted(value)}.`);
}
