/**
 * What becomes of series that have left: the last total of a counter is seen by one more scrape, unless its room is
 * needed; what it has added to a series that others share remains there, because that must not fall.
 */
import type { Series } from '../instruments/series.ts';
import type { ShownFamily } from './shown-family.ts';
import type { Tenant } from './slots.ts';

export class Departures {
  readonly #family: ShownFamily;
  /** Last numbers of tenants that have left and are yet to be seen. */
  readonly #last = new Map<Tenant, Float64Array>();
  /** What is seen for the last time. */
  readonly #leaving = new Map<Series, Float64Array>();
  /** What tenants that have left have added to a series that others share. */
  readonly #remains = new Map<Series, Float64Array>();

  readonly #maxLast: number;

  /** @param maxLast of how many tenants the last numbers are kept until a scrape sees them */
  constructor(family: ShownFamily, maxLast: number) {
    this.#family = family;
    this.#maxLast = maxLast;
  }

  /** Takes note of the last numbers of a tenant that leaves; where there are too many, the oldest go. */
  keepLast(tenant: Tenant, numbers: Float64Array): void {
    if (this.#last.size >= this.#maxLast) for (const oldest of this.#last.keys()) if (this.#last.delete(oldest)) break;
    this.#last.set(tenant, numbers);
  }

  /** Removes what has been seen for the last time. */
  end(): void {
    for (const series of this.#leaving.keys()) {
      this.#remains.delete(series);
      this.#family.removeSeries(series as never);
    }
    this.#leaving.clear();
  }

  /** Lets a tenant go that was shown. @param isShared whether others are shown by the same series */
  leave(tenant: Tenant, series: Series, isShared: boolean): void {
    const numbers = this.#last.get(tenant);
    this.#last.delete(tenant);
    if (isShared || this.#family.isOverflow(series) || this.#isOnlySeries) {
      if (numbers !== undefined) addTo(this.#remains, series, numbers);
    } else if (numbers !== undefined) addTo(this.#leaving, series, numbers);
    // Several may have shared it, and one of them may have left something to be seen.
    else if (!this.#leaving.has(series) && series.row >= 0) this.#family.removeSeries(series as never);
  }

  /** Gives up what is seen for the last time until there is room for so many others, the oldest first. */
  makeRoom(newcomers: number): void {
    for (const series of this.#leaving.keys()) {
      if (this.#family.maxSeries - this.#family.seriesCount >= newcomers) return;
      this.#leaving.delete(series);
      this.#remains.delete(series);
      this.#family.removeSeries(series as never);
    }
  }

  /** A series that was to be seen for the last time has somebody again, who begins anew unless others shared it. */
  takeOver(series: Series): void {
    const numbers = this.#leaving.get(series);
    if (numbers === undefined) return;
    this.#leaving.delete(series);
    if (this.#family.context.relabel !== undefined) addTo(this.#remains, series, numbers);
  }

  /**
   * Has the last totals of those seen that no scrape has seen before.
   * @param staying tenants that are still there
   * @param place returns where a tenant is to be shown; undefined where there is no room
   */
  showUnseen(staying: ReadonlySet<Tenant | undefined>, place: (tenant: Tenant) => { series: Series; isUsed: boolean } | undefined): void {
    for (const [tenant, numbers] of this.#last) {
      if (staying.has(tenant)) continue;
      this.#last.delete(tenant);
      const placed = place(tenant);
      if (placed === undefined) continue;
      if (this.#isOnlySeries) addTo(this.#remains, placed.series, numbers);
      else if (!placed.isUsed) addTo(this.#leaving, placed.series, numbers);
      else if (this.#family.context.relabel !== undefined) addTo(this.#remains, placed.series, numbers);
    }
  }

  /** Where rules leave no label, the series never goes. */
  get #isOnlySeries(): boolean {
    return this.#family.labelNames.length === 0;
  }

  /** Hands out what is to be added to each series. */
  forEach(add: (series: Series, numbers: Float64Array) => void): void {
    for (const [series, numbers] of this.#remains) add(series, numbers);
    for (const [series, numbers] of this.#leaving) add(series, numbers);
  }
}

function addTo(sums: Map<Series, Float64Array>, series: Series, numbers: Float64Array): void {
  const sum = sums.get(series) ?? new Float64Array(numbers.length);
  for (let k = 0; k < numbers.length; k++) sum[k]! += numbers[k]!;
  sums.set(series, sum);
}
