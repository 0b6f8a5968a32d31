/** Reads the numbers that the lines of a series show out of its row. */
import type { RowLayout } from '../model/family.ts';

/** The numbers of one row, in the order of its lines. Written anew by each `read`. */
export interface RowReader {
  readonly shown: Float64Array;
  /** The lines from `first` to before `end` are shown, but for the line `leftOut`. */
  readonly first: number;
  readonly end: number;
  /** -1 for none. */
  readonly leftOut: number;
  read(values: Float64Array, start: number): void;
}

/** @param isStrict whether numbers that OpenMetrics does not allow are left out */
export function rowReader(row: RowLayout, isStrict: boolean): RowReader {
  if (row.kind === 'histogram') return new HistogramReader(row.buckets, isStrict);
  if (row.kind === 'summary') return new SummaryReader(row.quantiles.length, isStrict);
  return new PlainReader(row.kind === 'states' ? row.states.length : 1);
}

class PlainReader implements RowReader {
  readonly shown: Float64Array;
  readonly first = 0;
  readonly end: number;
  readonly leftOut = -1;

  constructor(count: number) {
    this.shown = new Float64Array(count);
    this.end = count;
  }

  read(values: Float64Array, start: number): void {
    for (let i = 0; i < this.end; i++) this.shown[i] = values[start + i]!;
  }
}

/** Counts of the buckets add up from the first to the last; sum and count follow. */
class HistogramReader implements RowReader {
  readonly shown: Float64Array;
  readonly first = 0;
  end: number;
  readonly leftOut = -1;
  readonly #bounds: number;
  readonly #isStrict: boolean;
  readonly #neverHasSum: boolean;

  constructor(buckets: readonly number[], isStrict: boolean) {
    this.#bounds = buckets.length + 1;
    this.shown = new Float64Array(this.#bounds + 2);
    this.end = this.shown.length;
    this.#isStrict = isStrict;
    this.#neverHasSum = buckets.some((bound) => bound < 0);
  }

  read(values: Float64Array, start: number): void {
    const { shown } = this;
    const bounds = this.#bounds;
    let count = 0;
    for (let i = 0; i < bounds; i++) shown[i] = count += values[start + 1 + i]!;
    const sum = values[start]!;
    shown[bounds] = sum;
    shown[bounds + 1] = count;
    // Buckets, sum and count are counters: without a sum that is one, there is no count either (section "Histogram").
    this.end = this.#isStrict && (this.#neverHasSum || !(sum >= 0)) ? bounds : bounds + 2;
  }
}

/** Quantiles rise, so that negative ones come first; then sum and count. */
class SummaryReader implements RowReader {
  readonly shown: Float64Array;
  first = 0;
  readonly end: number;
  leftOut = -1;
  readonly #quantiles: number;
  readonly #isStrict: boolean;

  constructor(quantiles: number, isStrict: boolean) {
    this.#quantiles = quantiles;
    this.shown = new Float64Array(quantiles + 2);
    this.end = this.shown.length;
    this.#isStrict = isStrict;
  }

  read(values: Float64Array, start: number): void {
    const { shown } = this;
    const quantiles = this.#quantiles;
    for (let i = 0; i < quantiles; i++) shown[i] = values[start + 2 + i]!;
    shown[quantiles] = values[start]!;
    shown[quantiles + 1] = values[start + 1]!;
    if (!this.#isStrict) return;
    // Quantiles must not be negative, and a sum is a counter; a count may do without (section "Summary").
    this.first = 0;
    while (this.first < quantiles && shown[this.first]! < 0) this.first++;
    this.leftOut = values[start]! >= 0 ? -1 : quantiles;
  }
}
