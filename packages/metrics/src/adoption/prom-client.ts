/**
 * Metrics of an existing prom-client registry as families, so that an application can move to this library one metric at
 * a time, and have one scrape all the while. Works with prom-client 15 and @prometheus-io/client; depends on neither.
 */
import type { Gatherer } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { MetricFamily, MetricType, SampleSink, SampleSuffix } from '../model/family.ts';

/** What is needed of a prom-client registry. */
export interface PromClientRegistry {
  /** An OpenMetrics registry leaves the ending `_total` of counters to its text; it is put back. */
  readonly contentType?: string;
  /** Runs the collectors, then hands out every metric. */
  getMetricsAsJSON(): Promise<readonly PromClientMetric[]>;
}

/** A metric as prom-client hands it out. */
export interface PromClientMetric {
  /** The metric's name. */
  readonly name: string;
  /** Its help text. */
  readonly help: string;
  /** `counter`, `histogram` or `summary`; anything else is a gauge. */
  readonly type: unknown;
  /** Its samples, in the order of exposition. Default: none. */
  readonly values?: readonly PromClientValue[];
}

/** A sample as prom-client hands it out. */
export interface PromClientValue {
  /** The value now. */
  readonly value: number;
  /** All labels of the sample; values that are no strings are shown as text. */
  readonly labels: Readonly<Record<string, unknown>>;
  /** Its name, where that is not the metric's. */
  readonly metricName?: string;
}

/** What is of no other type is a gauge. */
const TYPES = ['counter', 'histogram', 'summary'] as const;
/** The label that says which bucket or quantile a sample is. */
const BOUND_LABELS: Partial<Record<MetricType, string>> = { histogram: 'le', summary: 'quantile' };

/**
 * Returns the metrics of a prom-client registry as a source of families, for `registry.include`. Each scrape reads them
 * anew: prom-client runs its collectors and copies all of its samples for it. Default labels stay; labels that are no
 * strings are shown as prom-client shows them; exemplars are left out. When one of prom-client's own collectors fails,
 * prom-client hands out nothing, and all of its metrics are missing from that scrape. Asking prom-client for its samples
 * fixes the default labels of those it has: set them before the first scrape.
 * @throws {MetricsError} ERR_METRIC_OPTIONS for what is no such registry
 * @example registry.include(promClientFamilies({ getMetricsAsJSON: async () => [] }))
 */
export function promClientFamilies(registry: PromClientRegistry): Gatherer {
  if (typeof registry?.getMetricsAsJSON !== 'function') {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `promClientFamilies: expected a prom-client registry, such as its "register", got ${quoted(registry)}.`,
    );
  }
  return {
    name: 'prom-client',
    gather: async () => {
      const metrics = await registry.getMetricsAsJSON();
      const isOpenMetrics = registry.contentType?.includes('openmetrics') ?? false;
      return metrics.map((metric) => familyOf(metric, isOpenMetrics));
    },
  };
}

function familyOf({ name: given, help, type: givenType, values = [] }: PromClientMetric, isOpenMetrics: boolean): MetricFamily {
  const type: MetricType = TYPES.find((known) => known === givenType) ?? 'gauge';
  const name = isOpenMetrics && type === 'counter' && !given.endsWith('_total') ? `${given}_total` : given;
  const boundLabel = BOUND_LABELS[type];
  return {
    name,
    help,
    type,
    unit: undefined,
    visit: (sink) => {
      for (const value of values) showValue(value, { name: given, boundLabel, sink });
    },
  };
}

function showValue(
  { value, labels, metricName }: PromClientValue,
  { name, boundLabel, sink }: { readonly name: string; readonly boundLabel: string | undefined; readonly sink: SampleSink },
): void {
  const suffix = (metricName ?? name).slice(name.length) as SampleSuffix;
  const hasBound = boundLabel !== undefined && (suffix === '_bucket' || suffix === '');
  const names = Object.keys(labels).filter((label) => !(hasBound && label === boundLabel));
  const bound = hasBound ? boundOf(labels[boundLabel]) : undefined;
  sink.sample(suffix, { names, values: names.map((label) => String(labels[label])) }, bound, value);
}

function boundOf(text: unknown): number {
  return text === '+Inf' ? Infinity : Number(text);
}
