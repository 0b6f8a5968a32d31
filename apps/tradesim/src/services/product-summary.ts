import { PRICE_PHASES } from '../domain/snapshot.ts';
import type { TurnView } from './turn-view.ts';

/** What is to be known of all products: prices in cents, and numbers of products. */
export interface ProductSummary {
  readonly meanPrice: number;
  readonly minimumPrice: number;
  readonly maximumPrice: number;
  /** Mean of the price against the price at the start. */
  readonly priceIndex: number;
  readonly active: number;
  readonly outOfStock: number;
  /** By PRICE_PHASES. */
  readonly byPhase: Float64Array;
}

export function productSummary({ products: { count, price, originPrice, active, stockUnits, phase } }: TurnView): ProductSummary {
  const byPhase = new Float64Array(PRICE_PHASES.length);
  const sums = { price: 0, ratio: 0, active: 0, outOfStock: 0 };
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let i = 0; i < count; i++) {
    const cents = price[i]!;
    sums.price += cents;
    sums.ratio += cents / originPrice[i]!;
    sums.active += active[i]!;
    if (stockUnits[i] === 0) sums.outOfStock++;
    byPhase[phase[i]!]! += 1;
    if (cents < minimum) minimum = cents;
    if (cents > maximum) maximum = cents;
  }
  return {
    meanPrice: sums.price / count,
    minimumPrice: minimum,
    maximumPrice: maximum,
    priceIndex: sums.ratio / count,
    active: sums.active,
    outOfStock: sums.outOfStock,
    byPhase,
  };
}
