import type { TurnValues } from '../turn-values.ts';

/** The newest values of one series in a ring. Counts how often it is read, and takes nothing but turns it could have. */
export class TurnRing implements TurnValues {
  newestTurn: number;
  turns: number = 0;
  /** How many values were read. */
  reads: number = 0;
  readonly #kept: Float64Array;

  /** @param firstTurn the number of the turn that the first value will be of */
  constructor(capacity: number, firstTurn = 0) {
    this.#kept = new Float64Array(capacity);
    this.newestTurn = firstTurn - 1;
  }

  get length(): number {
    return Math.min(this.turns, this.#kept.length);
  }

  push(value: number): void {
    this.newestTurn++;
    this.#kept[this.turns++ % this.#kept.length] = value;
  }

  at(turnsBack: number): number {
    if (!Number.isInteger(turnsBack) || turnsBack < 0) throw new RangeError(`expected turns back, got ${turnsBack}`);
    this.reads++;
    return turnsBack < this.length ? this.#kept[(this.turns - 1 - turnsBack) % this.#kept.length]! : NaN;
  }
}
