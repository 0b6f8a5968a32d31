/**
 * The market as the records say it is: accounts, products, lines.
 * Both sides of a movement come from different fields (the buyer pays `amount`, the seller receives `quantity` × `unit_price`;
 * a line's stock is the `stock` of its last addition, production is the `quantity`), so that conservation is a statement about the records.
 */

import type { AttemptRecord, EventRecord, Strategy } from './records.ts';

export const TREASURY = 'treasury';

export interface Company {
  readonly slug: string;
  readonly continent: string;
  readonly strategy: Strategy;
  readonly preferredTypes: readonly string[];
}

export interface Product {
  readonly slug: string;
  readonly type: string;
  readonly originCents: number;
  readonly lines: Line[];
  priceCents: number;
  active: boolean;
  lastInflationTurn: number | null;
  producedUnits: number;
  boughtUnits: number;
}

/** What a supplier has of a product. `producedUnits` of the product count the stock at generation too. */
export interface Line {
  readonly supplier: string;
  readonly product: Product;
  readonly factor: number;
  stockUnits: number;
}

/** The price of a line: the product's price times the supplier's factor, half up to the cent, at least 1. */
export function linePriceCents(line: Line): number {
  return Math.max(1, Math.floor(line.product.priceCents * line.factor + 0.5));
}

/** Replays the records one by one. What a record says of an entity that was never created is passed over. */
export class Market {
  readonly balancesCents = new Map<string, number>();
  readonly companies = new Map<string, Company>();
  readonly products = new Map<string, Product>();
  readonly suppliers = new Map<string, string>();
  readonly lines: Line[] = [];
  #cheapest: Line | undefined;

  apply(event: EventRecord): void {
    this.#cheapest = undefined;
    if (event.turn === 0) this.#open(event);
    else this.#change(event);
  }

  applyAttempt(attempt: AttemptRecord): void {
    const line = this.line(attempt.product, attempt.supplier);
    if (attempt.outcome === 'failed' || line === undefined) return;
    this.#pay(attempt.company, -attempt.amount);
    this.#pay(line.supplier, attempt.quantity * (attempt.unit_price ?? 0));
    line.stockUnits -= attempt.quantity;
    line.product.boughtUnits += attempt.quantity;
  }

  balanceCents(account: string): number {
    return this.balancesCents.get(account) ?? 0;
  }

  line(product: string | null, supplier: string | null): Line | undefined {
    return this.products.get(product ?? '')?.lines.find((line) => line.supplier === supplier);
  }

  /** Finds the lowest price at which a unit of an active product is in stock, undefined where none is. */
  lowestPriceCents(): number | undefined {
    if (this.#cheapest === undefined || this.#cheapest.stockUnits <= 0) this.#cheapest = this.#findCheapest();
    return this.#cheapest && linePriceCents(this.#cheapest);
  }

  #findCheapest(): Line | undefined {
    const offers = this.lines.filter((line) => line.product.active && line.stockUnits > 0);
    return offers.reduce<Line | undefined>(
      (best, line) => (best === undefined || linePriceCents(line) < linePriceCents(best) ? line : best),
      undefined,
    );
  }

  #open(event: EventRecord): void {
    if (event.kind === 'account_opened') this.balancesCents.set(event.account, event.balance);
    else if (event.kind === 'company_created') this.companies.set(event.company, companyOf(event));
    else if (event.kind === 'product_created') this.products.set(event.product, productOf(event));
    else if (event.kind === 'supplier_created') this.suppliers.set(event.supplier, event.continent);
    else if (event.kind === 'line_created') this.#openLine(event);
  }

  #openLine(event: EventRecord<'line_created'>): void {
    const product = this.products.get(event.product);
    if (product === undefined) return;
    const line: Line = { supplier: event.supplier, product, factor: event.factor, stockUnits: event.stock };
    product.lines.push(line);
    product.producedUnits += event.stock;
    this.lines.push(line);
  }

  #change(event: EventRecord): void {
    if (event.kind === 'budget_recharged') this.#recharge(event);
    else if (event.kind === 'price_changed') this.#changePrice(event);
    else if (event.kind === 'stock_added') this.#addStock(event);
    else if (event.kind === 'product_switched') this.#switch(event);
  }

  #recharge(event: EventRecord<'budget_recharged'>): void {
    this.#pay(TREASURY, -event.amount);
    this.#pay(event.company, event.amount);
  }

  #changePrice(event: EventRecord<'price_changed'>): void {
    const product = this.products.get(event.product);
    if (product === undefined) return;
    product.priceCents = event.price;
    if (event.cause === 'inflation') product.lastInflationTurn = event.turn;
  }

  #addStock(event: EventRecord<'stock_added'>): void {
    const line = this.line(event.product, event.supplier);
    if (line === undefined) return;
    line.stockUnits = event.stock;
    line.product.producedUnits += event.quantity;
  }

  #switch(event: EventRecord<'product_switched'>): void {
    const product = this.products.get(event.product);
    if (product !== undefined) product.active = event.active;
  }

  #pay(account: string, cents: number): void {
    this.balancesCents.set(account, this.balanceCents(account) + cents);
  }
}

function companyOf(event: EventRecord<'company_created'>): Company {
  return { slug: event.company, continent: event.continent, strategy: event.strategy, preferredTypes: event.preferred_types };
}

function productOf(event: EventRecord<'product_created'>): Product {
  return {
    slug: event.product,
    type: event.type,
    originCents: event.price,
    lines: [],
    priceCents: event.price,
    active: event.active,
    lastInflationTurn: null,
    producedUnits: 0,
    boughtUnits: 0,
  };
}
