/** The values that a metric's rows hold of one slot, for as long as the same series has it. */
import type { TurnValues } from './history/turn-values.ts';
import type { TurnRows } from './turn-rows.ts';

/** As a constant, it is not made anew each time it is returned. */
const NO_VALUE = NaN;

export class SeriesValues implements TurnValues {
  readonly #rows: TurnRows;
  readonly #slot: number;
  readonly #since: number;

  constructor(rows: TurnRows, slot: number) {
    this.#rows = rows;
    this.#slot = slot;
    this.#since = rows.since(slot);
  }

  get turns(): number {
    return this.#isThere ? Math.max(0, this.#rows.turns - this.#since) : 0;
  }

  get newestTurn(): number {
    return this.#rows.turns - 1;
  }

  get length(): number {
    return Math.max(0, Math.min(this.turns, this.#rows.historyTurns));
  }

  at(turnsBack: number): number {
    const rows = this.#rows;
    const isThere = turnsBack < rows.turns - this.#since && turnsBack < rows.historyTurns && rows.since(this.#slot) === this.#since;
    return isThere && turnsBack >= 0 ? rows.value(turnsBack, this.#slot) : NO_VALUE;
  }

  get #isThere(): boolean {
    return this.#rows.since(this.#slot) === this.#since;
  }
}
