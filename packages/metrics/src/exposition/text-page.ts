/**
 * A page: the text of some consecutive series of one family, as UTF-8 bytes that are kept from scrape to scrape.
 *
 * Beside the bytes a page keeps where each line ends, how long its number is, and the values it shows. An update
 * compares values and writes only the numbers that changed: in place while few did, by copying the page around the new
 * numbers otherwise. The part of a line before its number is encoded once.
 *
 * Invariant: after `update(values, start, rows)` the bytes are exactly the lines of these rows with these values.
 */
import { ByteBuffer } from './byte-buffer.ts';
import { MAX_NUMBER_BYTES, writeNumber } from './number-bytes.ts';

/** How the lines of a series follow from its values. */
export interface LineLayout {
  /** Numbers a series owns. */
  readonly valuesPerSeries: number;
  readonly linesPerSeries: number;
  /** Whether a value of NaN leaves the line out; only where a series has one value and one line. */
  readonly omitNaN: boolean;
  /** Returns everything before the number of each line of a row, the blank included. */
  readonly heads: (row: number) => readonly string[];
  /** Writes the number of each line of a row, whose values lie in `values` from `start`, to `numbers`. */
  readonly numbers: (values: Float64Array, start: number, numbers: Float64Array) => void;
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
  #rows = 0;
  readonly #text = new ByteBuffer(0);
  readonly #ends: Uint32Array;
  readonly #numberLengths: Uint8Array;
  readonly #shown: Float64Array;

  /**
   * @param firstRow row of the family the page begins with
   * @param capacity most rows the page will hold
   */
  constructor(layout: LineLayout, firstRow: number, capacity: number) {
    this.#layout = layout;
    this.#firstRow = firstRow;
    this.#ends = new Uint32Array(capacity * layout.linesPerSeries);
    this.#numberLengths = new Uint8Array(capacity * layout.linesPerSeries);
    this.#shown = new Float64Array(capacity * layout.valuesPerSeries);
  }

  /** Returns the text of the first `rows` rows as it is now, without a copy. */
  view(rows: number): Uint8Array {
    return this.#text.bytes.subarray(0, this.#ends[rows * this.#layout.linesPerSeries - 1]);
  }

  /**
   * Brings the text to values that lie in `values` from `start`, and adds the rows up to `rows` that are new. A reader of
   * an earlier moment may ask for fewer rows than there are: the others then show what lies there, and are not read.
   */
  update(values: Float64Array, start: number, rows: number): void {
    if (this.#layout.omitNaN && this.#anyLineComesOrGoes(values, start)) this.#begin();
    const changed = this.#countChanged(values, start) * this.#layout.linesPerSeries;
    if (changed > MAX_MOVES) this.#copyAround(values, start);
    else if (changed > 0) this.#patch(values, start);
    if (rows > this.#rows) this.#append(values, start, rows);
  }

  #begin(): void {
    this.#rows = 0;
    this.#text.length = 0;
  }

  #anyLineComesOrGoes(values: Float64Array, start: number): boolean {
    for (let row = 0; row < this.#rows; row++) {
      if (Number.isNaN(values[start + row]!) !== Number.isNaN(this.#shown[row]!)) return true;
    }
    return false;
  }

  #countChanged(values: Float64Array, start: number): number {
    const { valuesPerSeries } = this.#layout;
    let changed = 0;
    for (let row = 0, at = 0; row < this.#rows; row++, at += valuesPerSeries) if (this.#isChanged(values, start + at, at)) changed++;
    return changed;
  }

  #isChanged(values: Float64Array, start: number, at: number): boolean {
    const shown = this.#shown;
    for (let i = 0; i < this.#layout.valuesPerSeries; i++) if (!isSame(values[start + i]!, shown[at + i]!)) return true;
    return false;
  }

  /** Writes the numbers of the changed rows one by one. */
  #patch(values: Float64Array, start: number): void {
    const { valuesPerSeries, linesPerSeries } = this.#layout;
    for (let row = 0, at = 0; row < this.#rows; row++, at += valuesPerSeries) {
      if (!this.#isChanged(values, start + at, at)) continue;
      this.#layout.numbers(values, start + at, lineNumbers);
      for (let k = 0; k < linesPerSeries; k++) this.#patchLine(row * linesPerSeries + k, lineNumbers[k]!);
      for (let i = 0; i < valuesPerSeries; i++) this.#shown[at + i] = values[start + at + i]!;
    }
  }

  #patchLine(line: number, value: number): void {
    const end = this.#ends[line]! - 1;
    const begin = end - this.#numberLengths[line]!;
    const length = writeNumber(number, 0, value);
    const shift = begin + length - end;
    if (shift !== 0) this.#moveTail(line, end, shift);
    const { bytes } = this.#text;
    for (let i = 0; i < length; i++) bytes[begin + i] = number[i]!;
    this.#numberLengths[line] = length;
  }

  #moveTail(line: number, end: number, shift: number): void {
    this.#text.shift(end, shift);
    const lines = this.#rows * this.#layout.linesPerSeries;
    for (let i = line; i < lines; i++) this.#ends[i]! += shift;
  }

  /** Builds the page anew from its own heads and the new numbers. */
  #copyAround(values: Float64Array, start: number): void {
    const { valuesPerSeries, linesPerSeries } = this.#layout;
    scratch.clear(this.#text.length + this.#rows * linesPerSeries * MAX_NUMBER_BYTES);
    let from = 0;
    for (let row = 0, line = 0; row < this.#rows; row++) {
      this.#layout.numbers(values, start + row * valuesPerSeries, lineNumbers);
      for (let k = 0; k < linesPerSeries; k++, line++) {
        const end = this.#ends[line]!;
        if (end !== from) this.#copyLine(line, from, lineNumbers[k]!);
        this.#ends[line] = scratch.length;
        from = end;
      }
    }
    this.#text.replace(scratch);
    this.#shown.set(values.subarray(start, start + this.#rows * valuesPerSeries));
  }

  #copyLine(line: number, from: number, value: number): void {
    scratch.append(this.#text, from, this.#ends[line]! - 1 - this.#numberLengths[line]!);
    this.#finishLine(scratch, line, value);
  }

  #finishLine(text: ByteBuffer, line: number, value: number): void {
    const end = writeNumber(text.bytes, text.length, value);
    this.#numberLengths[line] = end - text.length;
    text.bytes[end] = LINE_FEED;
    text.length = end + 1;
  }

  #append(values: Float64Array, start: number, rows: number): void {
    const { valuesPerSeries, linesPerSeries, omitNaN } = this.#layout;
    const headEnds = this.#encodeHeads(rows);
    let from = 0;
    for (let row = this.#rows, head = 0; row < rows; row++) {
      this.#layout.numbers(values, start + row * valuesPerSeries, lineNumbers);
      for (let k = 0; k < linesPerSeries; k++, head++) {
        const line = row * linesPerSeries + k;
        if (!omitNaN || !Number.isNaN(lineNumbers[k]!)) this.#appendLine(line, from, headEnds[head]!, lineNumbers[k]!);
        this.#ends[line] = this.#text.length;
        from = headEnds[head]!;
      }
    }
    const at = this.#rows * valuesPerSeries;
    this.#shown.set(values.subarray(start + at, start + rows * valuesPerSeries), at);
    this.#rows = rows;
    this.#text.trim();
  }

  /** Encodes the heads of the rows that are new into `scratch`, all in one call, and returns where each ends. */
  #encodeHeads(rows: number): number[] {
    const heads: string[] = [];
    for (let row = this.#rows; row < rows; row++) heads.push(...this.#layout.heads(this.#firstRow + row));
    const text = heads.join('');
    scratch.clear(text.length * MAX_UTF8_BYTES);
    scratch.length = encoder.encodeInto(text, scratch.bytes).written;
    this.#text.reserve(this.#text.length + scratch.length + heads.length * (MAX_NUMBER_BYTES + 1));
    const isAscii = scratch.length === text.length;
    let end = 0;
    return heads.map((head) => (end += isAscii ? head.length : encoder.encode(head).length));
  }

  #appendLine(line: number, from: number, to: number, value: number): void {
    this.#text.append(scratch, from, to);
    this.#finishLine(this.#text, line, value);
  }
}

/** Numbers of the lines of one series. */
let lineNumbers = new Float64Array(64);

/** Makes room for the lines of a layout; called once per family. */
export function prepareLines(linesPerSeries: number): void {
  if (lineNumbers.length < linesPerSeries) lineNumbers = new Float64Array(linesPerSeries * 2);
}

/** Whether two values are written the same: NaN is, 0 and -0 are not. */
function isSame(a: number, b: number): boolean {
  return a === b ? a !== 0 || 1 / a === 1 / b : Number.isNaN(a) && Number.isNaN(b);
}
