/**
 * The parameters of an economy, as the rules use them: money in integer cents, shares and probabilities 0 … 1.
 * Scenario files state euros and percent; `scenarios/` converts.
 */

export const STRATEGIES = ['cheapest', 'by_type'] as const;
export const PRODUCT_TYPES = ['raw_material', 'consumable', 'finished_good'] as const;
export const CONTINENTS = ['africa', 'asia', 'europe', 'north_america', 'oceania', 'south_america'] as const;
export const OUTCOMES = ['bought', 'failed'] as const;
export const FAILURE_REASONS = ['no_active_product', 'no_stock', 'no_budget'] as const;
export const EVENT_KINDS = ['inflation', 'budget_recharge', 'restock', 'availability', 'supplier_recharge'] as const;

export type Strategy = (typeof STRATEGIES)[number];
export type ProductType = (typeof PRODUCT_TYPES)[number];
export type Continent = (typeof CONTINENTS)[number];
export type EventKind = (typeof EVENT_KINDS)[number];

/** Both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface EconomyParameters {
  readonly companies: {
    readonly count: number;
    readonly budgetCents: Range;
    /** How many of the product types a company prefers. */
    readonly preferredTypes: Range;
    readonly actProbability: number;
    /** Most units of one attempt. */
    readonly maxQuantity: number;
    /** Most units of one attempt when the unit price exceeds `expensiveAboveCents`. */
    readonly maxQuantityExpensive: number;
    readonly expensiveAboveCents: number;
    readonly prosperityThresholdCents: number;
  };
  readonly products: {
    readonly count: number;
    readonly active: Range;
    readonly priceCents: Range;
  };
  readonly suppliers: {
    readonly count: number;
    readonly productsEach: Range;
    readonly stockUnits: Range;
    /** A supplier's factor: (1 - (stock at generation - stockReference) / stockRange) × noise. */
    readonly priceFactor: { readonly stockReference: number; readonly stockRange: number; readonly noise: Range };
  };
  readonly events: {
    /** Events are drawn when the turn is a multiple of this. */
    readonly intervalTurns: number;
    readonly inflation: {
      readonly probability: number;
      /** Drawn uniformly, as shares: 0.3 is 30 %. */
      readonly rise: Range;
      /** Subtracted from the rise of a product inflated within the last `penaltyTurns` turns. */
      readonly penalty: number;
      readonly penaltyTurns: number;
      /** No penalised rise is smaller. */
      readonly minRise: number;
      /** Turns after the last inflation at which the return takes its first step. */
      readonly returnAfterTurns: number;
      /** Steps of a return; the last one reaches the final price. */
      readonly returnTurns: number;
      /** The final price of a return is origin × (1 + this). */
      readonly returnAbove: number;
      /** No rise lifts a price above this many times its origin. */
      readonly maxTimesOrigin: number;
    };
    readonly budgetRecharge: { readonly probability: number; readonly companyProbability: number; readonly amountCents: Range };
    readonly restock: { readonly probability: number; readonly productProbability: number; readonly quantityUnits: Range };
    /** Share of the active switched off, and of the inactive switched on. */
    readonly availability: { readonly probability: number; readonly share: number };
    readonly supplierRecharge: {
      readonly probability: number;
      readonly intervalTurns: number;
      readonly supplierProbability: number;
      readonly productProbability: number;
      readonly quantityUnits: Range;
    };
  };
}
