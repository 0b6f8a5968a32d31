/** The series of one family and where their numbers lie. */
export interface SeriesTable {
  /** Numbers of a row. */
  readonly width: number;
  /** Rows there have ever been, in the order of creation; rows only ever join at the end. A removed one is marked absent. */
  readonly rowCount: number;
  /** The numbers, row after row in block after block; a block is never moved or grown. */
  readonly blocks: readonly Float64Array[];
  /** For each label, the values it has had; a value's position is its id. */
  readonly labelValues: readonly (readonly string[])[];
  /** Returns the id of the value that a row has for a label. */
  labelId(row: number, label: number): number;
}

/** Returns the label values of a row, in the order of the label names. */
export function labelValuesOf(table: SeriesTable, row: number): string[] {
  return table.labelValues.map((values, label) => values[table.labelId(row, label)]!);
}

/** A NaN that no arithmetic yields: in the first number of a row it says that the row was removed. */
const ABSENT = new Float64Array(new Uint32Array([0x6f6e_6521, 0x7ffc_2d21]).buffer);
const ABSENT_WORDS = new Uint32Array(ABSENT.buffer);

/** Marks the row that begins at `start` as removed. */
export function markAbsent(values: Float64Array, start: number): void {
  // Copying between arrays of one type keeps every bit, which an assignment need not.
  values.set(ABSENT, start);
}

/** Tells whether the row that begins at `start` was removed. */
export function isAbsent(values: Float64Array, start: number): boolean {
  if (!Number.isNaN(values[start]!)) return false;
  const words = new Uint32Array(values.buffer, values.byteOffset + 8 * start, 2);
  return words[0] === ABSENT_WORDS[0] && words[1] === ABSENT_WORDS[1];
}
