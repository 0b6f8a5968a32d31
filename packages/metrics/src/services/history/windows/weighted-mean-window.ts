import type { TurnValues } from '../turn-values.ts';
import { WindowPosition } from './window-position.ts';

/**
 * The mean of the newest values, each weighted by (1 - alpha)^age with alpha = 2 / (n + 1). Parts are kept as their
 * weighted means, so equal values give exactly that value.
 */
export class WeightedMeanWindow {
  readonly #values: TurnValues;
  readonly #position: WindowPosition;
  /** By how much a value weighs less than the one after it. */
  readonly #decay: number;
  /** The weights of k turns together, the newest of which weighs 1, for each k from 0. */
  readonly #weights: Float64Array;
  /** At each k from 1 the weighted mean of the last k turns of the block before. */
  readonly #older: Float64Array;
  #mean = 0;
  /** The weight of a value as old as there are newer turns. */
  #olderWeight = 1;

  constructor(values: TurnValues, turns: number) {
    this.#values = values;
    this.#position = new WindowPosition(turns);
    this.#decay = (turns - 1) / (turns + 1);
    this.#weights = new Float64Array(turns + 1);
    for (let k = 0; k < turns; k++) this.#weights[k + 1] = this.#weights[k]! * this.#decay + 1;
    this.#older = new Float64Array(turns + 1);
  }

  /** Returns the weighted mean; NaN when a value is. */
  mean(): number {
    const fresh = this.#position.advance(this.#values.newestTurn);
    if (fresh > 0) this.#read(fresh);
    const { newer, turns } = this.#position;
    const older = turns - newer;
    const share = (this.#olderWeight * this.#weights[older]!) / this.#weights[turns]!;
    return this.#mean + (this.#older[older]! - this.#mean) * share;
  }

  #read(fresh: number): void {
    const { newer, turns } = this.#position;
    if (fresh >= newer) this.#turnOver(fresh, newer, turns);
    for (let back = Math.min(fresh, newer) - 1; back >= 0; back--) {
      const value = this.#values.at(back);
      this.#mean += (value - this.#mean) / this.#weights[newer - back]!;
      this.#olderWeight *= this.#decay;
      this.#older[turns - newer + back + 1] = value;
    }
  }

  #turnOver(fresh: number, newer: number, turns: number): void {
    const older = this.#older;
    for (let back = newer; back < fresh; back++) older[back - newer + 1] = this.#values.at(back);
    let mean = 0;
    let weight = 1;
    for (let k = 1; k <= turns - newer; k++) {
      mean += (older[k]! - mean) * (weight / this.#weights[k]!);
      weight *= this.#decay;
      older[k] = mean;
    }
    this.#mean = 0;
    this.#olderWeight = 1;
  }
}
