/**
 * What the economy shows of itself after a turn: read-only columns, one value per entity, in the order of creation.
 * The columns are the engine's own arrays, not copies: they are valid until the next turn begins, and the lists of
 * slugs and label sets keep their identity for as long as their members stay the same.
 */
import type { EventKind } from './parameters.ts';
import type { EconomyEvent } from './economy-event.ts';

export interface CompanyColumns {
  readonly count: number;
  readonly slug: readonly string[];
  /** Cents. */
  readonly budget: Float64Array;
  /** Units held, over all products. */
  readonly stockUnits: Float64Array;
  /** Index into CONTINENTS. */
  readonly continent: Uint8Array;
  /** Index into STRATEGIES. */
  readonly strategy: Uint8Array;
}

/** Where a product stands in the course of an inflation: 0 normal, 1 inflated, 2 returning. */
export const PRICE_PHASES = ['normal', 'inflated', 'returning'] as const;

export interface ProductColumns {
  readonly count: number;
  readonly slug: readonly string[];
  /** Cents. */
  readonly price: Float64Array;
  /** Cents; the price at generation. */
  readonly originPrice: Float64Array;
  /** 1 or 0. */
  readonly active: Uint8Array;
  /** Units held by all suppliers together. */
  readonly stockUnits: Float64Array;
  /** Index into PRICE_PHASES. */
  readonly phase: Uint8Array;
}

export interface SupplierColumns {
  readonly count: number;
  readonly slug: readonly string[];
  /** Units held, over all products. */
  readonly stockUnits: Float64Array;
  /** Index into CONTINENTS. */
  readonly continent: Uint8Array;
}

/** A line is one product at one supplier. */
export interface LineColumns {
  readonly count: number;
  readonly supplier: Int32Array;
  readonly product: Int32Array;
  /** Units. */
  readonly stock: Float64Array;
}

/** The attempts of this turn, in the order the companies acted. Only the first `count` rows hold data. */
export interface AttemptColumns {
  readonly count: number;
  readonly company: Int32Array;
  /** -1 where none was chosen. */
  readonly product: Int32Array;
  /** -1 where none was chosen. */
  readonly supplier: Int32Array;
  /** Index into STRATEGIES. */
  readonly strategy: Uint8Array;
  /** Index into FAILURE_REASONS; -1 when bought. */
  readonly reason: Int8Array;
  /** Units; 0 on failure. */
  readonly quantity: Float64Array;
  /** Cents; -1 where no supplier was chosen. */
  readonly unitPrice: Float64Array;
  /** Cents; 0 on failure. */
  readonly amount: Float64Array;
}

export const INVARIANTS = ['money', 'goods', 'solvency', 'trade'] as const;
export type InvariantName = (typeof INVARIANTS)[number];

export interface Snapshot {
  readonly turn: number;
  readonly companies: CompanyColumns;
  readonly products: ProductColumns;
  readonly suppliers: SupplierColumns;
  readonly lines: LineColumns;
  /** Cents: the lowest price at which an active product can be bought now; Infinity when nothing is on offer. */
  readonly cheapestOffer: number;
  readonly attempts: AttemptColumns;
  /** What changed in this turn, in order; see EconomyEvent. */
  readonly events: readonly EconomyEvent[];
  /** How often each kind of event happened in this turn. */
  readonly eventCounts: Readonly<Record<EventKind, number>>;
  /** Budget recharges of this turn: how many companies, and cents in all. */
  readonly recharges: { readonly count: number; readonly amountCents: number };
  /** How far each invariant is from holding: 0 when it does. */
  readonly residuals: Readonly<Record<InvariantName, number>>;
}
