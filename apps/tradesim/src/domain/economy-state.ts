/**
 * What changes in an economy, as JSON. All else follows from parameters and seed: what was generated, and every draw, as
 * draws depend on their turn alone.
 */
import { Market } from './market.ts';
import type { World } from './world.ts';

/** The state at the end of a turn. */
export interface EconomyState {
  readonly turn: number;
  /** Cents, by account. */
  readonly balances: readonly number[];
  readonly companies: { readonly stockUnits: readonly number[] };
  readonly products: {
    readonly price: readonly number[];
    readonly active: readonly number[];
    readonly phase: readonly number[];
    /** Null before the first inflation. */
    readonly lastInflationTurn: readonly (number | null)[];
    readonly inflatedPrice: readonly number[];
    readonly producedUnits: readonly number[];
    readonly companyUnits: readonly number[];
  };
  readonly lines: { readonly stock: readonly number[] };
}

/** Returns the state of a world after a turn. */
export function saveWorld({ accounts, companies, products, lines }: World, turn: number): EconomyState {
  return {
    turn,
    balances: [...accounts.balances],
    companies: { stockUnits: [...companies.stockUnits] },
    products: {
      price: [...products.price],
      active: [...products.active],
      phase: [...products.phase],
      lastInflationTurn: Array.from(products.lastInflationTurn, (last) => (last === -Infinity ? null : last)),
      inflatedPrice: [...products.inflatedPrice],
      producedUnits: [...products.producedUnits],
      companyUnits: [...products.companyUnits],
    },
    lines: { stock: [...lines.stock] },
  };
}

/**
 * Returns a generated world as it was when its state was saved.
 * @throws {RangeError} for the state of another scenario
 */
export function loadWorld(generated: World, state: EconomyState): World {
  const { accounts, companies, products, lines } = generated;
  set('balances', accounts.balances, state.balances);
  set('companies.stockUnits', companies.stockUnits, state.companies.stockUnits);
  set('products.price', products.price, state.products.price);
  set('products.active', products.active, state.products.active);
  set('products.phase', products.phase, state.products.phase);
  const inflated = state.products.lastInflationTurn.map((last) => last ?? -Infinity);
  set('products.lastInflationTurn', products.lastInflationTurn, inflated);
  set('products.inflatedPrice', products.inflatedPrice, state.products.inflatedPrice);
  set('products.producedUnits', products.producedUnits, state.products.producedUnits);
  set('products.companyUnits', products.companyUnits, state.products.companyUnits);
  set('lines.stock', lines.stock, state.lines.stock);
  sumStock(generated);
  return { ...generated, market: new Market(generated) };
}

function set(column: string, target: Float64Array | Uint8Array, saved: readonly number[]): void {
  if (saved.length !== target.length) {
    throw new RangeError(
      `State of the economy, ${column}: expected ${target.length} numbers, got ${saved.length}. Use the scenario and seed that it is of.`,
    );
  }
  target.set(saved);
}

function sumStock({ products, suppliers, lines }: World): void {
  products.stockUnits.fill(0);
  suppliers.stockUnits.fill(0);
  for (let line = 0; line < lines.count; line += 1) {
    products.stockUnits[lines.product[line]!]! += lines.stock[line]!;
    suppliers.stockUnits[lines.supplier[line]!]! += lines.stock[line]!;
  }
}
