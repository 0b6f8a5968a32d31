/**
 * The text of some consecutive series of a histogram. A series has a dozen lines or more that differ in their bounds
 * and numbers only, so keeping them would take ten times the memory of the values. Kept are the labels of each series
 * as bytes, and the parts of a line that all series share; the lines are put together at every scrape, about 50 ns each.
 */
import { ByteBuffer } from './byte-buffer.ts';
import { MAX_NUMBER_BYTES, writeNumber } from './number-bytes.ts';
import { sampleName } from '../model/sample-name.ts';
import type { StoredFamily } from '../model/family.ts';

const LINE_FEED = 10;
/** Stands for the labels while names are taken apart. */
const PLACE = '\u0000';

const encoder = new TextEncoder();
/** Shared by all pages: what is written is read before another page is. */
const scratch = new ByteBuffer(64 * 1024);

/** What the lines of all series of a family have in common. */
export class HistogramLines {
  readonly lineCount: number;
  readonly #bounds: number;
  /** What stands before and behind the labels of each line, one after the other. */
  readonly #parts: ByteBuffer;
  readonly #ends: Uint32Array;

  constructor({ name, labelNames }: Pick<StoredFamily, 'name' | 'labelNames'>, buckets: readonly number[]) {
    const labels = labelNames.length === 0 ? '' : PLACE;
    const names = [...buckets, Infinity].map((bound) => sampleName(name, '_bucket', labels, bound));
    this.#bounds = names.length;
    names.push(sampleName(name, '_sum', labels, undefined), sampleName(name, '_count', labels, undefined));
    this.lineCount = names.length;
    const parts = names.flatMap((each) => (labels === '' ? [`${each} `, ''] : `${each} `.split(PLACE)));
    this.#parts = encoded(parts.join(''));
    let end = 0;
    this.#ends = Uint32Array.from(parts, (part) => (end += part.length));
  }

  /** Most bytes of one series, whose labels take `labelBytes`. */
  maxBytes(labelBytes: number): number {
    return this.#parts.length + this.lineCount * (labelBytes + MAX_NUMBER_BYTES + 1);
  }

  /** Writes the lines of one series: its sum and the count of each bucket alone lie in `values` from `start`. */
  write(
    target: ByteBuffer,
    labels: { readonly bytes: ByteBuffer; readonly from: number; readonly to: number },
    values: Float64Array,
    start: number,
  ): void {
    let from = 0;
    let count = 0;
    for (let line = 0; line < this.lineCount; line++) {
      const before = this.#ends[2 * line]!;
      const behind = this.#ends[2 * line + 1]!;
      target.append(this.#parts, from, before);
      target.append(labels.bytes, labels.from, labels.to);
      target.append(this.#parts, before, behind);
      from = behind;
      if (line < this.#bounds) count += values[start + 1 + line]!;
      const end = writeNumber(target.bytes, target.length, line === this.#bounds ? values[start]! : count);
      target.bytes[end] = LINE_FEED;
      target.length = end + 1;
    }
  }
}

export class HistogramPage {
  readonly #lines: HistogramLines;
  readonly #labelTextOf: (row: number) => string;
  readonly #firstRow: number;
  readonly #labels = new ByteBuffer(0);
  readonly #ends: number[] = [];

  constructor(lines: HistogramLines, labelTextOf: (row: number) => string, firstRow: number) {
    this.#lines = lines;
    this.#labelTextOf = labelTextOf;
    this.#firstRow = firstRow;
  }

  /** Returns the text of the first `rows` rows with the values that lie in `values` from `start`; valid until any page is asked again. */
  text(values: Float64Array, start: number, rows: number): Uint8Array {
    while (this.#ends.length < rows) this.#addLabels();
    scratch.clear(rows * this.#lines.maxBytes(0) + this.#lines.lineCount * (this.#ends[rows - 1] ?? 0));
    const width = this.#lines.lineCount - 1;
    const labels = { bytes: this.#labels, from: 0, to: 0 };
    for (let row = 0; row < rows; row++) {
      labels.from = labels.to;
      labels.to = this.#ends[row]!;
      this.#lines.write(scratch, labels, values, start + row * width);
    }
    return scratch.view();
  }

  #addLabels(): void {
    const bytes = encoder.encode(this.#labelTextOf(this.#firstRow + this.#ends.length));
    this.#labels.reserve(this.#labels.length + bytes.length);
    this.#labels.bytes.set(bytes, this.#labels.length);
    this.#labels.length += bytes.length;
    this.#ends.push(this.#labels.length);
  }
}

function encoded(text: string): ByteBuffer {
  const buffer = new ByteBuffer(text.length);
  buffer.length = encoder.encodeInto(text, buffer.bytes).written;
  return buffer;
}
