import type { Lines } from './lines.ts';

/** For each product, the lines that have stock, in the order of `Lines.byProduct`: ascending in factor and in price. */
export class StockedLines {
  readonly #lines: Lines;
  /** One region per product, as in `byProduct`, of which the first `#counts[product]` places are used. */
  readonly #stocked: Int32Array;
  readonly #counts: Int32Array;

  constructor(lines: Lines) {
    this.#lines = lines;
    this.#stocked = new Int32Array(lines.count);
    this.#counts = new Int32Array(lines.productStart.length - 1);
    for (const line of lines.byProduct) if (lines.stock[line]! > 0) this.insert(line);
  }

  /** Returns at how many suppliers the product has stock. */
  count(product: number): number {
    return this.#counts[product]!;
  }

  /** Returns one of the product's lines with stock: 0 is the one with the lowest price, `count(product) - 1` the last. */
  line(product: number, index: number): number {
    return this.#stocked[this.#lines.productStart[product]! + index]!;
  }

  /** Adds a line that has stock again. O(log n) comparisons, and moves the lines after it. */
  insert(line: number): void {
    const end = this.#end(line);
    const place = this.#place(line);
    if (place < end) this.#stocked.copyWithin(place + 1, place, end);
    this.#stocked[place] = line;
    this.#counts[this.#lines.product[line]!]! += 1;
  }

  /** Takes a line out that has no stock any more. O(log n) comparisons, and moves the lines after it. */
  remove(line: number): void {
    const end = this.#end(line);
    const place = this.#place(line);
    if (place + 1 < end) this.#stocked.copyWithin(place, place + 1, end);
    this.#counts[this.#lines.product[line]!]! -= 1;
  }

  /** The place after the last stocked line of the line's product. */
  #end(line: number): number {
    const product = this.#lines.product[line]!;
    return this.#lines.productStart[product]! + this.#counts[product]!;
  }

  /** The first place of the line's product that does not hold a line before it. */
  #place(line: number): number {
    const { rank, product, productStart } = this.#lines;
    let low = productStart[product[line]!]!;
    let high = this.#end(line);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rank[this.#stocked[middle]!]! < rank[line]!) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
