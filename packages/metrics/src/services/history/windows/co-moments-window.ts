import { newestCommonTurn } from '../turn-values.ts';
import type { TurnValues } from '../turn-values.ts';
import { WindowPosition } from './window-position.ts';

/** Numbers that are kept of some turns: both sums, both sums of squared deviations, the co-moment. */
const KEPT = 5;

/**
 * How two series vary together over the newest turns that both have reached. Values are paired by their turn. Parts are
 * merged as in `DeviationsWindow`, and values are differences from those of a turn of the window.
 */
export class CoMomentsWindow {
  readonly #xs: TurnValues;
  readonly #ys: TurnValues;
  readonly #position: WindowPosition;
  /** At each k from 0 what is kept of the last k turns of the block before. */
  readonly #older: Float64Array;
  #xReference = NaN;
  #yReference = NaN;
  #x = 0;
  #y = 0;
  #xx = 0;
  #yy = 0;
  #xy = 0;
  #windowXX = NaN;
  #windowYY = NaN;
  #windowXY = NaN;

  /** @param turns an integer >= 2 */
  constructor(xs: TurnValues, ys: TurnValues, turns: number) {
    this.#xs = xs;
    this.#ys = ys;
    this.#position = new WindowPosition(turns);
    this.#older = new Float64Array(KEPT * (turns + 1));
  }

  /** Returns the slope of the least squares line of y against x; NaN when a value is, and when all x are equal. */
  slope(): number {
    this.#advance();
    return this.#windowXX > 0 ? this.#windowXY / this.#windowXX : NaN;
  }

  /** Returns Pearson's coefficient, from -1 to 1; NaN when a value is, and when all values of a series are equal. */
  correlation(): number {
    this.#advance();
    const deviations = Math.sqrt(this.#windowXX) * Math.sqrt(this.#windowYY);
    return deviations > 0 ? Math.max(-1, Math.min(1, this.#windowXY / deviations)) : NaN;
  }

  #advance(): void {
    const newestTurn = newestCommonTurn(this.#xs, this.#ys);
    const fresh = this.#position.advance(newestTurn);
    if (fresh === 0) return;
    this.#read(fresh, this.#xs.newestTurn - newestTurn, this.#ys.newestTurn - newestTurn);
    this.#merge();
  }

  /** Adds turns, the newest of which is `xBack` turns back in one series and `yBack` in the other. */
  #read(fresh: number, xBack: number, yBack: number): void {
    const { newer, turns } = this.#position;
    if (fresh >= newer) {
      for (let back = newer; back < fresh; back++) this.#keep(back - newer + 1, this.#xs.at(xBack + back), this.#ys.at(yBack + back));
      this.#xReference = this.#xs.at(xBack + newer - 1);
      this.#yReference = this.#ys.at(yBack + newer - 1);
      this.#turnOver(turns - newer);
    }
    for (let back = Math.min(fresh, newer) - 1; back >= 0; back--) {
      const x = this.#xs.at(xBack + back);
      const y = this.#ys.at(yBack + back);
      const count = newer - back - 1;
      this.#add(x, y, count);
      this.#keep(turns - count, x, y);
    }
  }

  #turnOver(count: number): void {
    const older = this.#older;
    this.#clear();
    for (let k = 1; k <= count; k++) {
      const at = KEPT * k;
      this.#add(older[at]!, older[at + 1]!, k - 1);
      this.#keep(k, this.#x, this.#y);
      older[at + 2] = this.#xx;
      older[at + 3] = this.#yy;
      older[at + 4] = this.#xy;
    }
    this.#clear();
  }

  #keep(k: number, x: number, y: number): void {
    this.#older[KEPT * k] = x;
    this.#older[KEPT * k + 1] = y;
  }

  /** @param count how many turns there are already; the first adds 0, or NaN */
  #add(x: number, y: number, count: number): void {
    const xDistance = x - this.#xReference;
    const yDistance = y - this.#yReference;
    const dx = count * xDistance - this.#x;
    const dy = count * yDistance - this.#y;
    const factor = 1 / (count === 0 ? 1 : count * (count + 1));
    this.#xx += dx * dx * factor;
    this.#yy += dy * dy * factor;
    this.#xy += dx * dy * factor;
    this.#x += xDistance;
    this.#y += yDistance;
  }

  #merge(): void {
    const { newer, turns } = this.#position;
    const older = turns - newer;
    const at = KEPT * older;
    const dx = older * this.#x - newer * this.#older[at]!;
    const dy = older * this.#y - newer * this.#older[at + 1]!;
    const factor = 1 / (older === 0 ? 1 : older * newer * turns);
    this.#windowXX = this.#older[at + 2]! + this.#xx + dx * dx * factor;
    this.#windowYY = this.#older[at + 3]! + this.#yy + dy * dy * factor;
    this.#windowXY = this.#older[at + 4]! + this.#xy + dx * dy * factor;
  }

  #clear(): void {
    this.#x = 0;
    this.#y = 0;
    this.#xx = 0;
    this.#yy = 0;
    this.#xy = 0;
  }
}
