/** Gives slots to the series of an instrument that the application holds, as they come and go. */
import type { Series } from '../instruments/series.ts';
import type { StoredSeries } from '../instruments/stored-series.ts';
import type { LabelSet } from '../model/labels.ts';
import { labelValuesOf } from '../model/series-table.ts';
import type { ShownFamily } from './shown-family.ts';
import { labelSetOf, savedTenants } from './slots.ts';
import type { SavedSlots, Slots, Tenant } from './slots.ts';
import type { TurnRows } from './turn-rows.ts';

interface RecordedTenant extends Tenant {
  readonly series: Series;
}

export class RecordedSlots implements Slots {
  readonly family: ShownFamily;
  readonly #tenants: (RecordedTenant | undefined)[] = [];
  readonly #slots = new Map<Series, number>();
  readonly #free: number[] = [];
  #rows: TurnRows | undefined;
  #changes = 0;
  /** What the series were when they were last looked at. */
  #seen: { readonly table: StoredSeries<Series>; readonly rows: number; readonly present: number } | undefined;

  constructor(family: ShownFamily) {
    this.family = family;
    this.update();
  }

  get labelNames(): readonly string[] {
    return this.family.labelNames;
  }

  get tenants(): readonly (RecordedTenant | undefined)[] {
    return this.#tenants;
  }

  get changes(): number {
    return this.#changes;
  }

  /** Where the numbers of the slots lie. */
  useRows(rows: TurnRows): void {
    this.#rows = rows;
  }

  save(): SavedSlots {
    return { tenants: savedTenants(this.#tenants), free: [...this.#free], overflow: -1 };
  }

  load({ tenants, free }: SavedSlots): void {
    this.#slots.clear();
    this.#tenants.length = 0;
    for (const [slot, labelValues] of tenants.entries()) {
      if (labelValues === null) this.#tenants[slot] = undefined;
      else {
        const series: Series = this.family.resolve(labelSetOf(this.labelNames, { labelValues }));
        this.#tenants[slot] = { series, labelValues };
        this.#slots.set(series, slot);
      }
    }
    this.#free.splice(0, Infinity, ...free);
    this.#seen = undefined;
    this.#changes++;
  }

  find(labels: LabelSet): number {
    const series = this.family.table.find(labels);
    return series === undefined ? -1 : (this.#slots.get(series) ?? -1);
  }

  check(labels: LabelSet): void {
    this.family.find(labels);
  }

  /** Takes series in that are new, and takes back the slots of those that are gone. */
  update(): void {
    const table: StoredSeries<Series> = this.family.table;
    const { rowCount: rows, presentCount: present } = table;
    if (this.#seen?.table === table && this.#seen.rows === rows && this.#seen.present === present) return;
    this.#seen = { table, rows, present };
    const there = new Set<Series>(this.family.present());
    for (const [series, slot] of this.#slots) if (!there.has(series)) this.#release(series, slot);
    for (const series of there) if (!this.#slots.has(series)) this.#moveIn(series);
  }

  #release(series: Series, slot: number): void {
    this.#slots.delete(series);
    this.#tenants[slot] = undefined;
    this.#rows?.moveOut(slot);
    this.#free.push(slot);
    this.#changes++;
  }

  #moveIn(series: Series): void {
    const slot = this.#free.pop() ?? this.#tenants.length;
    this.#slots.set(series, slot);
    this.#tenants[slot] = { series, labelValues: labelValuesOf(this.family.table, series.row) };
    this.#rows?.moveIn(slot);
    this.#changes++;
  }
}
