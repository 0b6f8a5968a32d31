import { RandomStream } from '@tradesim/simulation';

/**
 * The random streams of an economy, one per purpose. Those of generation are drawn in turn 0. Where a comment names no
 * entity, the entity is 0: one draw for the whole event.
 */
export interface Streams {
  /** Entity: 0 companies, 1 products, 2 suppliers. */
  readonly names: RandomStream;
  readonly activeProducts: RandomStream;
  /** Entity: product. */
  readonly product: RandomStream;
  /** Entity: supplier. */
  readonly supplier: RandomStream;
  /** Entity: company. */
  readonly company: RandomStream;
  /** Entity: company. Whether it acts, and its place in the order. */
  readonly act: RandomStream;
  /** Entity: company. What it chooses, and how much. */
  readonly purchase: RandomStream;
  readonly inflation: RandomStream;
  /** Entity: product. */
  readonly inflationRise: RandomStream;
  readonly budgetRecharge: RandomStream;
  /** Entity: company. */
  readonly budgetRechargeAmount: RandomStream;
  readonly restock: RandomStream;
  /** Entity: product. */
  readonly restockQuantity: RandomStream;
  readonly availability: RandomStream;
  /** Entity: product. */
  readonly availabilityOrder: RandomStream;
  readonly supplierRecharge: RandomStream;
  /** Entity: supplier. */
  readonly supplierRechargeQuantity: RandomStream;
}

/** Opens the streams of a seed, an integer 0 … 2^32 - 1. The purposes are part of what a seed promises: they stay. */
export function openStreams(seed: number): Streams {
  return {
    names: new RandomStream(seed, 'names'),
    activeProducts: new RandomStream(seed, 'active-products'),
    product: new RandomStream(seed, 'product'),
    supplier: new RandomStream(seed, 'supplier'),
    company: new RandomStream(seed, 'company'),
    act: new RandomStream(seed, 'act'),
    purchase: new RandomStream(seed, 'purchase'),
    inflation: new RandomStream(seed, 'inflation'),
    inflationRise: new RandomStream(seed, 'inflation-rise'),
    budgetRecharge: new RandomStream(seed, 'budget-recharge'),
    budgetRechargeAmount: new RandomStream(seed, 'budget-recharge-amount'),
    restock: new RandomStream(seed, 'restock'),
    restockQuantity: new RandomStream(seed, 'restock-quantity'),
    availability: new RandomStream(seed, 'availability'),
    availabilityOrder: new RandomStream(seed, 'availability-order'),
    supplierRecharge: new RandomStream(seed, 'supplier-recharge'),
    supplierRechargeQuantity: new RandomStream(seed, 'supplier-recharge-quantity'),
  };
}
