/**
 * The series that a family has at a time: as many as its limit allows, without those that have idled out, and one for
 * what exceeds the limit.
 *
 * Invariant: a handle outlives its series. It then writes nowhere, and what it writes is counted, unless the series had
 * idled out: that one begins anew.
 */
import { OVERFLOW_VALUE } from '../model/labels.ts';
import { labelValuesOf } from '../model/series-table.ts';
import { IdleSeries } from './idle-series.ts';
import type { InstrumentContext } from './options.ts';
import { NOWHERE } from './series.ts';
import type { Series } from './series.ts';
import { StoredSeries } from './stored-series.ts';
import type { Slot } from './value-blocks.ts';

/** What the series of one family are like. */
export interface SeriesRules<Handle> {
  readonly labelNames: readonly string[];
  readonly maxSeries: number;
  readonly ttlSeconds: number | undefined;
  /** How many numbers a series owns. */
  readonly width: number;
  /** How many of these, from the first on, tell whether it was written to. */
  readonly activityNumbers: number;
  /** Whether label sets beyond the limit add up in one series; otherwise they are dropped. */
  readonly overflowAddsUp: boolean;
  readonly context: InstrumentContext;
  readonly create: (slot: Slot, row: number) => Handle;
  /** Gives a series the numbers it begins with. */
  readonly begin: (series: Handle) => void;
}

export class LimitedSeries<Handle extends Series> {
  readonly #rules: SeriesRules<Handle>;
  readonly #idle: IdleSeries<Handle> | undefined;
  #table: StoredSeries<Handle>;
  #overflow: Handle | undefined;
  #overflowed = 0;
  #detachedWrites = 0;
  #isRetired = false;

  constructor(rules: SeriesRules<Handle>) {
    const { ttlSeconds, activityNumbers, context } = rules;
    this.#rules = rules;
    this.#table = new StoredSeries(rules.labelNames, rules.width);
    this.#idle = ttlSeconds === undefined ? undefined : new IdleSeries(ttlSeconds, activityNumbers, context.monotonic);
  }

  get table(): StoredSeries<Handle> {
    return this.#table;
  }

  /** How many series there are, without the one that collects what exceeds the limit. */
  get count(): number {
    return this.#table.presentCount - (this.#overflow !== undefined && this.#rules.overflowAddsUp ? 1 : 0);
  }

  /** How many label sets could not get a series of their own; counts every call. */
  get overflowed(): number {
    return this.#overflowed;
  }

  /** How many writes went nowhere, because their series had been removed. */
  get detachedWrites(): number {
    return this.#detachedWrites;
  }

  /** The series that are there, in the order of their creation. */
  *present(): Generator<Handle, void, undefined> {
    for (const series of this.#table.series) if (series !== undefined) yield series;
  }

  /** Whether a series is the one that collects what exceeds the limit. */
  isOverflow(series: Series): boolean {
    return series === this.#overflow;
  }

  /** Returns the series of these checked values: the one that is there, a new one, or beyond the limit the one that collects the rest. */
  obtain(values: readonly string[]): Handle {
    if (this.#isRetired) return this.#rules.create(NOWHERE, -1);
    const known = this.#table.findValues(values);
    if (known !== undefined) return known;
    return this.#hasRoom() ? this.#place(values, this.#rules.create) : this.overflow();
  }

  /** Returns the series that have these values, undefined standing for any. O(series). */
  matching(values: readonly (string | undefined)[]): readonly Handle[] {
    const table = this.#table;
    const ids = values.map((value, label) => (value === undefined ? undefined : (table.idOf(label, value) ?? -1)));
    return [...this.present()].filter(({ row }) => ids.every((id, label) => id === undefined || id === table.labelId(row, label)));
  }

  /** Whether a handle that points nowhere may write after all: that of an idle series, which begins anew. Others are counted. */
  awaken(handle: Handle): boolean {
    const values = this.#isRetired ? undefined : this.#idle?.wake(handle);
    if (values === undefined) {
      this.#detachedWrites++;
      this.#rules.context.onDetachedWrite?.();
      return false;
    }
    const known = this.#table.findValues(values);
    if (known !== undefined) this.#idle?.join(handle, known);
    else if (this.#hasRoom()) {
      this.#place(values, (slot, row) => {
        handle.moveTo(slot, row);
        return handle;
      });
    } else this.#idle?.join(handle, this.overflow());
    return true;
  }

  /** Removes series that are there; the only one of a metric without labels is set back instead. */
  end(ending: readonly Handle[]): void {
    for (const series of ending) {
      if (this.#rules.labelNames.length === 0) this.restart(series);
      else this.#remove(series.row);
    }
    this.#compactWhereWorthwhile();
  }

  /** Sets a series back to what it began with. */
  restart(series: Handle): void {
    series.values.fill(0, series.start, series.start + this.#table.width);
    this.#rules.begin(series);
    this.#idle?.restart(series);
  }

  /** Removes all series for good: from now on, handles write nowhere. */
  retire(): void {
    for (const { row } of this.present()) this.#remove(row);
    this.#overflow?.detach();
    this.#overflow = undefined;
    this.#isRetired = true;
  }

  /** Removes the series that have idled out. */
  letIdleGo(): void {
    this.#idle?.sweep(this.#table, (row) => this.#park(row));
    this.#compactWhereWorthwhile();
  }

  /** A family that is full lets go of what has idled out before it turns a label set away. */
  #hasRoom(): boolean {
    if (this.count >= this.#rules.maxSeries) this.letIdleGo();
    return this.count < this.#rules.maxSeries;
  }

  #place(values: readonly string[], handle: (slot: Slot, row: number) => Handle): Handle {
    const series = this.#table.add(values, handle);
    this.#rules.begin(series);
    return series;
  }

  /** Returns the one that collects what exceeds the limit. What is dropped has numbers of its own, outside the blocks that are exposed. */
  overflow(): Handle {
    const { labelNames, overflowAddsUp, context, create, begin } = this.#rules;
    this.#overflowed++;
    context.onOverflow?.();
    if (this.#overflow !== undefined) return this.#overflow;
    const values = labelNames.map(() => OVERFLOW_VALUE);
    this.#overflow = overflowAddsUp
      ? this.#table.addUnlisted(values, create)
      : create({ values: new Float64Array(this.#table.width), start: 0 }, -1);
    begin(this.#overflow);
    return this.#overflow;
  }

  #remove(row: number): void {
    const series = this.#table.series[row]!;
    this.#table.remove(row);
    if (series === this.#overflow) this.#overflow = undefined;
    for (const each of [series, ...(this.#idle?.takeJoined(series) ?? [])]) each.detach();
  }

  #park(row: number): void {
    const series = this.#table.series[row]!;
    if (series === this.#overflow) return;
    this.#idle?.park(series, labelValuesOf(this.#table, row));
    this.#remove(row);
  }

  #compactWhereWorthwhile(): void {
    if (!this.#table.shouldCompact) return;
    this.#table = this.#table.compacted((series, slot, row) => {
      this.#idle?.move(series, slot, row);
      series.moveTo(slot, row);
    });
    this.#idle?.truncate(this.#table.rowCount);
  }
}
