/**
 * The series of one family: their numbers in blocks that never move, their labels as ids, and the way from a label set
 * to its series. Each label has a list of the values it has had, in which a value's position is its id; a series is
 * known by its ids, four bytes each. Values are never joined into a key, so two label sets that differ are two series
 * whatever they hold.
 *
 * Invariant: rows keep their place for as long as this object is in use, removed ones marked absent, so that a reader
 * of an earlier moment finds what it saw. When more rows are absent than present, `compacted` moves the others together
 * into a new object.
 */
import type { LabelSet } from '../model/labels.ts';
import { markAbsent } from '../model/series-table.ts';
import type { SeriesTable } from '../model/series-table.ts';
import { CombinationTable } from './combination-table.ts';
import { RowIndex, mixed } from './row-index.ts';
import type { Series } from './series.ts';
import { ValueBlocks } from './value-blocks.ts';
import type { Slot } from './value-blocks.ts';

/** Returns the handle of a new row: a fresh one, or one that is moved there. */
type Place<Handle> = (slot: Slot, row: number) => Handle;

/** Few absent rows are no reason to move the others. */
const MIN_ABSENT_ROWS = 64;

export class StoredSeries<Handle extends Series> implements SeriesTable {
  readonly width: number;
  readonly labelValues: readonly string[][];
  readonly #names: readonly string[];
  readonly #blocks: ValueBlocks;
  readonly #codes: readonly Map<string, number>[];
  /** Finds rows by their ids: at first one cell per combination, by hash once these would be too many. */
  #combinations: CombinationTable | undefined;
  readonly #index: RowIndex;
  /** Ids of all rows, one row after the other. */
  #ids = new Int32Array(0);
  /** The ids that are looked for. */
  readonly #wanted: Int32Array;
  readonly #series: (Handle | undefined)[] = [];
  #present = 0;
  #unlisted: Handle | undefined;
  /** Rises with each look-up and removal, so that one notices what the getters of its label set have done meanwhile. */
  #changes = 0;

  /** @param width numbers of a row */
  constructor(names: readonly string[], width: number) {
    this.width = width;
    this.#names = names;
    this.labelValues = names.map(() => []);
    this.#codes = names.map(() => new Map());
    this.#blocks = new ValueBlocks(width);
    this.#combinations = new CombinationTable(names.length);
    this.#index = new RowIndex(names.length);
    this.#wanted = new Int32Array(names.length);
  }

  get blocks(): readonly Float64Array[] {
    return this.#blocks.blocks;
  }

  get rowCount(): number {
    return this.#series.length;
  }

  /** How many rows are not absent. */
  get presentCount(): number {
    return this.#present;
  }

  get shouldCompact(): boolean {
    const absent = this.#series.length - this.#present;
    return absent > MIN_ABSENT_ROWS && absent > this.#present;
  }

  /** The series by row; undefined where it was removed. */
  get series(): readonly (Handle | undefined)[] {
    return this.#series;
  }

  labelId(row: number, label: number): number {
    return this.#ids[row * this.#names.length + label]!;
  }

  /** Returns the id of a value that a label has had, or undefined. */
  idOf(label: number, value: string): number | undefined {
    return this.#codes[label]!.get(value);
  }

  /**
   * Returns the series of these labels, or undefined. The labels are the object's own properties, no more and no fewer.
   * Where they cannot be read without side effects on this object, undefined says nothing.
   */
  find(labels: LabelSet): Handle | undefined {
    const names = this.#names;
    const change = ++this.#changes;
    let hash = 0;
    let i = 0;
    // Names mostly come in the order of the definition: then for-in costs half of looking each one up, and V8 knows in it
    // that a property is the object's own.
    for (const name in labels) {
      if (name !== names[i] || !Object.prototype.hasOwnProperty.call(labels, name)) return this.#findInAnyOrder(labels);
      const id = this.#codes[i]!.get(labels[name]!);
      if (id === undefined) return undefined;
      this.#wanted[i++] = id;
      hash = mixed(hash, id);
    }
    if (i !== names.length) return undefined;
    if (change !== this.#changes) return undefined;
    return this.#series[this.#combinations?.find(this.#wanted) ?? this.#index.find(hash, this.#wanted, this.#ids)];
  }

  /** Returns the series of these values, given in the order of the label names. */
  findValues(values: readonly string[]): Handle | undefined {
    this.#changes++;
    let hash = 0;
    for (let i = 0; i < values.length; i++) {
      const id = this.#codes[i]!.get(values[i]!);
      if (id === undefined) return undefined;
      this.#wanted[i] = id;
      hash = mixed(hash, id);
    }
    return this.#series[this.#combinations?.find(this.#wanted) ?? this.#index.find(hash, this.#wanted, this.#ids)];
  }

  /** Adds a series that is not there yet; `place` returns its handle, with numbers that are all 0. */
  add(values: readonly string[], place: Place<Handle>): Handle {
    const series = this.#append(
      values.map((value, label) => this.#newIdOf(label, value)),
      place,
    );
    this.#list(series.row);
    return series;
  }

  /** Adds a series that is shown with these values but never found by them. */
  addUnlisted(values: readonly string[], place: Place<Handle>): Handle {
    const series = this.#append(
      values.map((value, label) => this.labelValues[label]!.push(value) - 1),
      place,
    );
    this.#unlisted = series;
    return series;
  }

  /** Removes a row that is present: it stays as an absent one, and its handle goes on as the caller says. */
  remove(row: number): void {
    const series = this.#series[row]!;
    const { values, start } = series;
    if (series === this.#unlisted) this.#unlisted = undefined;
    else (this.#combinations ?? this.#index).remove(row, this.#ids);
    this.#series[row] = undefined;
    this.#present--;
    this.#changes++;
    markAbsent(values, start);
  }

  /** Returns a new object with the rows that are present. `moved` is told of each where it is now. O(rows). */
  compacted(moved: (series: Handle, slot: Slot, row: number) => void): StoredSeries<Handle> {
    const target = new StoredSeries<Handle>(this.#names, this.width);
    for (const series of this.#series) {
      if (series === undefined) continue;
      const { values, start, row } = series;
      const labels = this.labelValues.map((known, label) => known[this.labelId(row, label)]!);
      const place = (slot: Slot, newRow: number): Handle => {
        slot.values.set(values.subarray(start, start + this.width), slot.start);
        moved(series, slot, newRow);
        return series;
      };
      if (series === this.#unlisted) target.addUnlisted(labels, place);
      else target.add(labels, place);
    }
    return target;
  }

  #append(ids: readonly number[], place: Place<Handle>): Handle {
    const row = this.#series.length;
    this.#reserveIds(row + 1);
    for (let i = 0; i < ids.length; i++) this.#ids[row * ids.length + i] = ids[i]!;
    const series = place(this.#blocks.allocate(), row);
    this.#series.push(series);
    this.#present++;
    return series;
  }

  #list(row: number): void {
    if (this.#combinations === undefined) this.#index.add(row, this.#ids);
    else if (!this.#combinations.add(row, this.#ids)) {
      this.#combinations = undefined;
      for (const series of this.#series) if (series !== undefined && series !== this.#unlisted) this.#index.add(series.row, this.#ids);
    }
  }

  #newIdOf(label: number, value: string): number {
    const codes = this.#codes[label]!;
    let id = codes.get(value);
    if (id === undefined) codes.set(value, (id = this.labelValues[label]!.push(value) - 1));
    return id;
  }

  #reserveIds(rows: number): void {
    const length = rows * this.#names.length;
    if (length <= this.#ids.length) return;
    const longer = new Int32Array(Math.max(length, Math.ceil(this.#ids.length * 1.25)));
    longer.set(this.#ids);
    this.#ids = longer;
  }

  #findInAnyOrder(labels: LabelSet): Handle | undefined {
    const names = this.#names;
    if (Object.keys(labels).length !== names.length) return undefined;
    const change = this.#changes;
    const values: string[] = [];
    for (const name of names) {
      if (!Object.hasOwn(labels, name)) return undefined;
      values.push(labels[name]!);
    }
    return change === this.#changes ? this.findValues(values) : undefined;
  }
}
