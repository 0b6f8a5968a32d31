/**
 * Where scrapes read a metric: the instrument in the registry. It is brought up to date when somebody scrapes; until
 * then it shows what the last scrape has seen.
 */
import type { GaugeHandle } from '../instruments/gauge.ts';
import type { Series } from '../instruments/series.ts';
import { MetricsError } from '../model/errors.ts';
import { Departures } from './departures.ts';
import type { LabelSlots } from './label-slots.ts';
import type { ShownFamily } from './shown-family.ts';
import { labelSetOf } from './slots.ts';
import type { Tenant } from './slots.ts';
import type { TurnRows } from './turn-rows.ts';

export interface PublishedFamilyOptions {
  /** Where the metric is shown. */
  readonly family: ShownFamily;
  readonly slots: LabelSlots;
  readonly rows: TurnRows;
  /** What values are divided by: 100 for cents shown as euros. */
  readonly divisor: number;
}

/** Two that show one metric would overwrite each other. */
const shownElsewhere = new WeakSet<ShownFamily>();

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
  /** How many label sets found no room, of the last list that had any. */
  #unplaced = 0;
  #changes = -1;
  /** By slot, what the last scrape has seen; several may share a series where rules leave labels out. */
  readonly #shown: (Shown | undefined)[] = [];
  #isInStep = false;
  readonly #departures: Departures;

  constructor(options: PublishedFamilyOptions) {
    this.#options = options;
    this.#family = options.family;
    this.#departures = new Departures(options.family, options.slots.family.maxSeries);
    if (shownElsewhere.has(options.family)) {
      const problem = `Metric "${options.family.name}" is shown by other services of this registry.`;
      throw new MetricsError('ERR_METRIC_SHAPE', `${problem} Give all groups to one, or close the others first.`);
    }
    shownElsewhere.add(options.family);
    if (options.family.type === 'gauge') for (const { values, start } of this.#family.present()) values[start] = NaN;
  }

  /** What the registry shows. */
  get family(): ShownFamily {
    return this.#family;
  }

  /** Lets others show the metric. */
  release(): void {
    shownElsewhere.delete(this.#family);
  }

  /** Takes note of the last numbers of a tenant that leaves. */
  keepLast(tenant: Tenant, numbers: Float64Array): void {
    this.#departures.keepLast(tenant, numbers);
  }

  /** Has scrapes see a turn that was computed. */
  publish(turn: number): void {
    const { slots } = this.#options;
    this.#turn = turn;
    if (slots.changes === this.#changes) return;
    this.#changes = slots.changes;
    this.#tenants = [...slots.tenants];
    if (slots.unplaced > 0) this.#unplaced = slots.unplaced;
    this.#isInStep = false;
  }

  /** Brings the instrument up to date. A turn that failed, or is no longer there, is withheld. */
  show(): void {
    const { rows } = this.#options;
    if (this.#turn < 0) return;
    this.#family.withheld = !rows.holds(this.#turn) || rows.hasFailed(this.#turn);
    if (this.#family.withheld) return;
    this.#departures.end();
    if (!this.#isInStep) this.#fallInStep();
    if (this.#family.type !== 'gauge') this.#clearAll();
    this.#departures.forEach((series, numbers) => this.#write(series, numbers, 0));
    const start = rows.startOf(this.#turn);
    for (let slot = 0; slot < this.#shown.length; slot++) {
      const shown = this.#shown[slot];
      if (shown !== undefined) this.#write(shown.series, rows.numbers, start + slot * rows.stride);
    }
  }

  /** Those who have left make room before others come. */
  #fallInStep(): void {
    const staying = new Set(this.#tenants);
    this.#letGo(staying);
    const newcomers = this.#tenants.filter((tenant, slot) => tenant !== undefined && this.#shown[slot] === undefined);
    this.#departures.makeRoom(newcomers.length);
    const counted = this.#isOverflowNew() ? 1 : 0;
    for (const [slot, tenant] of this.#tenants.entries()) if (tenant !== undefined) this.#shown[slot] ??= this.#place(tenant);
    // Asking for each also counts it where the registry reports such label sets.
    for (let i = counted; i < this.#unplaced; i++) this.#family.resolveOverflow();
    this.#unplaced = 0;
    this.#isInStep = true;
    const used = new Set(this.#shown.map((shown) => shown?.series));
    this.#departures.showUnseen(staying, (tenant) => {
      const series = this.#roomFor(tenant);
      return series === undefined ? undefined : { series, isUsed: used.has(series) };
    });
  }

  /** Whether placing the series that stands for all that found no room counts one of them. */
  #isOverflowNew(): boolean {
    const { overflow } = this.#options.slots;
    return overflow !== undefined && this.#tenants.some((tenant, slot) => tenant === overflow && this.#shown[slot] === undefined);
  }

  #letGo(staying: ReadonlySet<Tenant | undefined>): void {
    const left: Shown[] = [];
    for (const [slot, shown] of this.#shown.entries()) {
      if (shown === undefined || (shown.tenant === this.#tenants[slot] && !this.#wasDropped(shown))) continue;
      if (!staying.has(shown.tenant)) left.push(shown);
      this.#shown[slot] = undefined;
    }
    const used = new Set(left.length === 0 ? [] : this.#shown.map((shown) => shown?.series));
    for (const { tenant, series } of left) this.#departures.leave(tenant, series, used.has(series));
  }

  /** A gauge that found no room, and may find some now. */
  #wasDropped({ series }: Shown): boolean {
    return this.#family.type === 'gauge' && series.row < 0;
  }

  #place(tenant: Tenant): Shown {
    const { slots } = this.#options;
    if (tenant === slots.overflow) return { tenant, series: this.#family.resolveOverflow() };
    const series = this.#family.labels(labelSetOf(slots.labelNames, tenant)) as unknown as Series;
    this.#departures.takeOver(series);
    return { tenant, series };
  }

  #roomFor(tenant: Tenant): Series | undefined {
    const labelSet = labelSetOf(this.#options.slots.labelNames, tenant);
    const isThere = this.#family.seriesCount < this.#family.maxSeries || this.#family.find(labelSet) !== undefined;
    return isThere ? (this.#family.labels(labelSet) as unknown as Series) : undefined;
  }

  #clearAll(): void {
    for (const shown of this.#shown) if (shown !== undefined) this.#clear(shown.series);
    this.#departures.forEach((series) => this.#clear(series));
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
