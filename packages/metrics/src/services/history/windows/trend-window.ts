import type { TurnValues } from '../turn-values.ts';
import { WindowPosition } from './window-position.ts';

/**
 * The least squares line through the newest values, one turn apart. Of numbers that follow each other, k newer and j
 * older ones have their means (j + k) / 2 turns apart. With that, twice the co-moment of turn and value needs products
 * and sums only: it is exact for integers, as long as n squared times their range is a safe integer.
 *
 * Values are taken as differences from one of the window, as in `DeviationsWindow`, so equal values give exactly 0.
 */
export class TrendWindow {
  readonly #values: TurnValues;
  readonly #position: WindowPosition;
  /** At each k from 0 the sum of the last k turns of the block before, and twice their co-moment. */
  readonly #older: Float64Array;
  #reference = NaN;
  #sum = 0;
  #moment = 0;

  constructor(values: TurnValues, turns: number) {
    this.#values = values;
    this.#position = new WindowPosition(turns);
    this.#older = new Float64Array(2 * (turns + 1));
  }

  /** Returns the sum of the products of the deviations of turn and value from their means, twice; NaN when a value is. */
  twiceCoMoment(): number {
    const fresh = this.#position.advance(this.#values.newestTurn);
    if (fresh > 0) this.#read(fresh);
    const { newer, turns } = this.#position;
    const older = turns - newer;
    const between = older * this.#sum - newer * this.#older[2 * older]!;
    return this.#older[2 * older + 1]! + this.#moment + between;
  }

  #read(fresh: number): void {
    const { newer, turns } = this.#position;
    if (fresh >= newer) this.#turnOver(fresh, newer, turns);
    for (let back = Math.min(fresh, newer) - 1; back >= 0; back--) {
      const value = this.#values.at(back);
      const count = newer - back - 1;
      const distance = value - this.#reference;
      this.#moment += count * distance - this.#sum;
      this.#sum += distance;
      this.#older[2 * (turns - count)] = value;
    }
  }

  #turnOver(fresh: number, newer: number, turns: number): void {
    const older = this.#older;
    for (let back = newer; back < fresh; back++) older[2 * (back - newer + 1)] = this.#values.at(back);
    this.#reference = this.#values.at(newer - 1);
    let sum = 0;
    let moment = 0;
    for (let k = 1; k <= turns - newer; k++) {
      const distance = older[2 * k]! - this.#reference;
      moment += sum - (k - 1) * distance;
      sum += distance;
      older[2 * k] = sum;
      older[2 * k + 1] = moment;
    }
    this.#sum = 0;
    this.#moment = 0;
  }
}
