/**
 * Gives slots to label sets as they appear in columns, and takes them back when they leave. A family that nobody sees
 * checks the labels and limits their number; the first number of its series is their slot.
 */
import { CounterFamily } from '../instruments/counter.ts';
import { GaugeFamily } from '../instruments/gauge.ts';
import { HistogramFamily } from '../instruments/histogram.ts';
import type { AnyLabels, HistogramOptions, InstrumentContext } from '../instruments/options.ts';
import type { Series } from '../instruments/series.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import { labelSetOf, savedTenants } from './slots.ts';
import type { SavedSlots, Slots, Tenant } from './slots.ts';
import type { TurnRows } from './turn-rows.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram';
type IndexFamily = CounterFamily | GaugeFamily | HistogramFamily;

/** Called before a slot is taken back. */
export type OnRelease = (tenant: Tenant, slot: number) => void;

interface LabelledTenant extends Tenant {
  readonly series: Series;
}

const NO_ROOM = -1;

export class LabelSlots implements Slots {
  readonly family: IndexFamily;
  /** How many label sets of the last list found no room. */
  unplaced = 0;
  readonly #tenants: (LabelledTenant | undefined)[] = [];
  readonly #free: number[] = [];
  /** The tenant that stands for all that found no room. */
  #overflow: LabelledTenant | undefined;
  #rows: TurnRows | undefined;
  #changes = 0;

  /** @throws {MetricsError} for options that are not those of a metric of this type */
  constructor(type: MetricType, options: HistogramOptions & AnyLabels) {
    this.family = indexFamily(type, options);
    for (const series of this.family.present()) this.#moveIn(series);
  }

  get labelNames(): readonly string[] {
    return this.family.labelNames;
  }

  get tenants(): readonly (Tenant | undefined)[] {
    return this.#tenants;
  }

  /** Who stands for all that found no room. */
  get overflow(): Tenant | undefined {
    return this.#overflow;
  }

  /** The slot of all that found no room; -1 where all did, or what did not is dropped. */
  get overflowSlot(): number {
    return this.#overflow === undefined ? NO_ROOM : slotOf(this.#overflow.series);
  }

  get changes(): number {
    return this.#changes;
  }

  /** Where the numbers of the slots lie. */
  useRows(rows: TurnRows): void {
    this.#rows = rows;
  }

  save(): SavedSlots {
    return { tenants: savedTenants(this.#tenants), free: [...this.#free], overflow: this.overflowSlot };
  }

  load({ tenants, free, overflow }: SavedSlots): void {
    for (const [slot, labelValues] of tenants.entries()) {
      if (labelValues === null) this.#tenants[slot] = undefined;
      else {
        const labels = labelSetOf(this.labelNames, { labelValues });
        const series = slot === overflow ? this.family.resolveOverflow() : this.family.resolve(labels);
        series.values[series.start] = slot;
        this.#tenants[slot] = { series, labelValues };
      }
    }
    this.#free.splice(0, Infinity, ...free);
    this.#overflow = overflow === NO_ROOM ? undefined : this.#tenants[overflow];
    this.#changes++;
  }

  find(labels: LabelSet): number {
    return slotOf(this.family.table.find(labels));
  }

  check(labels: LabelSet): void {
    this.family.find(labels);
  }

  /**
   * Returns the slot of each label set, which are all that there are now; -1 for those that have no room.
   * @param onRelease called for each series that is there and not in the list, which leaves; undefined: none leaves
   * @throws {MetricsError} for labels that are not those of the metric, and label sets given twice
   */
  place(labelSets: readonly LabelSet[], onRelease: OnRelease | undefined): Int32Array {
    const slots = this.#known(labelSets);
    if (onRelease !== undefined) this.#releaseOthers(slots, onRelease);
    this.unplaced = 0;
    for (let i = 0; i < slots.length; i++) {
      if (slots[i] !== NO_ROOM) continue;
      const series = this.family.resolve(labelSets[i]!);
      const isOverflow = this.family.isOverflow(series);
      if (isOverflow) this.unplaced++;
      else if (this.#has(series)) throw repeated(labelSets[i]!, i);
      slots[i] = isOverflow ? this.#overflowSlot(series) : this.#moveIn(series);
    }
    return slots;
  }

  #known(labelSets: readonly LabelSet[]): Int32Array {
    const seen = new Uint8Array(this.#tenants.length);
    const slots = new Int32Array(labelSets.length);
    for (let i = 0; i < slots.length; i++) {
      // The table is asked first, as it is many times as fast for labels that are there.
      const slot = slotOf(this.family.table.find(labelSets[i]!) ?? this.family.find(labelSets[i] as never));
      if (slot !== NO_ROOM && seen[slot]!++ > 0) throw repeated(labelSets[i]!, i);
      slots[i] = slot;
    }
    return slots;
  }

  #releaseOthers(slots: Int32Array, onRelease: OnRelease): void {
    const stays = new Uint8Array(this.#tenants.length);
    for (const slot of slots) if (slot !== NO_ROOM) stays[slot] = 1;
    for (const [slot, tenant] of this.#tenants.entries()) {
      if (stays[slot] === 0 && tenant !== undefined && tenant !== this.#overflow) this.#release(tenant, slot, onRelease);
    }
  }

  #release(tenant: LabelledTenant, slot: number, onRelease: OnRelease): void {
    onRelease(tenant, slot);
    this.family.removeSeries(tenant.series as never);
    this.#tenants[slot] = undefined;
    this.#rows?.moveOut(slot);
    this.#free.push(slot);
    this.#changes++;
  }

  /** What found no room adds up in a slot of its own, unless it is dropped. */
  #overflowSlot(series: Series): number {
    if (series.row < 0) return NO_ROOM;
    if (this.#has(series)) return slotOf(series);
    const slot = this.#moveIn(series);
    this.#overflow = this.#tenants[slot];
    return slot;
  }

  #has(series: Series): boolean {
    return this.#tenants[slotOf(series)]?.series === series;
  }

  #moveIn(series: Series): number {
    const slot = this.#free.pop() ?? this.#tenants.length;
    this.#tenants[slot] = { series, labelValues: this.family.labelValuesOf(series.row) };
    series.values[series.start] = slot;
    this.#rows?.moveIn(slot);
    this.#changes++;
    return slot;
  }
}

function slotOf(series: Series | undefined): number {
  return series === undefined ? NO_ROOM : series.values[series.start]!;
}

function repeated(labels: LabelSet, row: number): MetricsError {
  return new MetricsError('ERR_COMPUTE', `expected label sets that differ, got ${quoted(labels)} in row ${row} again`);
}

function indexFamily(type: MetricType, options: HistogramOptions & AnyLabels): IndexFamily {
  const context: InstrumentContext = {
    onInvalid: (error: Error): never => {
      throw error;
    },
    monotonic: () => 0,
  };
  if (type === 'counter') return new CounterFamily(options, context);
  return type === 'gauge' ? new GaugeFamily(options, context) : new HistogramFamily(options, context);
}
