/**
 * A page: the text of some consecutive series with one line each, as UTF-8 bytes that are kept from scrape to scrape.
 *
 * Beside the bytes a page keeps where each line ends, how long its number is, and the value it shows. A scrape compares
 * values and writes only the numbers that changed: in place while few did, by copying the page around the new numbers
 * otherwise. The part of a line before its number, its head, is encoded once.
 *
 * Invariant: the bytes are exactly the lines of the page's rows with the values shown.
 */
import { ByteBuffer } from './byte-buffer.ts';
import { MAX_NUMBER_BYTES, writeNumber } from './number-bytes.ts';

export interface LineLayout {
  /** Returns everything before the number of a row's line, the blank included. */
  readonly head: (row: number) => string;
  /** Whether a value of NaN leaves the line out. */
  readonly omitNaN: boolean;
}

const LINE_FEED = 10;
/** Bytes of a UTF-16 unit, at the most. */
const MAX_UTF8_BYTES = 3;
/** From this many changed lines on, copying the page once is cheaper than moving its tail each time. */
const MAX_MOVES = 6;

const encoder = new TextEncoder();
/** Shared by all pages: what is being written is written before anything else runs. */
const scratch = new ByteBuffer(64 * 1024);
const number = new Uint8Array(MAX_NUMBER_BYTES);

export class TextPage {
  readonly #layout: LineLayout;
  readonly #firstRow: number;
  readonly #text = new ByteBuffer(0);
  readonly #ends: Uint32Array;
  readonly #numberLengths: Uint8Array;
  readonly #shown: Float64Array;
  #rows = 0;

  /**
   * @param firstRow row of the family the page begins with
   * @param capacity most rows the page will hold
   */
  constructor(layout: LineLayout, firstRow: number, capacity: number) {
    this.#layout = layout;
    this.#firstRow = firstRow;
    this.#ends = new Uint32Array(capacity);
    this.#numberLengths = new Uint8Array(capacity);
    this.#shown = new Float64Array(capacity);
  }

  /**
   * Returns the text of the first `rows` rows, at least 1, with the values that lie in `values` from `start`; valid until
   * the page is asked again. Rows that are new are added. A reader of an earlier moment may ask for fewer rows than there
   * are: the others then show what lies there, and are not read.
   */
  text(values: Float64Array, start: number, rows: number): Uint8Array {
    if (this.#layout.omitNaN && this.#anyLineComesOrGoes(values, start)) this.#rows = this.#text.length = 0;
    const changed = this.#countChanged(values, start);
    if (changed > MAX_MOVES) this.#copyAround(values, start);
    else if (changed > 0) this.#patch(values, start);
    if (rows > this.#rows) this.#append(values, start, rows);
    return this.#text.bytes.subarray(0, this.#ends[rows - 1]);
  }

  #anyLineComesOrGoes(values: Float64Array, start: number): boolean {
    for (let row = 0; row < this.#rows; row++) {
      if (Number.isNaN(values[start + row]!) !== Number.isNaN(this.#shown[row]!)) return true;
    }
    return false;
  }

  #countChanged(values: Float64Array, start: number): number {
    const shown = this.#shown;
    let changed = 0;
    for (let row = 0; row < this.#rows; row++) if (!isSame(values[start + row]!, shown[row]!)) changed++;
    return changed;
  }

  /** Writes the numbers of the changed rows one by one. */
  #patch(values: Float64Array, start: number): void {
    for (let row = 0; row < this.#rows; row++) {
      const value = values[start + row]!;
      if (isSame(value, this.#shown[row]!)) continue;
      this.#patchLine(row, value);
      this.#shown[row] = value;
    }
  }

  #patchLine(row: number, value: number): void {
    const end = this.#ends[row]! - 1;
    const begin = end - this.#numberLengths[row]!;
    const length = writeNumber(number, 0, value);
    const shift = begin + length - end;
    if (shift !== 0) this.#moveTail(row, end, shift);
    const { bytes } = this.#text;
    for (let i = 0; i < length; i++) bytes[begin + i] = number[i]!;
    this.#numberLengths[row] = length;
  }

  #moveTail(row: number, end: number, shift: number): void {
    this.#text.shift(end, shift);
    for (let i = row; i < this.#rows; i++) this.#ends[i]! += shift;
  }

  /** Builds the page anew from its own heads and the new numbers. A line that is left out has no bytes, and stays so. */
  #copyAround(values: Float64Array, start: number): void {
    scratch.clear(this.#text.length + this.#rows * MAX_NUMBER_BYTES);
    let from = 0;
    for (let row = 0; row < this.#rows; row++) {
      const end = this.#ends[row]!;
      if (end !== from) {
        scratch.append(this.#text, from, end - 1 - this.#numberLengths[row]!);
        this.#finishLine(scratch, row, values[start + row]!);
      }
      this.#ends[row] = scratch.length;
      from = end;
    }
    this.#text.replace(scratch);
    this.#shown.set(values.subarray(start, start + this.#rows));
  }

  #finishLine(text: ByteBuffer, row: number, value: number): void {
    const end = writeNumber(text.bytes, text.length, value);
    this.#numberLengths[row] = end - text.length;
    text.bytes[end] = LINE_FEED;
    text.length = end + 1;
  }

  #append(values: Float64Array, start: number, rows: number): void {
    const headEnds = this.#encodeHeads(rows);
    let from = 0;
    for (let row = this.#rows; row < rows; row++) {
      const value = values[start + row]!;
      const to = headEnds[row - this.#rows]!;
      if (!this.#layout.omitNaN || !Number.isNaN(value)) {
        this.#text.append(scratch, from, to);
        this.#finishLine(this.#text, row, value);
      }
      this.#ends[row] = this.#text.length;
      this.#shown[row] = value;
      from = to;
    }
    this.#rows = rows;
    this.#text.trim();
  }

  /** Encodes the heads of the rows that are new into `scratch`, all in one call, and returns where each ends. */
  #encodeHeads(rows: number): number[] {
    const heads = Array.from({ length: rows - this.#rows }, (_, i) => this.#layout.head(this.#firstRow + this.#rows + i));
    const text = heads.join('');
    scratch.clear(text.length * MAX_UTF8_BYTES);
    scratch.length = encoder.encodeInto(text, scratch.bytes).written;
    this.#text.reserve(this.#text.length + scratch.length + heads.length * (MAX_NUMBER_BYTES + 1));
    const isAscii = scratch.length === text.length;
    let end = 0;
    return heads.map((head) => (end += isAscii ? head.length : encoder.encode(head).length));
  }
}

/** Whether two values are written the same: NaN is, 0 and -0 are not. */
function isSame(a: number, b: number): boolean {
  return a === b ? a !== 0 || 1 / a === 1 / b : Number.isNaN(a) && Number.isNaN(b);
}
