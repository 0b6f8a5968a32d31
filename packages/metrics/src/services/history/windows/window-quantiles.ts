import type { TurnValues } from '../turn-values.ts';
import { select } from './select.ts';

/**
 * Quantiles of the newest values. These are copied and partly sorted once a turn for each length of window; further
 * quantiles of the same turn go on from there.
 */
export class WindowQuantiles {
  readonly #values: TurnValues;
  #sample = new Float64Array(0);
  #turns = 0;
  #newestTurn = -1;
  #hasGap = false;

  constructor(values: TurnValues) {
    this.#values = values;
  }

  /**
   * Returns the quantile with linear interpolation between the two values around rank `q` * (`turns` - 1); NaN when a
   * value is.
   * @param q from 0 to 1
   */
  quantile(q: number, turns: number): number {
    if (turns !== this.#turns || this.#values.newestTurn !== this.#newestTurn) this.#read(turns);
    if (this.#hasGap) return NaN;
    const rank = q * (turns - 1);
    const below = Math.floor(rank);
    select(this.#sample, turns, below);
    const low = this.#sample[below]!;
    if (rank === below) return low + 0;
    return low + (this.#leastFrom(below + 1) - low) * (rank - below);
  }

  #read(turns: number): void {
    if (this.#sample.length < turns) this.#sample = new Float64Array(turns);
    this.#turns = turns;
    this.#newestTurn = this.#values.newestTurn;
    this.#hasGap = false;
    for (let back = 0; back < turns; back++) {
      const value = this.#values.at(back);
      this.#sample[back] = value;
      if (Number.isNaN(value)) this.#hasGap = true;
    }
  }

  #leastFrom(position: number): number {
    let least = this.#sample[position]!;
    for (let i = position + 1; i < this.#turns; i++) least = Math.min(least, this.#sample[i]!);
    return least;
  }
}
