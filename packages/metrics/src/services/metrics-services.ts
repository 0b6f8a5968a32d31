import type { InstrumentFactory } from '../instruments/factory.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { StoredFamily } from '../model/family.ts';
import type { LabelSet } from '../model/labels.ts';
import { ComputationErrors } from './computation-errors.ts';
import { ComputedMetric } from './computed-metric.ts';
import type { ComputeContext, Definition, MetricsGroup } from './definition.ts';
import { HistoryRing, SeriesHistory } from './history.ts';
import { readingOrder } from './order.ts';
import { SampleRecord } from './sample-record.ts';

const DEFAULT_HISTORY_TURNS = 256;

/** Where computed metrics are defined, and what is kept of them. */
export interface MetricsServicesOptions {
  /** Where the metrics are exposed: a Registry. */
  readonly factory: InstrumentFactory;
  /** Prefix of the services' metric of themselves, `<prefix>_metric_errors_total{metric}`. */
  readonly prefix: string;
  /** Turns of history per series. Minimum: 1. Default: 256. */
  readonly historyTurns?: number;
  /** Units whose values are computed in a subunit: `{ euros: 100 }` exposes 1,250 as 12.5. */
  readonly subunits?: Readonly<Record<string, number>>;
  /** Kinds of entity whose metrics are left out altogether; who reads one of them finds no history. Default: none. */
  readonly withoutEntities?: ReadonlySet<string>;
  /** Called once per distinct error of a metric, with its name, turn and cause; what it throws is ignored. Default: nothing. */
  readonly onError?: (error: MetricsError) => void;
}

/**
 * Runs groups of definitions: computes each metric once a turn, keeps history, and publishes a turn in one piece.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ orders: number }>();
 * const shop = defineMetrics('shop', { open_orders: gauge({ help: 'Orders not shipped yet.', compute: ({ orders }) => orders }) });
 * const services = new MetricsServices([shop], { factory: registry, prefix: 'shop' });
 * services.compute(1, { orders: 5 });
 * services.publish();
 * services.history('shop_open_orders')?.last // => 5
 */
export class MetricsServices<Snapshot> {
  readonly #metrics: readonly ComputedMetric<Snapshot>[];
  readonly #contexts = new Map<ComputedMetric<Snapshot>, ComputeContext<string>>();
  readonly #byName = new Map<string, ComputedMetric<Snapshot>>();
  readonly #byFamily = new Map<StoredFamily, ComputedMetric<Snapshot>>();
  readonly #errors: ComputationErrors;

  /** @throws {MetricsError} for definitions that cannot be registered, names given twice, reads of unknown metrics, circles of reads, and options out of range */
  constructor(groups: readonly MetricsGroup<Snapshot>[], options: MetricsServicesOptions) {
    checkOptions(options);
    this.#metrics = groups.flatMap((group) => this.#defineGroup(group, options));
    this.#errors = new ComputationErrors([...this.#byName.keys()], options);
  }

  /** Names of all metrics, in the order of computation. */
  get names(): readonly string[] {
    return this.#metrics.map((metric) => metric.name);
  }

  /** Computes every metric for one turn. What fails is counted, has no value in this turn, and stops nothing else. */
  compute(turn: number, snapshot: Snapshot): void {
    for (const metric of this.#metrics) {
      try {
        metric.compute(snapshot, this.#contexts.get(metric)!);
      } catch (cause) {
        this.#errors.report(metric.name, turn, cause);
      }
    }
  }

  /** Makes the computed values visible to scrapes. Synchronous: no scrape sees half of it. */
  publish(): void {
    for (const metric of this.#metrics) metric.publish();
    this.#errors.publish();
  }

  /** Returns the history of a metric; of one with labels, of the series with these labels. Undefined when there is none. */
  history(name: string, labels: LabelSet = {}): SeriesHistory | undefined {
    const metric = this.#byName.get(name);
    if (metric === undefined) return undefined;
    const row = metric.staged.family.table.find(labels)?.row;
    return row === undefined ? undefined : new SeriesHistory(metric.history, row, metric.historyDivisor);
  }

  /** Returns a writer of the computed samples as JSON; metrics with a series per entity only when asked for. */
  record(options: { readonly entities: boolean }): () => string {
    const metrics = this.#metrics.filter((metric) => options.entities || metric.entity === undefined);
    const record = new SampleRecord(metrics.map((metric) => metric.staged.family));
    return () => record.json((family) => this.#byFamily.get(family)?.failed === false);
  }

  #defineGroup(group: MetricsGroup<Snapshot>, options: MetricsServicesOptions): ComputedMetric<Snapshot>[] {
    const { prefix, definitions } = group;
    const isLeftOut = ({ options: { entity } }: Definition<Snapshot>): boolean =>
      entity !== undefined && options.withoutEntities?.has(entity) === true;
    const leftOut = new Set(Object.keys(definitions).filter((key) => isLeftOut(definitions[key]!)));
    const enabled = Object.entries(definitions).filter(([key]) => !leftOut.has(key));
    const order = readingOrder(new Map(enabled.map(([key, { reads }]) => [key, reads.filter((read) => !leftOut.has(read))])));
    const metrics = new Map(order.map((key) => [key, this.#define(`${prefix}_${key}`, definitions[key], options)]));
    for (const [key, metric] of metrics) this.#contexts.set(metric, historyContext(metrics, definitions[key]!.reads));
    return [...metrics.values()];
  }

  #define(name: string, definition: Definition<Snapshot> | undefined, options: MetricsServicesOptions): ComputedMetric<Snapshot> {
    if (definition === undefined)
      throw new MetricsError('ERR_COMPUTE', `Metric "${name}" is read, but its group does not define it. Correct "reads".`);
    if (this.#byName.has(name)) throw new MetricsError('ERR_METRIC_NAME', `Metric "${name}" is defined in two groups. Rename one of them.`);
    const divisor = divisorOf(name, definition.options.unit, options.subunits ?? {});
    const metric = new ComputedMetric(definition, {
      name,
      factory: options.factory,
      historyTurns: options.historyTurns ?? DEFAULT_HISTORY_TURNS,
      divisor,
    });
    this.#byName.set(name, metric);
    this.#byFamily.set(metric.staged.family, metric);
    return metric;
  }
}

/** A name that ends in a unit with a subunit must say so, or its values would be exposed in the subunit under that name. */
function divisorOf(name: string, unit: string | undefined, subunits: Readonly<Record<string, number>>): number {
  const ending = Object.keys(subunits).find((each) => name.replace(/_total$/, '').endsWith(`_${each}`));
  if (unit === undefined && ending !== undefined) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `Metric "${name}": expected unit: '${ending}', as its name ends in it, got none. State the unit, or rename the metric.`,
    );
  }
  return subunits[unit ?? ''] ?? 1;
}

function checkOptions({ historyTurns = DEFAULT_HISTORY_TURNS, subunits = {} }: MetricsServicesOptions): void {
  if (!Number.isInteger(historyTurns) || historyTurns < 1) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `MetricsServices: expected historyTurns to be an integer >= 1, got ${quoted(historyTurns)}.`,
    );
  }
  for (const [unit, perUnit] of Object.entries(subunits)) {
    if (perUnit > 0 && perUnit < Infinity) continue;
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `MetricsServices: expected the subunits of ${quoted(unit)} to be a finite number > 0, got ${quoted(perUnit)}. Cents in a euro are { euros: 100 }.`,
    );
  }
}

/** A metric that is left out has a history without turns. */
function historyContext<Snapshot>(
  metrics: ReadonlyMap<string, ComputedMetric<Snapshot>>,
  reads: readonly string[],
): ComputeContext<string> {
  return {
    history: Object.fromEntries(reads.map((key) => [key, new SeriesHistory(metrics.get(key)?.history ?? new HistoryRing(1, 0), 0, 1)])),
  };
}
