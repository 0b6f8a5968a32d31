import type { AttemptColumns } from './snapshot.ts';

/** The attempts of a turn, written row by row: `begin` one, then at most one of `fail` and `buy`. */
export class Attempts implements AttemptColumns {
  readonly company: Int32Array;
  readonly product: Int32Array;
  readonly supplier: Int32Array;
  readonly strategy: Uint8Array;
  readonly reason: Int8Array;
  readonly quantity: Float64Array;
  readonly unitPrice: Float64Array;
  readonly amount: Float64Array;
  #count = 0;

  /** @param capacity the most attempts of a turn. */
  constructor(capacity: number) {
    this.company = new Int32Array(capacity);
    this.product = new Int32Array(capacity);
    this.supplier = new Int32Array(capacity);
    this.strategy = new Uint8Array(capacity);
    this.reason = new Int8Array(capacity);
    this.quantity = new Float64Array(capacity);
    this.unitPrice = new Float64Array(capacity);
    this.amount = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Adds a row for an attempt that has chosen nothing and bought nothing yet. */
  begin(company: number, strategy: number): void {
    const row = this.#count;
    this.company[row] = company;
    this.strategy[row] = strategy;
    this.product[row] = -1;
    this.supplier[row] = -1;
    this.reason[row] = -1;
    this.quantity[row] = 0;
    this.unitPrice[row] = -1;
    this.amount[row] = 0;
    this.#count += 1;
  }

  chooseProduct(product: number): void {
    this.product[this.#count - 1] = product;
  }

  chooseSupplier(supplier: number, unitPriceCents: number): void {
    this.supplier[this.#count - 1] = supplier;
    this.unitPrice[this.#count - 1] = unitPriceCents;
  }

  /** @param reason an index into FAILURE_REASONS. */
  fail(reason: number): void {
    this.reason[this.#count - 1] = reason;
  }

  buy(quantity: number, amountCents: number): void {
    this.quantity[this.#count - 1] = quantity;
    this.amount[this.#count - 1] = amountCents;
  }
}
