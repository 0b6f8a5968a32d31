/**
 * The lines of series that have several. They differ in a bound and a number only, so keeping them would take ten times
 * the memory of the numbers; they are put together at every scrape from what all series share, about 20 ns each.
 */
import type { StoredFamily } from '../model/family.ts';
import { isAbsent } from '../model/series-table.ts';
import type { SeriesTable } from '../model/series-table.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { EncodedTexts, appendText } from './encoded-text.ts';
import type { Lines, Page } from './lines.ts';
import { LabelTexts } from './label-texts.ts';
import { MAX_NUMBER_BYTES, writeNumber } from './number-bytes.ts';
import { formatTimestamp } from './openmetrics-number.ts';
import { rowReader } from './row-reader.ts';
import type { RowReader } from './row-reader.ts';
import { lineParts } from './sample-lines.ts';
import type { FamilyNotation } from './sample-lines.ts';

const LINE_FEED = 10;
/** Small enough that a page of long lines does not hold up the event loop. */
const ROWS_PER_PAGE = 16;
const MAX_TIMESTAMP_BYTES = 350;

/** The labels of the row that is being written. */
const labels = new ByteBuffer(1024);
/** What stands before a line's labels, and the labels: lines that follow each other mostly have it in common. */
const beginning = new ByteBuffer(1024);

export class AssembledLines implements Lines {
  readonly rowsPerPage: number = ROWS_PER_PAGE;
  readonly #width: number;
  readonly #labels: LabelTexts;
  readonly #before: EncodedTexts;
  /** Whether a line begins as the one before it does. */
  readonly #beginsAlike: readonly boolean[];
  readonly #behind: EncodedTexts;
  readonly #reader: RowReader;
  /** Where a row holds its created timestamp, where that is shown. */
  readonly #createdAt: number | undefined;

  constructor(family: StoredFamily, table: SeriesTable, notation: FamilyNotation) {
    this.#width = table.width;
    const { before, labelNames, behind } = lineParts(family, notation);
    this.#labels = new LabelTexts(table, labelNames);
    this.#before = new EncodedTexts(before);
    this.#beginsAlike = before.map((text, line) => line > 0 && text === before[line - 1]);
    this.#behind = new EncodedTexts(behind);
    this.#reader = rowReader(family.row, notation.format === 'openmetrics');
    this.#createdAt = notation.createdName === undefined ? undefined : family.row.createdAt;
  }

  get isAscii(): boolean {
    return this.#labels.isAscii && this.#before.isAscii && this.#behind.isAscii;
  }

  append(target: ByteBuffer, values: Float64Array, page: Page): void {
    for (let i = 0; i < page.rows; i++) {
      const start = (page.blockRow + i) * this.#width;
      if (!isAbsent(values, start)) this.#appendRow(target, values, start, page.firstRow + i);
    }
  }

  #appendRow(target: ByteBuffer, values: Float64Array, start: number, row: number): void {
    const reader = this.#reader;
    reader.read(values, start);
    labels.length = 0;
    this.#labels.append(labels, row, 0);
    const lineCount = this.#before.count;
    const shared = this.#before.buffer.length + this.#behind.buffer.length;
    target.reserve(target.length + shared + lineCount * (labels.length + MAX_NUMBER_BYTES + 1) + MAX_TIMESTAMP_BYTES);
    for (let line = reader.first; line < reader.end; line++) {
      if (line === reader.first || !this.#beginsAlike[line]!) this.#begin(line);
      if (line === reader.leftOut) continue;
      this.#appendHead(target, line);
      const end = writeNumber(target.bytes, target.length, reader.shown[line]!);
      target.bytes[end] = LINE_FEED;
      target.length = end + 1;
    }
    if (this.#createdAt !== undefined) this.#appendCreated(target, values[start + this.#createdAt]!);
  }

  #begin(line: number): void {
    beginning.clear(this.#before.lengthOf(line) + labels.length);
    this.#before.appendTo(beginning, line);
    beginning.append(labels, 0, labels.length);
  }

  #appendHead(target: ByteBuffer, line: number): void {
    target.append(beginning, 0, beginning.length);
    this.#behind.appendTo(target, line);
  }

  #appendCreated(target: ByteBuffer, seconds: number): void {
    if (!Number.isFinite(seconds)) return;
    const line = this.#before.count - 1;
    this.#begin(line);
    this.#appendHead(target, line);
    appendText(target, `${formatTimestamp(seconds)}\n`);
  }
}
