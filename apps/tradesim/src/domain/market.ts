/**
 * What is on offer: the one place that changes prices, availability and suppliers' stocks, so that the answers to
 * "which line is the cheapest" and "who has it in stock" stay right without searching.
 */
import { ActiveProducts } from './active-products.ts';
import { PriceTournament } from './price-tournament.ts';
import { StockedLines } from './stocked-lines.ts';
import { linePriceCents } from './rounding.ts';
import type { Lines } from './lines.ts';
import type { Products } from './products.ts';
import type { Suppliers } from './suppliers.ts';

export interface MarketColumns {
  readonly products: Products;
  readonly suppliers: Suppliers;
  readonly lines: Lines;
}

export class Market {
  readonly active: ActiveProducts;
  readonly stocked: StockedLines;
  readonly #products: Products;
  readonly #suppliers: Suppliers;
  readonly #lines: Lines;
  readonly #tournament: PriceTournament;

  /** Takes the columns as they are, and changes them from then on. */
  constructor(columns: MarketColumns) {
    this.#products = columns.products;
    this.#suppliers = columns.suppliers;
    this.#lines = columns.lines;
    this.active = new ActiveProducts(columns.products);
    this.stocked = new StockedLines(columns.lines);
    this.#tournament = new PriceTournament(columns.products.count, (product) => this.#lowestPrice(product));
  }

  /** Returns the price of a line in cents. */
  linePrice(line: number): number {
    return linePriceCents(this.#products.price[this.#lines.product[line]!]!, this.#lines.factor[line]!);
  }

  /**
   * Returns the line with the lowest price among the active products' lines with stock, or -1 when there is none. Of
   * equal prices the earlier product, then the lower factor, then the earlier line. O(log products) after a change.
   */
  cheapestLine(): number {
    const product = this.#tournament.winner();
    return product < 0 ? -1 : this.stocked.line(product, 0);
  }

  /** Returns the price of that line in cents; Infinity when there is none. */
  cheapestPrice(): number {
    const line = this.cheapestLine();
    return line < 0 ? Infinity : this.linePrice(line);
  }

  setPrice(product: number, priceCents: number): void {
    this.#products.price[product] = priceCents;
    this.#tournament.invalidate(product);
  }

  activate(product: number): void {
    this.#switch(product, 1);
  }

  deactivate(product: number): void {
    this.#switch(product, 0);
  }

  /** Adds newly produced units, at least 1, to a line. */
  produce(line: number, quantity: number): void {
    const product = this.#lines.product[line]!;
    this.#move(line, quantity);
    this.#products.producedUnits[product]! += quantity;
    if (this.#lines.stock[line] !== quantity) return;
    this.stocked.insert(line);
    this.#tournament.invalidate(product);
  }

  /** Takes sold units, at least 1 and at most its stock, from a line. */
  sell(line: number, quantity: number): void {
    this.#move(line, -quantity);
    if (this.#lines.stock[line] !== 0) return;
    this.stocked.remove(line);
    this.#tournament.invalidate(this.#lines.product[line]!);
  }

  #move(line: number, quantity: number): void {
    this.#lines.stock[line]! += quantity;
    this.#products.stockUnits[this.#lines.product[line]!]! += quantity;
    this.#suppliers.stockUnits[this.#lines.supplier[line]!]! += quantity;
  }

  #switch(product: number, active: 0 | 1): void {
    this.#products.active[product] = active;
    this.active.invalidate();
    this.#tournament.invalidate(product);
  }

  #lowestPrice(product: number): number {
    if (this.#products.active[product] === 0 || this.stocked.count(product) === 0) return Infinity;
    return this.linePrice(this.stocked.line(product, 0));
  }
}
