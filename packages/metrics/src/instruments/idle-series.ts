/**
 * Series of a family that nobody has written to for a while. Whether a series was written to shows in its numbers; where
 * a write may leave them as they were, as `set` of a gauge may, the handle counts its writes in one number more.
 *
 * An idle series is parked: its row goes, and its labels are kept by its handle alone, so that a handle which nobody
 * holds costs nothing. The next write through a parked handle begins the series anew. Where another series with its
 * labels has begun meanwhile, the handle joins that one.
 */
import { isAbsent } from '../model/series-table.ts';
import type { SeriesTable } from '../model/series-table.ts';
import type { Series } from './series.ts';
import type { Slot } from './value-blocks.ts';
import { WeakHandles } from './weak-handles.ts';

/**
 * A family is swept at most so many times while a series idles out, and otherwise only when somebody reads it or it is
 * full. A series may therefore stay longer: by an eighth, or until the second scrape that finds it unchanged.
 */
const SWEEPS_PER_TTL = 8;

export class IdleSeries<Handle extends Series> {
  readonly #ttlSeconds: number;
  readonly #width: number;
  readonly #monotonic: () => number;
  #nextSweep = -Infinity;
  /** The numbers of each row when it was last seen to be active, and when that was: NaN before it was seen at all. */
  #seen = new Float64Array(0);
  #activeAt = new Float64Array(0);
  readonly #parked = new WeakMap<Handle, readonly string[]>();
  /** Handles that write to the series of another handle, for as long as somebody holds them. */
  readonly #joined = new WeakMap<Handle, WeakHandles<Handle>>();

  /** @param width how many numbers of a row tell whether it was written to */
  constructor(ttlSeconds: number, width: number, monotonic: () => number) {
    this.#ttlSeconds = ttlSeconds;
    this.#width = width;
    this.#monotonic = monotonic;
  }

  /** Calls `park` with each row that has been idle for too long. O(rows), at most eight times while a series idles out. */
  sweep(table: SeriesTable, park: (row: number) => void): void {
    const now = this.#monotonic();
    if (now < this.#nextSweep) return;
    this.#nextSweep = now + this.#ttlSeconds / SWEEPS_PER_TTL;
    this.#reserve(table.rowCount);
    let row = 0;
    for (const block of table.blocks) {
      for (let start = 0; start < block.length && row < table.rowCount; start += table.width, row++) {
        if (isAbsent(block, start)) continue;
        if (Number.isNaN(this.#activeAt[row]!) || this.#hasChanged(block, start, row)) this.#remember(block, start, { row, now });
        else if (now - this.#activeAt[row]! > this.#ttlSeconds) park(row);
      }
    }
  }

  /** Keeps the labels with the handles of a series, which then write nowhere. */
  park(series: Handle, labelValues: readonly string[]): void {
    for (const handle of [series, ...this.#joinedTo(series)]) this.#parked.set(handle, labelValues);
  }

  /** Returns the labels of a parked handle, which is parked no more; undefined for any other. */
  wake(handle: Handle): readonly string[] | undefined {
    const labelValues = this.#parked.get(handle);
    this.#parked.delete(handle);
    return labelValues;
  }

  /** Has a handle write where another one does. */
  join(handle: Handle, series: Handle): void {
    handle.moveTo(series, series.row);
    let handles = this.#joined.get(series);
    if (handles === undefined) this.#joined.set(series, (handles = new WeakHandles()));
    handles.add(handle);
  }

  /** Returns the handles that have joined a series, which ends. */
  takeJoined(series: Handle): readonly Handle[] {
    const handles = this.#joinedTo(series);
    this.#joined.delete(series);
    return handles;
  }

  /** Follows a series that is about to move to another row, further up. */
  move(series: Handle, slot: Slot, row: number): void {
    const width = this.#width;
    this.#reserve(series.row + 1);
    this.#seen.copyWithin(row * width, series.row * width, (series.row + 1) * width);
    this.#activeAt.copyWithin(row, series.row, series.row + 1);
    for (const handle of this.#joinedTo(series)) handle.moveTo(slot, row);
  }

  /** Follows a series that has begun anew where it is, which its numbers may not show. */
  restart(series: Handle): void {
    if (series.row < this.#activeAt.length) this.#activeAt[series.row] = NaN;
    for (const handle of this.#joinedTo(series)) handle.moveTo(series, series.row);
  }

  /** Forgets the rows from `rowCount` on, after all series have moved. */
  truncate(rowCount: number): void {
    this.#activeAt.fill(NaN, rowCount);
  }

  #joinedTo(series: Handle): readonly Handle[] {
    return this.#joined.get(series)?.held() ?? [];
  }

  #hasChanged(block: Float64Array, start: number, row: number): boolean {
    for (let i = 0; i < this.#width; i++) {
      if (!Object.is(block[start + i], this.#seen[row * this.#width + i])) return true;
    }
    return false;
  }

  #remember(block: Float64Array, start: number, { row, now }: { readonly row: number; readonly now: number }): void {
    this.#seen.set(block.subarray(start, start + this.#width), row * this.#width);
    this.#activeAt[row] = now;
  }

  #reserve(rows: number): void {
    if (rows <= this.#activeAt.length) return;
    const known = this.#activeAt.length;
    this.#activeAt = longer(this.#activeAt, rows + (rows >> 1)).fill(NaN, known);
    this.#seen = longer(this.#seen, this.#activeAt.length * this.#width);
  }
}

function longer(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length);
  copy.set(values);
  return copy;
}
