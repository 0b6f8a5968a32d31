import { lineTarget } from './record-lines.ts';
import type { LineTarget, RecordColumns, RecordLines } from './record-lines.ts';

const MIN_CAPACITY_BYTES = 64 * 1024;
const MAX_BYTES_PER_UTF16_UNIT = 3;
const NEWLINE = 0x0a;

/**
 * Lines waiting to be written, already encoded as UTF-8, each followed by `\n`.
 *
 * Encoding while appending knows the exact size at any time and costs less than joining strings at flush
 * (70 ns against 180 ns per record of 190 bytes, Node 20).
 */
export class LineBuffer {
  readonly #retainedBytes: number;
  #storage: LineTarget = lineTarget(MIN_CAPACITY_BYTES);
  #byteLength = 0;
  #lineCount = 0;

  /** Storage that has grown above `retainedBytes` is given back by {@link clear}. */
  constructor(retainedBytes: number) {
    this.#retainedBytes = Math.max(retainedBytes, MIN_CAPACITY_BYTES);
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  get lineCount(): number {
    return this.#lineCount;
  }

  /** A view of the lines, valid until the next {@link append} or {@link clear}. */
  get bytes(): Uint8Array {
    return this.#storage.bytes.subarray(0, this.#byteLength);
  }

  append(line: string): void {
    this.#reserve(line.length * MAX_BYTES_PER_UTF16_UNIT + 1);
    const { bytes } = this.#storage;
    const end = this.#byteLength + bytes.write(line, this.#byteLength);
    bytes[end] = NEWLINE;
    this.#byteLength = end + 1;
    this.#lineCount += 1;
  }

  /** Appends whole lines that are encoded already, the last one with its `\n`. */
  appendBytes(lines: Uint8Array, lineCount: number): void {
    this.#reserve(lines.length);
    this.#storage.bytes.set(lines, this.#byteLength);
    this.#byteLength += lines.length;
    this.#lineCount += lineCount;
  }

  /** Appends the line of each record. */
  appendRecords(lines: RecordLines, records: RecordColumns): void {
    for (let row = 0; row < records.count; row++) {
      this.#reserve(lines.maxLineBytes);
      this.#byteLength = lines.write(this.#storage, this.#byteLength, records, row);
    }
    this.#lineCount += records.count;
  }

  clear(): void {
    this.#byteLength = 0;
    this.#lineCount = 0;
    if (this.#storage.bytes.length > this.#retainedBytes) this.#storage = lineTarget(MIN_CAPACITY_BYTES);
  }

  #reserve(addedBytes: number): void {
    const needed = this.#byteLength + addedBytes;
    const { bytes } = this.#storage;
    if (needed <= bytes.length) return;
    const grown = lineTarget(Math.max(needed, 2 * bytes.length));
    grown.bytes.set(bytes.subarray(0, this.#byteLength));
    this.#storage = grown;
  }
}
