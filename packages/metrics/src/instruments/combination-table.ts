/**
 * Finds the row of a combination of ids where most combinations have a row: one cell for each, so that nothing is
 * searched and nothing verified. Each label has room for as many ids as the next power of two; with more ids than that,
 * or so many combinations that most cells would be empty, the table is full and another index takes over.
 */

/** Cells of four bytes that each row may cost. */
const MAX_CELLS_PER_ROW = 8;
const MIN_CELLS = 64;

export class CombinationTable {
  /** How far the cells of neighbouring ids of a label are apart. */
  readonly #strides: Int32Array;
  readonly #capacities: Int32Array;
  #cells: Int32Array;

  /** @param width ids of a row */
  constructor(width: number) {
    this.#strides = new Int32Array(width).fill(1);
    this.#capacities = new Int32Array(width).fill(1);
    this.#cells = new Int32Array(1).fill(-1);
  }

  /** Returns the row with these ids, or -1. */
  find(wanted: Int32Array): number {
    const strides = this.#strides;
    let at = 0;
    for (let i = 0; i < strides.length; i++) at += wanted[i]! * strides[i]!;
    return this.#cells[at]!;
  }

  /** Adds a row, of which there are as many before it as its number says. Returns whether there is room. */
  add(row: number, ids: Int32Array): boolean {
    const first = row * this.#strides.length;
    if (this.#capacities.some((capacity, i) => ids[first + i]! >= capacity) && !this.#grow(row, ids)) return false;
    this.#cells[this.#cellOf(row, ids)] = row;
    return true;
  }

  remove(row: number, ids: Int32Array): void {
    this.#cells[this.#cellOf(row, ids)] = -1;
  }

  #cellOf(row: number, ids: Int32Array): number {
    const width = this.#strides.length;
    let at = 0;
    for (let i = 0; i < width; i++) at += ids[row * width + i]! * this.#strides[i]!;
    return at;
  }

  /** Makes room for the ids of a row, unless most cells would be empty. */
  #grow(row: number, ids: Int32Array): boolean {
    const first = row * this.#strides.length;
    const capacities = this.#capacities.map((capacity, i) => Math.max(capacity, powerOfTwoAbove(ids[first + i]!)));
    const count = capacities.reduce((product, capacity) => product * capacity, 1);
    if (count > Math.max(MIN_CELLS, MAX_CELLS_PER_ROW * (row + 1))) return false;
    const rows = this.#cells.filter((each) => each >= 0);
    this.#capacities.set(capacities);
    for (let i = capacities.length - 1, stride = 1; i >= 0; stride *= capacities[i--]!) this.#strides[i] = stride;
    this.#cells = new Int32Array(count).fill(-1);
    for (const each of rows) this.#cells[this.#cellOf(each, ids)] = each;
    return true;
  }
}

function powerOfTwoAbove(id: number): number {
  return 2 ** (32 - Math.clz32(id));
}
