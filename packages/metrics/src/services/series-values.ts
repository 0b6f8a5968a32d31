/** The values that a metric's rows hold of one slot, for as long as the same series has it. */
import type { TurnValues } from './history/turn-values.ts';
import type { TurnRows } from './turn-rows.ts';

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
    return this.#isThere ? this.#rows.turns - this.#since : 0;
  }

  get newestTurn(): number {
    return this.#rows.turns - 1;
  }

  get length(): number {
    return Math.min(this.turns, this.#rows.historyTurns);
  }

  at(turnsBack: number): number {
    const { turns, historyTurns } = this.#rows;
    const turn = turns - 1 - turnsBack;
    return turn >= this.#since && turnsBack < historyTurns && turnsBack >= 0 && this.#isThere ? this.#rows.value(turn, this.#slot) : NaN;
  }

  get #isThere(): boolean {
    return this.#rows.since(this.#slot) === this.#since;
  }
}
