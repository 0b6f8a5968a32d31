/**
 * How records travel to the thread that writes them: frames in one buffer after the other, which changes hands. A frame
 * is six numbers, then either whole lines as bytes, or constants and columns as they are in memory. Everything begins at a
 * multiple of eight bytes.
 */
import type { NumberColumn, RecordColumns } from './record-lines.ts';

/** Takes what a frame holds. */
export interface FrameSink {
  lines(file: number, lines: Uint8Array, lineCount: number): void;
  records(file: number, shape: number, records: RecordColumns): void;
}

const LINES = 0;
const RECORDS = 1;
const HEADER_BYTES = 6 * 8;
const NEWLINE = 0x0a;
const MAX_BYTES_PER_UTF16_UNIT = 3;

const COLUMN_TYPES = [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array] as const;

export class FrameBatch {
  readonly #numbers: Float64Array;
  readonly #bytes: Buffer;
  #length = 0;
  /** Where the frame of lines begins that further lines of the same file may join; -1 where there is none. */
  #openLines = -1;
  /** Records by file. */
  readonly recordCounts: number[];

  constructor(buffer: ArrayBuffer, files: number) {
    this.#numbers = new Float64Array(buffer);
    this.#bytes = Buffer.from(buffer);
    this.recordCounts = Array.from({ length: files }, () => 0);
  }

  /** Bytes in use. */
  get length(): number {
    return this.#length;
  }

  get buffer(): ArrayBuffer {
    return this.#bytes.buffer as ArrayBuffer;
  }

  hasRoom(bytes: number): boolean {
    return this.#length + bytes <= this.#bytes.length;
  }

  /** Adds a line without its newline. There is room for `roomForLine` of it. */
  addLine(file: number, line: string): void {
    const header = this.#linesOf(file);
    const start = header + HEADER_BYTES + this.#numbers[header / 8 + 4]!;
    const end = start + this.#bytes.write(line, start);
    this.#bytes[end] = NEWLINE;
    this.#numbers[header / 8 + 3]! += 1;
    this.#numbers[header / 8 + 4] = end + 1 - header - HEADER_BYTES;
    this.#length = aligned(end + 1);
    this.recordCounts[file]! += 1;
  }

  /** Adds records. There is room for `roomForRecords` of them. */
  addRecords(file: number, shape: number, { count, first, constants, columns }: RecordColumns): void {
    this.#openLines = -1;
    this.#header([RECORDS, file, shape, count, first, columns.length]);
    for (let i = 0; i < constants.length; i++) this.#number(constants[i]!);
    for (const column of columns) this.#column(column, count);
    this.recordCounts[file]! += count;
  }

  #linesOf(file: number): number {
    if (this.#openLines >= 0 && this.#numbers[this.#openLines / 8 + 1] === file) return this.#openLines;
    this.#openLines = this.#length;
    this.#header([LINES, file, 0, 0, 0, 0]);
    return this.#openLines;
  }

  #header(numbers: readonly number[]): void {
    for (const number of numbers) this.#number(number);
  }

  #number(value: number): void {
    this.#numbers[this.#length / 8] = value;
    this.#length += 8;
  }

  #column(column: NumberColumn, count: number): void {
    this.#number(COLUMN_TYPES.findIndex((type) => column instanceof type));
    const bytes = count * column.BYTES_PER_ELEMENT;
    this.#bytes.set(new Uint8Array(column.buffer, column.byteOffset, bytes), this.#length);
    this.#length = aligned(this.#length + bytes);
  }
}

/** Bytes that a line takes at the most. */
export function roomForLine(line: string): number {
  return HEADER_BYTES + aligned(line.length * MAX_BYTES_PER_UTF16_UNIT + 1);
}

/** Bytes that records take. */
export function roomForRecords({ count, constants, columns }: RecordColumns): number {
  let bytes = HEADER_BYTES + 8 * constants.length;
  for (const column of columns) bytes += 8 + aligned(count * column.BYTES_PER_ELEMENT);
  return bytes;
}

/** Hands out the frames of a batch in their order. */
export function readFrames(buffer: ArrayBuffer, length: number, constantsOf: (shape: number) => number, sink: FrameSink): void {
  const numbers = new Float64Array(buffer);
  for (let at = 0; at < length;) {
    const [kind, file, shape, count, size, columnCount] = numbers.subarray(at / 8, at / 8 + 6) as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    at += HEADER_BYTES;
    if (kind === LINES) {
      sink.lines(file, new Uint8Array(buffer, at, size), count);
      at += aligned(size);
      continue;
    }
    const constantCount = constantsOf(shape);
    const constants = numbers.subarray(at / 8, at / 8 + constantCount);
    at += 8 * constantCount;
    const columns: NumberColumn[] = [];
    for (let i = 0; i < columnCount; i++) {
      const Column = COLUMN_TYPES[numbers[at / 8]!]!;
      columns.push(new Column(buffer, at + 8, count));
      at = aligned(at + 8 + count * Column.BYTES_PER_ELEMENT);
    }
    sink.records(file, shape, { count, first: size, constants, columns });
  }
}

function aligned(bytes: number): number {
  return (bytes + 7) & ~7;
}
