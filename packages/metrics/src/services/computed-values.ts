/**
 * Writes what a computation returned into the row that is being filled, and refuses what the definition does not
 * promise. NaN is accepted: it means no value.
 */
import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import { isPromiseLike } from '../model/promise-like.ts';
import type { Column } from './column.ts';
import type { AnyComputed } from './definition.ts';
import type { LabelSlots, OnRelease } from './label-slots.ts';
import type { TurnRows } from './turn-rows.ts';

/** What a computed number is for its series: the value, an increase of it, or a total, which falls only when it begins anew. */
export type Meaning = 'value' | 'increase' | 'total';

export interface ComputedValuesOptions {
  readonly slots: LabelSlots;
  readonly rows: TurnRows;
  readonly meaning: Meaning;
  /** Called for each series that a column leaves out; undefined: leaving it out says nothing. */
  readonly onRelease: OnRelease | undefined;
}

export class ComputedValues {
  readonly #slots: LabelSlots;
  readonly #rows: TurnRows;
  readonly meaning: Meaning;
  readonly #onRelease: OnRelease | undefined;
  readonly #isLabelled: boolean;
  /** The values of the only label, where that is closed: in the order of their slots. */
  readonly #closed: readonly string[] | undefined;
  /** The list of the last column, and the slot of each of its rows. */
  #labelSets: readonly LabelSet[] | undefined;
  #places: Int32Array = new Int32Array(0);
  /** Whether row `i` of the column is slot `i`, and there are no other slots. */
  #isAligned = false;

  constructor({ slots, rows, meaning, onRelease }: ComputedValuesOptions) {
    const [domain, ...others] = slots.family.labelDomains;
    this.#slots = slots;
    this.#rows = rows;
    this.meaning = meaning;
    this.#onRelease = onRelease;
    this.#isLabelled = slots.labelNames.length > 0;
    this.#closed = domain === undefined || others.length > 0 ? undefined : [...domain];
  }

  /**
   * Fills the row.
   * @throws {MetricsError} ERR_COMPUTE for infinite values, what is not a number, increases and totals below 0, promises, and labels that are not declared, missing or repeated
   */
  write(computed: AnyComputed): void {
    if (this.meaning !== 'value') this.#rows.carry();
    if (typeof computed !== 'object' || computed === null) this.#writeNumber(computed);
    else if (isColumn(computed)) this.#writeColumn(computed);
    else if (isPromiseLike(computed)) throw promised(computed);
    else this.#writeRecord(computed);
  }

  #writeNumber(value: unknown): void {
    if (this.#isLabelled)
      throw refused(this.#closed === undefined ? this.#columnShape() : `a value for each of ${this.#closed.join(', ')}`, value);
    this.#put(0, value, undefined);
  }

  #writeRecord(record: Readonly<Record<string, number>>): void {
    const allowed = this.#closed;
    if (allowed === undefined) throw refused(this.#isLabelled ? this.#columnShape() : 'a number', record);
    for (const key in record) if (!allowed.includes(key)) throw refused(`one of ${allowed.join(', ')}`, key);
    for (let slot = 0; slot < allowed.length; slot++) this.#put(slot, record[allowed[slot]!], allowed[slot]);
  }

  #columnShape(): string {
    return `a column, { labelSets: [{ ${this.#slots.labelNames.map((name) => `${name}: …`).join(', ')} }, …], values: […] }`;
  }

  #writeColumn({ labelSets, values }: Column): void {
    if (!this.#isLabelled) throw refused('a number', { labelSets, values });
    if (labelSets !== this.#labelSets || labelSets.length !== this.#places.length) this.#place(labelSets);
    if (this.#isAligned && this.meaning === 'value' && values instanceof Float64Array) this.#copy(values);
    else {
      if (this.meaning === 'value') this.#rows.clear();
      else if (this.meaning === 'total') this.#clearOverflow();
      for (let row = 0; row < this.#places.length; row++) this.#put(this.#places[row]!, values[row], row);
    }
  }

  #clearOverflow(): void {
    const { overflowSlot } = this.#slots;
    if (overflowSlot >= 0) this.#rows.numbers[this.#rows.next + overflowSlot] = 0;
  }

  #place(labelSets: readonly LabelSet[]): void {
    this.#labelSets = undefined;
    this.#places = this.#slots.place(labelSets, this.#onRelease);
    this.#isAligned = this.#places.length === this.#slots.tenants.length && this.#places.every((slot, row) => slot === row);
    this.#labelSets = labelSets;
  }

  /** As `#put` for every row, for the columns of entities, which are long. */
  #copy(values: Float64Array): void {
    const { length } = this.#places;
    if (values.length < length) throw noNumber(undefined, values.length);
    const column = values.length === length ? values : values.subarray(0, length);
    // What is not finite is looked at more closely.
    if (!areFinite(column)) for (const [row, value] of column.entries()) if (Math.abs(value) === Infinity) throw noNumber(value, row);
    this.#rows.numbers.set(column, this.#rows.next);
  }

  #put(slot: number, value: unknown, place: string | number | undefined): void {
    if (typeof value !== 'number' || value === Infinity || value === -Infinity) throw noNumber(value, place);
    const { next, numbers } = this.#rows;
    if (this.meaning === 'value') {
      if (slot >= 0) numbers[next + slot] = value;
    } else if (this.meaning === 'increase') {
      if (value < 0) throw refused('an increase >= 0', value, place);
      if (value > 0) numbers[next + slot]! += value;
    } else {
      if (value < 0) throw refused('a total >= 0', value, place);
      // What found no room adds up.
      if (value === value) numbers[next + slot] = value + (slot === this.#slots.overflowSlot ? numbers[next + slot]! : 0);
    }
  }
}

/** A difference of a number to itself is 0 if it is finite, and NaN otherwise. Two sums do not wait for each other. */
function areFinite(values: Float64Array): boolean {
  const { length } = values;
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < length; i += 2) {
    even += values[i]! - values[i]!;
    odd += values[i + 1]! - values[i + 1]!;
  }
  return even + odd + (length % 2 === 1 ? values[length - 1]! - values[length - 1]! : 0) === 0;
}

function isColumn(computed: object): computed is Column {
  return 'labelSets' in computed && Array.isArray(computed.labelSets);
}

function noNumber(value: unknown, place: string | number | undefined): MetricsError {
  return refused('a finite number, or NaN for no value', value, place);
}

/** @param place the row of a column, or the key of a record */
function refused(expected: string, value: unknown, place?: string | number): MetricsError {
  const where = typeof place === 'number' ? ` in row ${place}` : ` for "${place}"`;
  return new MetricsError('ERR_COMPUTE', `expected ${expected}, got ${quoted(value)}${place === undefined ? '' : where}`);
}

/** Nobody waits for it any more, however it ends. */
export function promised(promise: PromiseLike<unknown>): MetricsError {
  promise.then(undefined, () => undefined);
  return new MetricsError(
    'ERR_COMPUTE',
    'expected a value, got a promise. Compute at once: what has to be awaited belongs into the snapshot',
  );
}
