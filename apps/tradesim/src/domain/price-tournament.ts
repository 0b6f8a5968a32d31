/**
 * Finds the product with the lowest price without looking at all of them: a tournament tree in which each inner node
 * names the cheaper of its two children, the earlier product where prices are equal. A change of one product replays
 * the matches above it.
 */
const REBUILD_SHARE = 16;

export class PriceTournament {
  readonly #priceOf: (product: number) => number;
  readonly #products: number;
  /** A power of two; the leaf of product p is node `#leaves + p`. */
  readonly #leaves: number;
  /** Cents; Infinity for a product not on offer and for leaves beyond the last product. */
  readonly #prices: Float64Array;
  readonly #winners: Int32Array;
  readonly #stale: Int32Array;
  readonly #isStale: Uint8Array;
  #staleCount = 0;

  /** @param priceOf the lowest price of a product in cents, Infinity when it is not on offer. */
  constructor(products: number, priceOf: (product: number) => number) {
    this.#priceOf = priceOf;
    this.#products = products;
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(products, 1)));
    this.#prices = new Float64Array(this.#leaves).fill(Infinity);
    this.#winners = new Int32Array(2 * this.#leaves);
    this.#stale = new Int32Array(products);
    this.#isStale = new Uint8Array(products);
    for (let leaf = 0; leaf < this.#leaves; leaf += 1) this.#winners[this.#leaves + leaf] = leaf;
    for (let product = 0; product < products; product += 1) this.invalidate(product);
  }

  /** Says that the price of a product may have changed; it is asked for at the next `winner`. */
  invalidate(product: number): void {
    if (this.#isStale[product] === 1) return;
    this.#isStale[product] = 1;
    this.#stale[this.#staleCount] = product;
    this.#staleCount += 1;
  }

  /** Returns the product with the lowest price, the earliest of several, or -1 when none is on offer. O(log products). */
  winner(): number {
    if (this.#staleCount > 0) this.#refresh();
    const winner = this.#winners[1]!;
    return this.#prices[winner] === Infinity ? -1 : winner;
  }

  #refresh(): void {
    const replayAll = this.#staleCount * REBUILD_SHARE > this.#products;
    for (let index = 0; index < this.#staleCount; index += 1) {
      const product = this.#stale[index]!;
      this.#isStale[product] = 0;
      this.#prices[product] = this.#priceOf(product);
      if (!replayAll) this.#replayAbove(product);
    }
    if (replayAll) for (let node = this.#leaves - 1; node >= 1; node -= 1) this.#winners[node] = this.#match(node);
    this.#staleCount = 0;
  }

  #replayAbove(product: number): void {
    for (let node = (this.#leaves + product) >>> 1; node >= 1; node >>>= 1) {
      const winner = this.#match(node);
      if (winner === this.#winners[node] && winner !== product) return;
      this.#winners[node] = winner;
    }
  }

  /** The left child holds the earlier products, so it wins a draw. */
  #match(node: number): number {
    const left = this.#winners[2 * node]!;
    const right = this.#winners[2 * node + 1]!;
    return this.#prices[left]! <= this.#prices[right]! ? left : right;
  }
}
