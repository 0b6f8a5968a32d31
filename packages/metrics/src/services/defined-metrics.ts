/** The metrics of all groups, made from their definitions: those that are computed in turns in their order, and those that are read. */
import type { InstrumentFactory } from '../instruments/factory.ts';
import { MetricsError } from '../model/errors.ts';
import type { AnyComputed, ComputeContext, Definition, MetricsGroup } from './definition.ts';
import type { TurnValues } from './history/turn-values.ts';
import { makeMetric, makeReadMetric } from './make-metric.ts';
import { MetricHistory } from './metric-history.ts';
import { readingOrder } from './order.ts';
import type { TurnMetric } from './turn-metric.ts';

export interface DefinedMetricsOptions {
  readonly factory: InstrumentFactory;
  readonly historyTurns: number;
  readonly subunits: Readonly<Record<string, number>>;
  readonly withoutEntities: ReadonlySet<string>;
}

/** A metric that is computed in turns. */
export interface Scheduled<Snapshot> {
  readonly name: string;
  readonly metric: TurnMetric<Snapshot>;
  readonly history: MetricHistory;
  readonly definition: Definition<Snapshot>;
  readonly context: ComputeContext<string, Snapshot>;
}

/** A metric that is read when somebody scrapes. */
export interface ReadAtScrape {
  readonly name: string;
  readonly metric: TurnMetric<AnyComputed>;
  readonly definition: Definition<never>;
}

interface Defining<Snapshot> {
  readonly name: string;
  readonly definition: Definition<Snapshot>;
  /** Of the metrics of the group that come before. */
  readonly histories: Map<string, MetricHistory>;
}

export class DefinedMetrics<Snapshot> {
  /** In the order of computation. */
  readonly scheduled: Scheduled<Snapshot>[] = [];
  readonly read: ReadAtScrape[] = [];
  /** What the application records with, by group and key. */
  readonly instruments: Map<object, Record<string, unknown>> = new Map<object, Record<string, unknown>>();
  readonly #names = new Set<string>();
  readonly #options: DefinedMetricsOptions;
  readonly #shared: ComputeContext<string, Snapshot>['shared'];
  readonly #seconds: TurnValues;

  /** @throws {MetricsError} for definitions that cannot be registered, names given twice, reads of unknown metrics, and circles of reads */
  constructor(
    groups: readonly MetricsGroup<Snapshot>[],
    options: DefinedMetricsOptions,
    context: { readonly shared: ComputeContext<string, Snapshot>['shared']; readonly seconds: TurnValues },
  ) {
    this.#options = options;
    this.#shared = context.shared;
    this.#seconds = context.seconds;
    for (const group of groups) this.#defineGroup(group);
  }

  #defineGroup(group: MetricsGroup<Snapshot>): void {
    if (this.instruments.has(group))
      throw new MetricsError('ERR_METRIC_NAME', `The group "${group.prefix}" is given twice. Leave one out.`);
    const definitions = new Map<string, Definition<Snapshot>>(Object.entries(group.definitions));
    for (const [key, definition] of definitions) if (this.#isLeftOut(definition)) definitions.delete(key);
    const isLeftOut = (key: string): boolean => !definitions.has(key) && Object.hasOwn(group.definitions, key);
    const reads = [...definitions].map(([key, definition]) => [key, definition.reads.filter((read) => !isLeftOut(read))] as const);
    const histories = new Map<string, MetricHistory>();
    const instruments: Record<string, unknown> = {};
    for (const key of readingOrder(new Map(reads))) {
      const definition = definitions.get(key);
      const name = this.#claim(`${group.prefix}_${key}`, definition);
      for (const read of definition!.reads) refuseRead(name, read, group.definitions);
      const instrument = this.#define(key, { name, definition: definition!, histories });
      if (instrument !== undefined) instruments[key] = instrument;
    }
    this.instruments.set(group, instruments);
  }

  /** Returns what the application records with. */
  #define(key: string, { name, definition, histories }: Defining<Snapshot>): unknown {
    const place = this.#place(name, definition);
    if (definition.source === 'read') {
      this.read.push({ name, definition, metric: makeReadMetric(definition, place) });
      return undefined;
    }
    const metric = makeMetric(definition, place);
    const { slots, rows, divisor, buckets, instrument } = metric.parts;
    const source = { name, slots, rows, seconds: this.#seconds };
    histories.set(key, new MetricHistory({ ...source, divisor: 1 }));
    const history = new MetricHistory({ ...source, divisor: buckets === undefined ? divisor : 1 });
    this.scheduled.push({ name, metric, history, definition, context: this.#context(definition, histories) });
    return instrument;
  }

  /** A metric that is left out has a history without turns. */
  #context({ reads }: Definition<Snapshot>, histories: ReadonlyMap<string, MetricHistory>): ComputeContext<string, Snapshot> {
    return {
      history: Object.fromEntries(reads.map((key) => [key, histories.get(key) ?? new MetricHistory(undefined)])),
      shared: this.#shared,
    };
  }

  #isLeftOut({ options: { entity } }: Definition<Snapshot>): boolean {
    return entity !== undefined && this.#options.withoutEntities.has(entity);
  }

  #claim(name: string, definition: Definition<Snapshot> | undefined): string {
    if (definition === undefined)
      throw new MetricsError(
        'ERR_COMPUTE',
        `Metric "${name}" is read, but its group does not define it. Correct "reads": it takes the keys of the group.`,
      );
    if (this.#names.has(name)) throw new MetricsError('ERR_METRIC_NAME', `Metric "${name}" is defined in two groups. Rename one of them.`);
    this.#names.add(name);
    return name;
  }

  #place(name: string, { options: { unit } }: Definition<Snapshot>) {
    const { factory, historyTurns, subunits } = this.#options;
    return { name, factory, historyTurns, divisor: divisorOf(name, unit, subunits) };
  }
}

/** What is read at a scrape belongs to no turn. */
function refuseRead(name: string, key: string, definitions: Readonly<Record<string, { readonly source: string }>>): void {
  if (!Object.hasOwn(definitions, key) || definitions[key]?.source !== 'read') return;
  const problem = `Metric "${name}" reads the history of "${key}", which is read at scrapes and has none.`;
  throw new MetricsError('ERR_COMPUTE', `${problem} Have "${key}" computed each turn, or recorded.`);
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
