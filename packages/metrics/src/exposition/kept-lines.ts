/**
 * The lines of series that have one each, as UTF-8 bytes that are kept from scrape to scrape in pages.
 *
 * Beside the bytes are kept where each line ends, how long its number is, and the value it shows. A scrape compares
 * values and writes only the numbers that changed: in place while few did, by copying the page around the new numbers
 * otherwise. The part of a line before its number, its head, is written once.
 *
 * Invariant: the bytes of a page are exactly the lines of its rows with the values shown; a line whose number has no
 * length has no bytes.
 */
import type { StoredFamily } from '../model/family.ts';
import { isAbsent } from '../model/series-table.ts';
import type { SeriesTable } from '../model/series-table.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { EncodedTexts } from './encoded-text.ts';
import { LabelTexts } from './label-texts.ts';
import type { Lines, Page } from './lines.ts';
import { MAX_NUMBER_BYTES, writeNumber } from './number-bytes.ts';
import { lineParts } from './sample-lines.ts';
import type { FamilyNotation } from './sample-lines.ts';

const LINE_FEED = 10;
/** Enough to share its bookkeeping, few enough to move. */
const ROWS_PER_PAGE = 64;
/** From this many changed lines on, copying the page once is cheaper than moving its tail each time. */
const MAX_MOVES = 6;
/** Room behind a page for numbers that become longer. */
const SPARE_BYTES = 64;

/** Shared by all: what is being written is written before anything else runs. */
const scratch = new ByteBuffer(64 * 1024);
const number = new Uint8Array(MAX_NUMBER_BYTES);

/** What is kept of the rows of one block. */
interface KeptBlock {
  readonly shown: Float64Array;
  /** Where each line ends in its page. */
  readonly ends: Uint32Array;
  /** How long each number is; 0 where the row has no line. */
  readonly numberLengths: Uint8Array;
  readonly pages: KeptPage[];
}

interface KeptPage {
  readonly text: ByteBuffer;
  /** How many rows it has so far. */
  rows: number;
}

export class KeptLines implements Lines {
  readonly rowsPerPage: number = ROWS_PER_PAGE;
  readonly #omitNaN: boolean;
  readonly #width: number;
  readonly #labels: LabelTexts;
  /** What stands before and behind the labels. */
  readonly #parts: EncodedTexts;
  /** By the row of the family that a block begins with. */
  readonly #blocks = new Map<number, KeptBlock>();

  constructor(family: StoredFamily, table: SeriesTable, notation: FamilyNotation) {
    this.#omitNaN = family.omitNaN;
    this.#width = table.width;
    const { before, labelNames, behind } = lineParts(family, notation);
    this.#labels = new LabelTexts(table, labelNames);
    this.#parts = new EncodedTexts([before[0]!, behind[0]!]);
  }

  get isAscii(): boolean {
    return this.#labels.isAscii && this.#parts.isAscii;
  }

  /**
   * Rows that are new are added. A reader of an earlier moment may ask for fewer rows than there are: the others then
   * show what lies there, and are not read.
   */
  append(target: ByteBuffer, values: Float64Array, { firstRow, blockRow, rows }: Page): void {
    const block = this.#blockOf(firstRow - blockRow, values.length / this.#width);
    const page = (block.pages[blockRow / ROWS_PER_PAGE] ??= { text: new ByteBuffer(0), rows: 0 });
    const changed = this.#countChanged(block, values, { from: blockRow, to: blockRow + page.rows });
    if (changed < 0) page.rows = page.text.length = 0;
    else if (changed > MAX_MOVES) this.#copyAround(block, page, values, blockRow);
    else if (changed > 0) this.#patch(block, page, values, blockRow);
    if (rows > page.rows) this.#add(block, page, values, { firstRow, blockRow, rows });
    target.appendBytes(page.text.bytes.subarray(0, block.ends[blockRow + rows - 1]));
  }

  #blockOf(firstRow: number, rows: number): KeptBlock {
    let block = this.#blocks.get(firstRow);
    if (block === undefined) {
      block = { shown: new Float64Array(rows), ends: new Uint32Array(rows), numberLengths: new Uint8Array(rows), pages: [] };
      this.#blocks.set(firstRow, block);
    }
    return block;
  }

  /** Returns how many lines show another value; -1 where a line comes or goes. */
  #countChanged({ shown, numberLengths }: KeptBlock, values: Float64Array, rows: { readonly from: number; readonly to: number }): number {
    let changed = 0;
    for (let row = rows.from; row < rows.to; row++) {
      const value = values[row * this.#width]!;
      const before = shown[row]!;
      // Written the same: NaN is, 0 and -0 are not.
      if (value === before && (value !== 0 || 1 / value === 1 / before)) continue;
      if (Number.isNaN(value) || Number.isNaN(before)) {
        if (this.#hasLine(values, row) !== numberLengths[row]! > 0) return -1;
        if (Number.isNaN(value) && Number.isNaN(before)) continue;
      }
      changed++;
    }
    return changed;
  }

  #hasLine(values: Float64Array, row: number): boolean {
    const start = row * this.#width;
    return !Number.isNaN(values[start]!) || !(this.#omitNaN || isAbsent(values, start));
  }

  /** Writes the numbers of the changed lines one by one. */
  #patch(block: KeptBlock, page: KeptPage, values: Float64Array, firstRow: number): void {
    for (let row = firstRow; row < firstRow + page.rows; row++) {
      const value = values[row * this.#width]!;
      if (Object.is(value, block.shown[row]) || block.numberLengths[row] === 0) continue;
      this.#patchLine(block, page, { row, lastRow: firstRow + page.rows - 1 }, value);
      block.shown[row] = value;
    }
  }

  #patchLine(
    block: KeptBlock,
    { text }: KeptPage,
    { row, lastRow }: { readonly row: number; readonly lastRow: number },
    value: number,
  ): void {
    const end = block.ends[row]! - 1;
    const begin = end - block.numberLengths[row]!;
    const length = writeNumber(number, 0, value);
    const shift = begin + length - end;
    if (shift !== 0) {
      text.reserve(text.length + shift, SPARE_BYTES);
      text.shift(end, shift);
      for (let i = row; i <= lastRow; i++) block.ends[i]! += shift;
    }
    for (let i = 0; i < length; i++) text.bytes[begin + i] = number[i]!;
    block.numberLengths[row] = length;
  }

  /** Builds the page anew from its own heads and the new numbers. */
  #copyAround(block: KeptBlock, { text, rows }: KeptPage, values: Float64Array, firstRow: number): void {
    const { ends, numberLengths, shown } = block;
    scratch.clear(text.length + rows * MAX_NUMBER_BYTES);
    let from = 0;
    for (let row = firstRow; row < firstRow + rows; row++) {
      const end = ends[row]!;
      if (end !== from) {
        scratch.append(text, from, end - 1 - numberLengths[row]!);
        const value = values[row * this.#width]!;
        finishLine(scratch, block, row, value);
        shown[row] = value;
      }
      ends[row] = scratch.length;
      from = end;
    }
    text.replace(scratch, SPARE_BYTES);
  }

  #add(block: KeptBlock, page: KeptPage, values: Float64Array, { firstRow, blockRow, rows }: Page): void {
    scratch.clear(page.text.length + this.#parts.buffer.length);
    scratch.append(page.text, 0, page.text.length);
    for (let i = page.rows; i < rows; i++) {
      const row = blockRow + i;
      const value = values[row * this.#width]!;
      block.shown[row] = value;
      block.numberLengths[row] = 0;
      if (this.#hasLine(values, row)) {
        this.#appendHead(firstRow + i);
        finishLine(scratch, block, row, value);
      }
      block.ends[row] = scratch.length;
    }
    page.text.replace(scratch, SPARE_BYTES);
    page.rows = rows;
  }

  #appendHead(row: number): void {
    scratch.reserve(scratch.length + this.#parts.lengthOf(0));
    this.#parts.appendTo(scratch, 0);
    this.#labels.append(scratch, row, this.#parts.lengthOf(1) + MAX_NUMBER_BYTES + 1);
    this.#parts.appendTo(scratch, 1);
  }
}

function finishLine(text: ByteBuffer, { numberLengths }: KeptBlock, row: number, value: number): void {
  const end = writeNumber(text.bytes, text.length, value);
  numberLengths[row] = end - text.length;
  text.bytes[end] = LINE_FEED;
  text.length = end + 1;
}
