/**
 * Where scrapes read a metric: the instrument in the registry. It is brought up to date when somebody scrapes; until
 * then it shows what the last scrape has seen.
 */
import type { CounterFamily } from '../instruments/counter.ts';
import type { GaugeFamily, GaugeHandle } from '../instruments/gauge.ts';
import type { HistogramFamily } from '../instruments/histogram.ts';
import type { Series } from '../instruments/series.ts';
import type { LabelSet } from '../model/labels.ts';
import type { LabelSlots } from './label-slots.ts';
import { labelSetOf } from './slots.ts';
import type { Tenant } from './slots.ts';
import type { TurnRows } from './turn-rows.ts';

export type ShownFamily = CounterFamily | GaugeFamily | HistogramFamily;

export interface PublishedFamilyOptions {
  /** Where the metric is shown. */
  readonly family: ShownFamily;
  readonly slots: LabelSlots;
  readonly rows: TurnRows;
  /** What values are divided by: 100 for cents shown as euros. */
  readonly divisor: number;
}

/** A tenant, and where it is shown. */
interface Shown {
  readonly tenant: Tenant;
  readonly series: Series;
}

export class PublishedFamily {
  readonly #family: ShownFamily;
  readonly #options: PublishedFamilyOptions;
  /** The turn that is shown; -1 before the first. */
  #turn = -1;
  /** Who was there at the end of that turn, by slot. */
  #tenants: readonly (Tenant | undefined)[] = [];
  /** Label sets that found no room; of the last list that had any. */
  #unplaced: LabelSet[] = [];
  #changes = -1;
  /** By slot, what the last scrape has seen; several may share a series where rules leave labels out. */
  readonly #shown: (Shown | undefined)[] = [];
  #isInStep = false;
  /** Last numbers of tenants that have left and are yet to be seen. */
  readonly #last = new Map<Tenant, Float64Array>();
  /** What is seen for the last time. */
  readonly #leaving = new Set<Series>();
  /** What tenants that have left have added to a series that others share. */
  readonly #remains = new Map<Series, Float64Array>();

  constructor(options: PublishedFamilyOptions) {
    this.#options = options;
    this.#family = options.family;
    if (options.family.type === 'gauge') for (const { values, start } of this.#family.present()) values[start] = NaN;
  }

  /** Takes note of the last numbers of a tenant that leaves: of so many as there may be series, the oldest go first. */
  keepLast(tenant: Tenant, numbers: Float64Array): void {
    if (this.#last.size >= this.#family.maxSeries) for (const oldest of this.#last.keys()) if (this.#last.delete(oldest)) break;
    this.#last.set(tenant, numbers);
  }

  /** Has scrapes see a turn that was computed. */
  publish(turn: number): void {
    const { slots } = this.#options;
    this.#turn = turn;
    if (slots.changes === this.#changes) return;
    this.#changes = slots.changes;
    this.#tenants = [...slots.tenants];
    if (slots.unplaced.length > 0) this.#unplaced = [...slots.unplaced];
    this.#isInStep = false;
  }

  /** Brings the instrument up to date. A turn that failed, or is no longer there, is withheld. */
  show(): void {
    const { rows } = this.#options;
    if (this.#turn < 0) return;
    this.#family.withheld = !rows.holds(this.#turn) || rows.hasFailed(this.#turn);
    if (this.#family.withheld) return;
    for (const series of this.#leaving) this.#remains.delete(series);
    for (const series of this.#leaving) this.#family.removeSeries(series as never);
    this.#leaving.clear();
    if (!this.#isInStep) this.#fallInStep();
    if (this.#family.type !== 'gauge') for (const shown of this.#shown) if (shown !== undefined) this.#clear(shown.series);
    for (const [series, numbers] of this.#remains) this.#write(series, numbers, 0);
    const start = rows.startOf(this.#turn);
    for (let slot = 0; slot < this.#shown.length; slot++) {
      const shown = this.#shown[slot];
      if (shown !== undefined) this.#write(shown.series, rows.numbers, start + slot * rows.stride);
    }
  }

  /** Those who have left go before others come, as there may be no room for both. */
  #fallInStep(): void {
    const staying = new Set(this.#tenants);
    const left = this.#shown.filter((shown) => shown !== undefined && !staying.has(shown.tenant)) as readonly Shown[];
    for (const [slot, shown] of this.#shown.entries()) if (shown?.tenant !== this.#tenants[slot]) this.#shown[slot] = undefined;
    if (left.length > 0) this.#letGo(left);
    for (const [slot, tenant] of this.#tenants.entries()) {
      if (tenant !== undefined) this.#shown[slot] ??= { tenant, series: this.#place(tenant) };
    }
    // Asking for each also counts it where the registry reports such label sets.
    for (const labelSet of this.#unplaced.splice(1)) this.#family.labels(labelSet);
    this.#isInStep = true;
    if (this.#last.size > 0) this.#showLast(staying);
  }

  #letGo(left: readonly Shown[]): void {
    const used = new Set(this.#shown.map((shown) => shown?.series));
    for (const { tenant, series } of left) {
      if (!this.#last.has(tenant) && !used.has(series) && !this.#family.isOverflow(series)) this.#family.removeSeries(series as never);
    }
  }

  #showLast(staying: ReadonlySet<Tenant | undefined>): void {
    const used = new Set(this.#shown.map((shown) => shown?.series));
    for (const [tenant, numbers] of this.#last) {
      if (staying.has(tenant)) continue;
      this.#last.delete(tenant);
      const series = this.#roomFor(tenant);
      if (series === undefined) continue;
      if (!used.has(series)) this.#leave(series, numbers);
      // Others add up in the same series, which must not fall; one that is back has begun anew.
      else if (this.#family.context.relabel !== undefined) this.#remain(series, numbers);
    }
  }

  #leave(series: Series, numbers: Float64Array): void {
    this.#clear(series);
    this.#write(series, numbers, 0);
    this.#leaving.add(series);
  }

  #remain(series: Series, numbers: Float64Array): void {
    const remains = this.#remains.get(series) ?? new Float64Array(numbers.length);
    for (let k = 0; k < numbers.length; k++) remains[k]! += numbers[k]!;
    this.#remains.set(series, remains);
  }

  #roomFor(tenant: Tenant): Series | undefined {
    const labelSet = labelSetOf(this.#options.slots.labelNames, tenant);
    const isThere = this.#family.seriesCount < this.#family.maxSeries || this.#family.find(labelSet) !== undefined;
    return isThere ? this.#place(tenant) : undefined;
  }

  #place(tenant: Tenant): Series {
    const { slots } = this.#options;
    const labelSet = slots.overflow === tenant ? this.#unplaced[0]! : labelSetOf(slots.labelNames, tenant);
    return this.#family.labels(labelSet) as unknown as Series;
  }

  #clear({ values, start }: Series): void {
    if (start >= 0) values.fill(0, start, start + this.#options.rows.stride);
  }

  /** Counters and histograms add up, where several tenants share a series. */
  #write(series: Series, numbers: Float64Array, at: number): void {
    const { divisor, rows, family } = this.#options;
    if (family.type === 'gauge') (series as Series & GaugeHandle).set(numbers[at]! / divisor);
    else if (series.start >= 0 || family.awaken(series as never)) {
      series.values[series.start]! += numbers[at]! / divisor;
      for (let k = 1; k < rows.stride; k++) series.values[series.start + k]! += numbers[at + k]!;
    }
  }
}
