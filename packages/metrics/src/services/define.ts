import type { InstrumentFactory } from '../instruments/factory.ts';
import type { AnyLabels, HistogramOptions } from '../instruments/options.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { checkAlert } from './alert.ts';
import type { AnyDefinition, Definition, Definitions, Source } from './definition.ts';
import { checkHistoryTurns } from './services-options.ts';

type MetricType = Definition<never>['type'];
type MetricOptions = Omit<HistogramOptions & AnyLabels, 'name'>;

const COMPUTATIONS: Readonly<Record<MetricType, readonly (keyof AnyDefinition<never>)[]>> = {
  gauge: ['compute', 'read'],
  counter: ['increase', 'read'],
  histogram: ['observations'],
};
const KNOWN: ReadonlySet<string> = new Set<keyof AnyDefinition<never>>([
  'help',
  'unit',
  'labels',
  'maxSeries',
  'expose',
  'entity',
  'measured',
  'historyTurns',
  'title',
  'group',
  'better',
  'alert',
  'reads',
  'buckets',
  'timeoutSeconds',
  'compute',
  'increase',
  'observations',
  'read',
]);
const DIRECTIONS: ReadonlySet<unknown> = new Set([undefined, 'up', 'down']);

/**
 * Returns the functions that define metrics over `Snapshot`.
 * @example
 * const { gauge, counter, defineMetrics } = definitionsOf<{ orders: number }>();
 * export const shop = defineMetrics('shop', {
 *   open_orders: gauge({ help: 'Orders not shipped yet.', compute: ({ orders }) => orders }),
 *   visits_total: counter({ help: 'Visits, recorded as they happen.' }),
 * });
 */
export function definitionsOf<Snapshot>(): Definitions<Snapshot> {
  const definitions = {
    gauge: (options: AnyDefinition<Snapshot>) => define('gauge', options),
    counter: (options: AnyDefinition<Snapshot>) => define('counter', options),
    histogram: (options: AnyDefinition<Snapshot>) => define('histogram', options),
    defineMetrics: (prefix: string, group: Readonly<Record<string, Definition<Snapshot>>>) => {
      for (const [key, definition] of Object.entries(group)) check(`${prefix}_${key}`, definition);
      return { prefix, names: Object.keys(group).map((key) => `${prefix}_${key}`), definitions: group };
    },
  };
  return definitions as unknown as Definitions<Snapshot>;
}

function define<Snapshot>(type: MetricType, options: AnyDefinition<Snapshot>): Definition<Snapshot> {
  const source = sourceOf(type, options);
  return {
    type,
    source,
    reads: options.reads ?? [],
    options,
    instrument: source === 'recorded' ? (factory, name) => createInstrument(factory, type, { ...metricOptions(options), name }) : undefined,
  };
}

function sourceOf(type: MetricType, options: AnyDefinition<never>): Source {
  if (type !== 'histogram' && options.read !== undefined) return 'read';
  return COMPUTATIONS[type].some((key) => options[key] !== undefined) ? 'computed' : 'recorded';
}

/** What of a definition is an option of the instrument. */
export function metricOptions({ help, unit, labels, maxSeries, buckets }: AnyDefinition<never>): MetricOptions {
  return { help, unit, labels, maxSeries, buckets };
}

/** Defines an instrument of this type. A gauge of NaN has no value. */
export function createInstrument(factory: InstrumentFactory, type: MetricType, options: object): unknown {
  const create = factory as unknown as Readonly<Record<MetricType, (options: object) => unknown>>;
  return create[type](type === 'gauge' ? { ...options, omitNaN: true } : options);
}

/** Checks what types alone do not keep from JavaScript. */
function check(name: string, definition: Definition<never>): void {
  const subject = `Metric "${name}"`;
  const { type, source, options } = definition;
  if (options === undefined) throw invalid(subject, 'what gauge(), counter() or histogram() returns', quoted(definition));
  const unknown = Object.keys(options).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw invalid(subject, `one of the settings ${[...KNOWN].join(', ')}`, quoted(unknown));
  if (source === 'computed' && type === 'histogram' && options.labels !== undefined) {
    throw invalid(subject, 'no labels of a histogram with observations', quoted(options.labels));
  }
  const given = (['compute', 'increase', 'observations', 'read'] as const).filter((key) => options[key] !== undefined);
  const allowed = COMPUTATIONS[type];
  const wrong = given.find((key) => !allowed.includes(key) || typeof options[key] !== 'function');
  if (wrong !== undefined || given.length > 1) {
    const got = wrong !== undefined && allowed.includes(wrong) ? `${wrong}: ${quoted(options[wrong])}` : given.join(' and ');
    throw invalid(subject, `at most one function, of ${allowed.join(' or ')}, for a ${type}`, got);
  }
  const { better, historyTurns, alert, expose } = options;
  if (expose === false && source === 'recorded') throw invalid(subject, 'a computation where expose is false', 'none');
  if (!DIRECTIONS.has(better)) throw invalid(subject, "better to be 'up' or 'down'", quoted(better));
  if (historyTurns !== undefined) checkHistoryTurns(subject, historyTurns);
  if (alert !== undefined) checkAlert(alert, subject);
}

function invalid(subject: string, expected: string, got: string): MetricsError {
  return new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected ${expected}, got ${got}.`);
}
