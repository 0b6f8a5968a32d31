/**
 * Where a window over the newest n turns stands.
 *
 * The windows are two stacks (Tangwongsan, Hirzel, Schneider, "Low-Latency Sliding-Window Aggregation in Worst-Case
 * Constant Time", DEBS 2017). The older turns of a window are kept as the aggregates of all their ends, the newer ones
 * as one aggregate, and an answer merges two of them. Nothing is ever taken out of an aggregate again, so no error adds
 * up, and a value that has left the window leaves nothing behind.
 *
 * The stacks are turned over where a block begins: at the turns whose number is a multiple of n (van Herk 1992; Gil,
 * Werman 1993), and not when the older one has run out. So an answer is a function of the values in the window and the
 * number of the newest turn, bit for bit: it does not depend on when, or whether, the window was read before.
 *
 * Both stacks share one array, as in Two-Stacks Lite (the same authors, VLDB Journal 2021). The k-th turn from the end of
 * a block has the place k: for its value while the block lasts, then for the aggregate of the last k turns. The values of
 * the newer turns thus take the places of aggregates that no answer needs any more, and each value is read once.
 *
 * A turn costs O(1) amortized. The one that begins a block costs O(n), for all windows of n turns at once.
 */
export class WindowPosition {
  /** How many turns the window covers. */
  readonly turns: number;
  #newestTurn: number;
  #newer: number;

  /** @param turns an integer >= 1 */
  constructor(turns: number) {
    this.turns = turns;
    this.#newestTurn = -1;
    this.#newer = turns;
  }

  /** How many of the window's turns are in the block of the newest one. The rest are the last ones of the block before. */
  get newer(): number {
    return this.#newer;
  }

  /**
   * Goes on to a turn; there is none before 0. Returns how many turns are new to the window. When these are all of the
   * newer ones, or more, a block has begun.
   */
  advance(newestTurn: number): number {
    const fresh = newestTurn - this.#newestTurn;
    if (fresh === 0) return 0;
    this.#newestTurn = newestTurn;
    if (this.#newer + fresh <= this.turns) this.#newer += fresh;
    else this.#newer = (newestTurn % this.turns) + 1;
    return Math.min(fresh, this.turns);
  }
}
