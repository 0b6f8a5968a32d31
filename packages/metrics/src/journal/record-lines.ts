/**
 * Writes the lines of many records of one shape as bytes. The text around the values, and with each value that can be
 * chosen, is encoded once and copied four bytes at a time; digits of integers are written one by one, which takes a third
 * of the time of making a string of them first.
 */
import { MetricsError, quoted } from '../model/errors.ts';
import { PiecePool, WORD_BYTES } from './piece-pool.ts';
import type { Piece } from './piece-pool.ts';
import type { RecordShape, WrittenField } from './record-shape.ts';

/** A column of numbers: one for each record. */
export type NumberColumn = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

/** Records of one shape, as numbers. */
export interface RecordColumns {
  /** How many records. */
  readonly count: number;
  /** The first value of what counts on. */
  readonly first: number;
  /** In the order of the shape. */
  readonly constants: ArrayLike<number>;
  /** In the order of the shape; each at least `count` long. */
  readonly columns: readonly NumberColumn[];
}

const NULL_TEXT = 'null';
const ZERO = 0x30;
const MINUS = 0x2d;
/** Longest number in JSON: -2.2250738585072014e-308. */
const MAX_NUMBER_BYTES = 25;

const known = new WeakMap<RecordShape, RecordLines>();
let scratch = lineTarget(0);

/** Returns what writes the records of a shape; made once. */
export function linesOf(shape: RecordShape): RecordLines {
  let lines = known.get(shape);
  if (lines === undefined) known.set(shape, (lines = new RecordLines(shape)));
  return lines;
}

/**
 * Returns how many bytes the lines of records have, newlines included. It takes as long as writing them.
 * @example
 * const sale = new RecordShape({ seq: { type: 'sequence' }, cents: { type: 'number' } });
 * bytesOfRecords(sale, { count: 1, first: 1, constants: [], columns: [Float64Array.of(250)] }) // => 22
 */
export function bytesOfRecords(shape: RecordShape, records: RecordColumns): number {
  const lines = linesOf(shape);
  if (scratch.bytes.length < lines.maxLineBytes) scratch = lineTarget(lines.maxLineBytes);
  let bytes = 0;
  for (let row = 0; row < records.count; row++) bytes += lines.write(scratch, 0, records, row);
  return bytes;
}

/**
 * Checks that records are those of a shape.
 * @throws {MetricsError} ERR_JOURNAL
 */
export function checkRecords({ columns, constants }: RecordShape, records: RecordColumns): void {
  const { count } = records;
  if (!Number.isInteger(count) || count < 0) throw wrong('count to be a whole number', count);
  if (records.constants.length !== constants.length)
    throw wrong(`the constants ${constants.join(', ') || 'none'}`, records.constants.length);
  if (records.columns.length !== columns.length) throw wrong(`the columns ${columns.join(', ') || 'none'}`, records.columns.length);
  const short = records.columns.findIndex((column) => column.length < count);
  if (short !== -1) throw wrong(`column "${columns[short]}" to have ${count} values`, records.columns[short]!.length);
}

function wrong(expected: string, got: unknown): MetricsError {
  return new MetricsError('ERR_JOURNAL', `Journal, records: expected ${expected}, got ${quoted(got)}.`);
}

/** Bytes that take text: what is used of a Buffer, which who compiles against the library need not know. */
interface TextBytes extends Uint8Array {
  write(text: string, offset: number, encoding?: 'latin1'): number;
}

/** Where lines are written, in two views. */
export interface LineTarget {
  readonly bytes: TextBytes;
  readonly view: DataView;
}

/** Allocates room for lines. */
export function lineTarget(bytes: number): LineTarget {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  return { bytes: buffer, view: new DataView(buffer.buffer, buffer.byteOffset, bytes) };
}

interface EncodedField {
  readonly field: WrittenField;
  /** What stands before a number; with each value of a choice. */
  readonly lead: Piece;
  readonly choices: readonly Piece[];
  readonly none: Piece;
}

export class RecordLines {
  /** No line is longer than this, nor does writing it touch more. */
  readonly maxLineBytes: number;
  readonly #fields: readonly EncodedField[];
  readonly #after: Piece;
  readonly #pool: DataView;

  constructor({ fields, after }: Pick<RecordShape, 'fields' | 'after'>) {
    const pool = new PiecePool();
    this.#fields = fields.map((field) => ({
      field,
      lead: pool.add(field.before),
      choices: field.choices.map((choice) => pool.add(field.before + choice)),
      none: pool.add(field.before + NULL_TEXT),
    }));
    this.#after = pool.add(`${after}\n`);
    this.#pool = pool.view();
    const longest = ({ lead, choices }: EncodedField): number =>
      Math.max(lead.length + MAX_NUMBER_BYTES, ...choices.map(({ length }) => length));
    this.maxLineBytes = this.#fields.reduce((sum, field) => sum + longest(field), this.#after.length + WORD_BYTES);
  }

  /** Writes record `row` at `start`, where `maxLineBytes` have room, and returns where it ends. */
  write(target: LineTarget, start: number, records: RecordColumns, row: number): number {
    let end = start;
    for (let i = 0; i < this.#fields.length; i++) {
      const { field, lead, choices, none } = this.#fields[i]!;
      if (field.type === 'choice') end = this.#copy(target, end, choices[records.columns[field.input]![row]! - field.from] ?? none);
      else {
        const value = valueOf(field, records, row);
        end = Number.isFinite(value) ? writeNumber(target.bytes, this.#copy(target, end, lead), value) : this.#copy(target, end, none);
      }
    }
    return this.#copy(target, end, this.#after);
  }

  /** May write up to three bytes more than the piece has, which what comes next overwrites. */
  #copy({ view }: LineTarget, start: number, { offset, length }: Piece): number {
    for (let i = 0; i < length; i += WORD_BYTES) view.setUint32(start + i, this.#pool.getUint32(offset + i, true), true);
    return start + length;
  }
}

/** NaN is written as null. */
function valueOf({ type, input, none }: WrittenField, { first, constants, columns }: RecordColumns, row: number): number {
  if (type === 'sequence') return first + row;
  if (type === 'constant') return constants[input]!;
  const value = columns[input]![row]!;
  return value === none ? NaN : value;
}

function writeNumber(target: TextBytes, start: number, value: number): number {
  if (Number.isInteger(value) && value < 1e15 && value > -1e15) return writeInteger(target, start, value);
  return start + target.write(String(value), start, 'latin1');
}

function writeInteger(target: TextBytes, start: number, value: number): number {
  let rest = value;
  let begin = start;
  if (value < 0) {
    target[begin++] = MINUS;
    rest = -value;
  }
  let digits = 1;
  for (let power = 10; rest >= power; power *= 10) digits++;
  for (let at = begin + digits - 1; at >= begin; at--) {
    const tenth = Math.floor(rest / 10);
    target[at] = ZERO + (rest - tenth * 10);
    rest = tenth;
  }
  return begin + digits;
}
