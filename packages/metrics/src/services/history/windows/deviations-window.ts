import type { TurnValues } from '../turn-values.ts';
import { WindowPosition } from './window-position.ts';

/**
 * The squared deviations of the newest values from their mean. Parts are merged by their sums and their squared
 * deviations (Chan, Golub, LeVeque 1979), so the result is a sum of squares and never negative.
 *
 * Values are taken as differences from one of the window, the first of its newer turns. Then their mean is at most
 * sqrt(n) standard deviations away from 0, however far the values are, and with it the error grows (Chan, Golub, LeVeque
 * 1983): it is within 2 * n * sqrt(n) * 2^-53 of the result. Equal values give exactly 0.
 */
export class DeviationsWindow {
  readonly #values: TurnValues;
  readonly #position: WindowPosition;
  /** At each k from 0 the sum of the last k turns of the block before, and their squared deviations. */
  readonly #older: Float64Array;
  #reference = NaN;
  #sum = 0;
  #squares = 0;

  constructor(values: TurnValues, turns: number) {
    this.#values = values;
    this.#position = new WindowPosition(turns);
    this.#older = new Float64Array(2 * (turns + 1));
  }

  /** Returns the sum of the squared deviations; NaN when a value is. */
  sumOfSquares(): number {
    const fresh = this.#position.advance(this.#values.newestTurn);
    if (fresh > 0) this.#read(fresh);
    const { newer, turns } = this.#position;
    const older = turns - newer;
    if (older === 0) return this.#squares;
    const difference = older * this.#sum - newer * this.#older[2 * older]!;
    return this.#older[2 * older + 1]! + this.#squares + (difference * difference) / (older * newer * turns);
  }

  #read(fresh: number): void {
    const { newer, turns } = this.#position;
    if (fresh >= newer) this.#turnOver(fresh, newer, turns);
    for (let back = Math.min(fresh, newer) - 1; back >= 0; back--) {
      const value = this.#values.at(back);
      const count = newer - back - 1;
      const distance = value - this.#reference;
      this.#squares += addedSquare(count, count * distance - this.#sum);
      this.#sum += distance;
      this.#older[2 * (turns - count)] = value;
    }
  }

  #turnOver(fresh: number, newer: number, turns: number): void {
    const older = this.#older;
    for (let back = newer; back < fresh; back++) older[2 * (back - newer + 1)] = this.#values.at(back);
    this.#reference = this.#values.at(newer - 1);
    let sum = 0;
    let squares = 0;
    for (let k = 1; k <= turns - newer; k++) {
      const distance = older[2 * k]! - this.#reference;
      squares += addedSquare(k - 1, (k - 1) * distance - sum);
      sum += distance;
      older[2 * k] = sum;
      older[2 * k + 1] = squares;
    }
    this.#sum = 0;
    this.#squares = 0;
  }
}

/**
 * Returns by how much one more value increases the squared deviations of `count`. The first adds 0, or NaN.
 * @param difference `count` times the value, minus the sum of the others
 */
function addedSquare(count: number, difference: number): number {
  return (difference * difference) / (count === 0 ? 1 : count * (count + 1));
}
