import type { TurnValues } from '../turn-values.ts';
import { WindowPosition } from './window-position.ts';

/** The least and the greatest of the newest values. */
export class ExtremesWindow {
  readonly #values: TurnValues;
  readonly #position: WindowPosition;
  /** At each k from 0 the least and the greatest value of the last k turns of the block before. */
  readonly #older: Float64Array;
  #min = Infinity;
  #max = -Infinity;

  constructor(values: TurnValues, turns: number) {
    this.#values = values;
    this.#position = new WindowPosition(turns);
    this.#older = new Float64Array(2 * (turns + 1));
    this.#older[0] = Infinity;
    this.#older[1] = -Infinity;
  }

  /** Returns the least value; NaN when one is. */
  min(): number {
    return Math.min(this.#older[this.#advance()]!, this.#min);
  }

  /** Returns the greatest value; NaN when one is. */
  max(): number {
    return Math.max(this.#older[this.#advance() + 1]!, this.#max);
  }

  /** Returns where the extremes of the older turns are. */
  #advance(): number {
    const fresh = this.#position.advance(this.#values.newestTurn);
    if (fresh > 0) this.#read(fresh);
    return 2 * (this.#position.turns - this.#position.newer);
  }

  #read(fresh: number): void {
    const { newer, turns } = this.#position;
    if (fresh >= newer) this.#turnOver(fresh, newer, turns);
    for (let back = Math.min(fresh, newer) - 1; back >= 0; back--) {
      const value = this.#values.at(back);
      this.#min = Math.min(this.#min, value);
      this.#max = Math.max(this.#max, value);
      this.#older[2 * (turns - newer + back + 1)] = value;
    }
  }

  #turnOver(fresh: number, newer: number, turns: number): void {
    const older = this.#older;
    for (let back = newer; back < fresh; back++) older[2 * (back - newer + 1)] = this.#values.at(back);
    let min = Infinity;
    let max = -Infinity;
    for (let k = 1; k <= turns - newer; k++) {
      const value = older[2 * k]!;
      min = Math.min(min, value);
      max = Math.max(max, value);
      older[2 * k] = min;
      older[2 * k + 1] = max;
    }
    this.#min = Infinity;
    this.#max = -Infinity;
  }
}
