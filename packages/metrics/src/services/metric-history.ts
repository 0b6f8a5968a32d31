import { MetricsError } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import type { Column } from './column.ts';
import { SeriesHistory } from './history/series-history.ts';
import type { TurnValues } from './history/turn-values.ts';
import { SeriesValues } from './series-values.ts';
import { labelSetOf } from './slots.ts';
import type { Slots, Tenant } from './slots.ts';
import type { TurnRows } from './turn-rows.ts';

/** What the history of a metric is read from. */
export interface HistorySource {
  readonly name: string;
  readonly slots: Slots;
  readonly rows: TurnRows;
  /** Monotonic seconds of each turn. */
  readonly seconds: TurnValues;
  /** What kept values are divided by when they are read. */
  readonly divisor: number;
}

const NOTHING: TurnValues = { turns: 0, newestTurn: -1, length: 0, at: () => NaN };

/**
 * The history of a metric: of one without labels its values, of one with labels that of each series.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ open: number; done: number }>();
 * const shop = defineMetrics('shop', {
 *   orders: gauge({ help: 'Orders.', labels: { state: ['open', 'done'] }, compute: ({ open, done }) => ({ open, done }) }),
 *   open_orders_change: gauge({
 *     help: 'Change of the open orders.',
 *     reads: ['orders'],
 *     compute: (_, { history }) => history.orders.labels({ state: 'open' }).delta(1),
 *   }),
 * });
 */
export class MetricHistory extends SeriesHistory {
  readonly #source: HistorySource | undefined;
  /** By slot, made when it is asked for. */
  readonly #series: ({ readonly tenant: Tenant; readonly history: SeriesHistory } | undefined)[] = [];
  #listed: { readonly changes: number; readonly labelSets: readonly LabelSet[] } | undefined;

  /** @param source undefined for a metric that is switched off: it has no values */
  constructor(source: HistorySource | undefined) {
    super(valuesOf(source), source?.seconds ?? NOTHING, source?.divisor ?? 1);
    this.#source = source;
  }

  /**
   * Returns the history of the series with these labels; one without turns where there is none.
   * @throws {MetricsError} ERR_LABEL_SET for other labels than the metric has, ERR_LABEL_VALUE for a value that it cannot have
   */
  labels(labels: LabelSet): SeriesHistory {
    const history = this.find(labels);
    if (history === undefined) this.#source?.slots.check(labels);
    return history ?? NO_HISTORY;
  }

  /** Returns the history of the series with these labels, or undefined. */
  find(labels: LabelSet): SeriesHistory | undefined {
    const slot = this.#source?.slots.find(labels) ?? -1;
    return slot < 0 ? undefined : this.#at(slot);
  }

  /**
   * Returns a value for each series that is there now, such as its change: `history.stock.column((stock) => stock.delta(5))`.
   * @param read called for each series
   */
  column<Labels extends LabelSet = LabelSet>(read: (series: SeriesHistory) => number): Column<Labels> {
    const tenants = this.#source?.slots.tenants ?? [];
    const values = new Float64Array(tenants.length);
    let row = 0;
    for (let slot = 0; slot < tenants.length; slot++) if (tenants[slot] !== undefined) values[row++] = read(this.#at(slot));
    return { labelSets: this.#labelSets(tenants) as readonly Labels[], values };
  }

  #labelSets(tenants: readonly (Tenant | undefined)[]): readonly LabelSet[] {
    const { labelNames, changes } = this.#source?.slots ?? { labelNames: [], changes: 0 };
    if (this.#listed?.changes !== changes) {
      const labelSets = tenants.filter((tenant) => tenant !== undefined).map((tenant) => labelSetOf(labelNames, tenant));
      this.#listed = { changes, labelSets };
    }
    return this.#listed.labelSets;
  }

  #at(slot: number): SeriesHistory {
    const { slots, rows, seconds, divisor } = this.#source!;
    const tenant = slots.tenants[slot]!;
    let known = this.#series[slot];
    if (known?.tenant !== tenant) {
      known = { tenant, history: new SeriesHistory(new SeriesValues(rows, slot), seconds, divisor) };
      this.#series[slot] = known;
    }
    return known.history;
  }
}

const NO_HISTORY = new SeriesHistory(NOTHING, NOTHING, 1);

function valuesOf(source: HistorySource | undefined): TurnValues {
  if (source === undefined) return NOTHING;
  return source.slots.labelNames.length === 0 ? new SeriesValues(source.rows, 0) : new LabelledValues(source.name);
}

/** Has whoever reads a metric with labels as if it had none find out. */
class LabelledValues implements TurnValues {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get turns(): number {
    throw this.#refused();
  }

  get newestTurn(): number {
    throw this.#refused();
  }

  get length(): number {
    throw this.#refused();
  }

  at(): number {
    throw this.#refused();
  }

  #refused(): MetricsError {
    return new MetricsError(
      'ERR_COMPUTE',
      `the history of "${this.#name}" is one for each of its label sets. Read labels({ … }), or column() for all of them.`,
    );
  }
}
