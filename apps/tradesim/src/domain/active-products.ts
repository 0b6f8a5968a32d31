import { PRODUCT_TYPES } from './parameters.ts';
import type { Products } from './products.ts';

/** Sets of product types as bits: bit t stands for PRODUCT_TYPES[t]. */
const TYPE_SETS = 1 << PRODUCT_TYPES.length;
export const ALL_TYPES = TYPE_SETS - 1;

/** The active products of each set of types, in ascending order; listed anew when asked for after a change. */
export class ActiveProducts {
  readonly #products: Products;
  readonly #lists: readonly Int32Array[];
  readonly #counts = new Int32Array(TYPE_SETS);
  #isStale = true;

  constructor(products: Products) {
    this.#products = products;
    this.#lists = Array.from({ length: TYPE_SETS }, () => new Int32Array(products.count));
  }

  /** Says that a product was switched on or off. */
  invalidate(): void {
    this.#isStale = true;
  }

  /** Returns how many active products have one of the types. */
  count(types: number): number {
    if (this.#isStale) this.#listAll();
    return this.#counts[types]!;
  }

  /** Returns one of the active products that have one of the types: 0 … `count(types)` - 1. */
  product(types: number, index: number): number {
    if (this.#isStale) this.#listAll();
    return this.#lists[types]![index]!;
  }

  #listAll(): void {
    this.#counts.fill(0);
    for (let product = 0; product < this.#products.count; product += 1) {
      if (this.#products.active[product] === 1) this.#list(product);
    }
    this.#isStale = false;
  }

  #list(product: number): void {
    const type = 1 << this.#products.type[product]!;
    for (let types = 1; types < TYPE_SETS; types += 1) {
      if ((types & type) === 0) continue;
      const count = this.#counts[types]!;
      this.#lists[types]![count] = product;
      this.#counts[types] = count + 1;
    }
  }
}
