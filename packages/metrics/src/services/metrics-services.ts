import type { Clock } from '../model/clock.ts';
import { MetricsError } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import { systemClock } from '../timing/system-clock.ts';
import { ComputationErrors, reasonOf } from './computation-errors.ts';
import type { MetricFailure } from './computation-errors.ts';
import type { Definition, MetricsGroup } from './definition.ts';
import { DefinedMetrics } from './defined-metrics.ts';
import type { Scheduled } from './defined-metrics.ts';
import type { SeriesHistory } from './history/series-history.ts';
import { readCollector } from './read-collector.ts';
import { Restoring, familiesOf, setCreated, skipTurn } from './restoring.ts';
import type { RecordedTurn, RestoreOptions } from './restoring.ts';
import { assertSameMetrics, loadMetric, saveMetric } from './saving.ts';
import type { SavedServices } from './saving.ts';
import { makeTurnsEvery, turnsOnScrape } from './turn-source.ts';
import type { TurnMaker, TurnSourceOptions } from './turn-source.ts';
import type { TakeSnapshot } from './snapshot-taking.ts';
import { DEFAULT_HISTORY_TURNS, checkOptions } from './services-options.ts';
import type { MetricsServicesOptions } from './services-options.ts';
import { SeriesValues } from './series-values.ts';
import { SharedValues } from './shared-values.ts';
import { TurnRecord } from './turn-record.ts';
import type { TurnMetric } from './turn-metric.ts';
import { TurnRows } from './turn-rows.ts';

/** Which metrics a record holds. */
export interface RecordOptions {
  /** Whether to include metrics with a series per entity. */
  readonly entities: boolean;
  /** Whether the record holds what is measured, instead of what is not. Default: false. */
  readonly measured?: boolean;
}

/** The instruments that the application records the metrics of a group with, by key: those that are not computed. */
export type RecordedBy<Group extends MetricsGroup<never>> =
  Group extends MetricsGroup<never, string, infer Instruments>
    ? { readonly [Key in keyof Instruments as [Instruments[Key]] extends [undefined] ? never : Key]: Instruments[Key] }
    : never;

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
export class MetricsServices<Snapshot, Name extends string = string> {
  readonly #metrics: DefinedMetrics<Snapshot>;
  readonly #byName: ReadonlyMap<string, Scheduled<Snapshot>>;
  readonly #shared = new SharedValues<Snapshot>();
  readonly #seconds: TurnRows;
  readonly #clock: Clock;
  readonly #errors: ComputationErrors;
  readonly #options: MetricsServicesOptions;
  readonly #endings = new Set<() => void>();
  #turn = 0;
  #isComputing = false;

  /** @throws {MetricsError} for definitions that cannot be registered, names given twice, reads of unknown metrics, circles of reads, and options out of range */
  constructor(groups: readonly MetricsGroup<Snapshot, Name>[], options: MetricsServicesOptions) {
    checkOptions(options);
    const { factory, historyTurns = DEFAULT_HISTORY_TURNS, subunits = {}, withoutEntities = new Set(), clock = systemClock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#seconds = new TurnRows(longestHistory(groups, historyTurns), 1, 1);
    const context = { shared: this.#shared.shared, seconds: new SeriesValues(this.#seconds, 0) };
    this.#metrics = new DefinedMetrics(groups, { factory, historyTurns, subunits, withoutEntities }, context);
    this.#byName = new Map(this.#metrics.scheduled.map((each) => [each.name, each]));
    this.#errors = new ComputationErrors(this.names, options);
    this.#collect(options);
  }

  /** Names of all metrics: first those of turns, in the order of computation. */
  get names(): readonly Name[] {
    return [...this.#metrics.scheduled, ...this.#metrics.read].map(({ name }) => name as Name);
  }

  /** Number of the newest turn; 0 before the first. */
  get turn(): number {
    return this.#turn;
  }

  /** Metrics that have no value now because they failed, for a page or `/health`. */
  get failing(): readonly MetricFailure[] {
    return this.#errors.failing;
  }

  /** Computes every metric for one turn. What fails is counted, has no value in this turn, and stops nothing else. */
  compute(turn: number, snapshot: Snapshot): void {
    this.#refuseWithin('compute');
    this.#begin(turn);
    this.#shared.begin(snapshot);
    this.#isComputing = true;
    for (const { name, metric, context } of this.#metrics.scheduled) {
      try {
        metric.compute(snapshot, context);
        this.#errors.succeeded(name);
      } catch (cause) {
        this.#errors.report(name, turn, cause);
      }
    }
    this.#isComputing = false;
    this.#shared.end();
  }

  /** Makes the computed turn visible to scrapes, all of it at once. */
  publish(): void {
    this.#refuseWithin('publish');
    for (const { metric } of this.#metrics.scheduled) metric.publish();
    this.#errors.publish();
  }

  /**
   * Computes and publishes a turn now and then every so many seconds, until the function that it returns is called. It does
   * not keep the process alive.
   * @param snapshot called for each turn; may be asynchronous, for what has to be awaited. When it fails or takes too long, the computed metrics have no value in that turn
   * @throws {MetricsError} ERR_METRIC_OPTIONS for options out of range
   */
  computeEvery(seconds: number, snapshot: TakeSnapshot<Snapshot>, options: TurnSourceOptions = {}): () => void {
    return this.#ending(makeTurnsEvery(this.#maker(), { ...options, seconds, take: snapshot }));
  }

  /**
   * Computes and publishes a turn when somebody scrapes and the newest is older than `ttlSeconds`, until the function that
   * it returns is called. Otherwise as `computeEvery`.
   * @throws {MetricsError} ERR_METRIC_OPTIONS for options out of range
   */
  computeOnScrape(ttlSeconds: number, snapshot: TakeSnapshot<Snapshot>, options: TurnSourceOptions = {}): () => void {
    const { prefix, factory } = this.#options;
    const maker = this.#maker();
    // Those who scrape have already been shown the turn before.
    const taken = (newest: Snapshot): void => {
      maker.taken(newest);
      this.#show();
    };
    const failed = (cause: unknown): void => {
      maker.failed(cause);
      this.#show();
    };
    const collector = turnsOnScrape({ ...maker, taken, failed }, { ...options, name: `${prefix} snapshot`, ttlSeconds, take: snapshot });
    // A scrape that does not wait for the snapshot has none of what is computed from it.
    const computed = this.#metrics.scheduled.filter(
      ({ definition }) => definition.source === 'computed' && definition.options.expose !== false,
    );
    return this.#ending(factory.addCollector({ ...collector, metrics: computed.map(({ name }) => name) }));
  }

  /**
   * Goes on from where a former process has ended: fills the histories, and the totals of counters and histograms, with the
   * turns that it recorded, the oldest first, and shows the last of them. What is measured is not restored.
   * @throws {MetricsError} ERR_COMPUTE once a turn has been made
   * @example
   * const { counter, defineMetrics } = definitionsOf<{ placed: number }>();
   * const shop = defineMetrics('shop', { orders_total: counter({ help: 'Orders placed.', increase: ({ placed }) => placed }) });
   * const services = new MetricsServices([shop], { factory: registry, prefix: 'shop' });
   * services.restore([{ turn: 41, metrics: { shop_orders_total: 1000 } }]);
   * services.compute(42, { placed: 5 });
   * services.history('shop_orders_total')?.last // => 1005
   */
  restore(turns: Iterable<RecordedTurn>, options: RestoreOptions = {}): void {
    this.#refuseAfterTurns('restore');
    const restoring = new Restoring(this.#simulated);
    for (const { turn, metrics: samples } of turns) {
      this.#begin(turn, NaN);
      restoring.addTurn(samples);
      for (const { parts } of this.#measured) skipTurn(parts.rows);
    }
    this.#showRestored(options);
  }

  /**
   * Returns the state at the end of the newest turn, as JSON: histories, totals, and who is there. What is measured is not
   * part of it, nor are errors that were counted.
   * @example
   * const { counter, defineMetrics } = definitionsOf<{ placed: number }>();
   * const shop = defineMetrics('shop', { orders_total: counter({ help: 'Orders placed.', increase: ({ placed }) => placed }) });
   * const services = new MetricsServices([shop], { factory: registry, prefix: 'shop' });
   * services.compute(1, { placed: 5 });
   * services.save().turn // => 1
   */
  save(): SavedServices {
    this.#refuseWithin('save');
    return { turn: this.#turn, turns: this.#seconds.turns, metrics: this.#simulated.map(saveMetric) };
  }

  /**
   * Goes on from what services with the same definitions have saved, as those would go on: the same samples in the same
   * order and the same histories, bit for bit, but for what depends on the times of turns. Shows the newest turn.
   * @throws {MetricsError} ERR_COMPUTE once a turn has been made, and for what was saved of other definitions
   * @example
   * const { counter, defineMetrics } = definitionsOf<{ placed: number }>();
   * const shop = defineMetrics('shop', { orders_total: counter({ help: 'Orders placed.', increase: ({ placed }) => placed }) });
   * const before = new MetricsServices([shop], { factory: new Registry(), prefix: 'shop' });
   * before.compute(1, { placed: 5 });
   * const services = new MetricsServices([shop], { factory: registry, prefix: 'shop' });
   * services.load(JSON.parse(JSON.stringify(before.save())) as SavedServices);
   * services.history('shop_orders_total')?.last // => 5
   */
  load(saved: SavedServices, options: RestoreOptions = {}): void {
    this.#refuseAfterTurns('load');
    assertSameMetrics(this.#simulated, saved);
    this.#seconds.skipTo(saved.turns);
    this.#turn = saved.turn;
    for (const [i, metric] of this.#simulated.entries()) loadMetric(metric, saved.metrics[i]!);
    for (const { parts } of this.#measured) parts.rows.skipTo(saved.turns);
    this.#showRestored(options);
  }

  /** Returns the history of a metric without labels, or of the series with these labels. Undefined when there is none. */
  history(name: Name, labels: LabelSet = {}): SeriesHistory | undefined {
    return this.#byName.get(name)?.history.find(labels);
  }

  /**
   * Returns what the application records with: the instruments of the metrics of a group that are not computed, by key.
   * They are the registry's, so its rules hold for their histories, too: what it denies or drops has none.
   * @throws {MetricsError} ERR_METRIC_OPTIONS for a group that the services do not run
   */
  recorded<const Group extends MetricsGroup<never>>(group: Group): RecordedBy<Group> {
    const instruments = this.#metrics.instruments.get(group);
    if (instruments !== undefined) return instruments as RecordedBy<Group>;
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      'MetricsServices, recorded: expected a group that the services were made with, got another.',
    );
  }

  /**
   * Returns what shows the samples of the newest turn, by the names that the definitions give them, as numbers or as JSON; of
   * a metric that has failed they have no value.
   */
  record({ entities, measured = false }: RecordOptions): TurnRecord {
    const metrics = this.#metrics.scheduled.filter(
      ({ metric: { parts } }) => parts.isMeasured === measured && (entities || parts.entity === undefined),
    );
    return new TurnRecord(metrics.map(({ metric }) => metric));
  }

  /** Ends what `computeEvery` and `computeOnScrape` have begun. Metrics stay as they are, and are brought up to date no longer. */
  close(): void {
    for (const end of this.#endings) end();
    this.#endings.clear();
    for (const { metric } of [...this.#metrics.scheduled, ...this.#metrics.read]) metric.parts.published?.release();
  }

  get #simulated(): readonly TurnMetric<never>[] {
    return this.#metrics.scheduled.map(({ metric }) => metric).filter(({ parts }) => !parts.isMeasured);
  }

  get #measured(): readonly TurnMetric<never>[] {
    return this.#metrics.scheduled.map(({ metric }) => metric).filter(({ parts }) => parts.isMeasured);
  }

  #showRestored({ createdAt }: RestoreOptions): void {
    if (this.#seconds.turns === 0) return;
    this.publish();
    this.#show();
    if (createdAt === undefined) return;
    for (const { parts } of this.#simulated) for (const family of familiesOf(parts)) setCreated(family, createdAt);
  }

  #refuseAfterTurns(method: string): void {
    if (this.#seconds.turns === 0) return;
    throw new MetricsError(
      'ERR_COMPUTE',
      `MetricsServices, ${method}: expected to be called before the first turn is made, got one afterwards.`,
    );
  }

  /** A computation that makes turns would mix them up. */
  #refuseWithin(method: string): void {
    if (!this.#isComputing) return;
    throw new MetricsError(
      'ERR_COMPUTE',
      `MetricsServices, ${method}: expected a call between two turns, got one from within a computation.`,
    );
  }

  #begin(turn: number, seconds = this.#clock.monotonic()): void {
    this.#turn = turn;
    this.#seconds.numbers[this.#seconds.next] = seconds;
    this.#seconds.commit(false);
  }

  /** Makes a turn without snapshot: what is recorded has its value all the same. */
  #computeWithout(turn: number, cause: unknown): void {
    this.#begin(turn);
    const reason = new Error(`its snapshot failed: ${reasonOf(cause)}`, { cause });
    for (const { name, metric, context, definition } of this.#metrics.scheduled) {
      try {
        if (definition.source === 'recorded') metric.compute(undefined as Snapshot, context);
        else metric.fail(reason);
      } catch {
        this.#errors.report(name, turn, reason);
      }
    }
  }

  /** Remembers to end what has begun, unless the application does. */
  #ending(end: () => void): () => void {
    this.#endings.add(end);
    return () => {
      this.#endings.delete(end);
      end();
    };
  }

  #maker(): TurnMaker<Snapshot> {
    return {
      taken: (snapshot) => {
        this.compute(this.#turn + 1, snapshot);
        this.publish();
      },
      failed: (cause) => {
        this.#computeWithout(this.#turn + 1, cause);
        this.publish();
      },
      monotonic: () => this.#clock.monotonic(),
    };
  }

  #show(): void {
    for (const { name, metric } of this.#metrics.scheduled) {
      try {
        metric.parts.published?.show();
      } catch (cause) {
        this.#errors.report(name, this.#turn, cause);
      }
    }
  }

  #collect({ factory, prefix }: MetricsServicesOptions): void {
    this.#endings.add(factory.addCollector({ name: `${prefix} services`, collect: () => this.#show() }));
    const succeeded = (metric: string): void => this.#errors.succeeded(metric);
    const failed = (metric: string, cause: unknown): void => {
      this.#errors.report(metric, this.#turn, cause);
      this.#errors.publish();
    };
    for (const read of this.#metrics.read) this.#endings.add(factory.addCollector(readCollector(read, { succeeded, failed })));
  }
}

/** Times are kept for as long as the longest history needs them. */
function longestHistory(groups: readonly MetricsGroup<never>[], historyTurns: number): number {
  const all = groups.flatMap(({ definitions }) => Object.values(definitions as Readonly<Record<string, Definition<never>>>));
  return Math.max(historyTurns, ...all.map(({ options }) => options.historyTurns ?? 1));
}
