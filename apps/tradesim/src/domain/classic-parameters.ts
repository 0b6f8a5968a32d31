import type { EconomyParameters } from './parameters.ts';

/** The parameters of the scenario `classic`: the reference application's market, as it was meant. */
export const CLASSIC_PARAMETERS: EconomyParameters = {
  companies: {
    count: 3,
    budgetCents: { min: 1_800_000, max: 3_500_000 },
    preferredTypes: { min: 1, max: 2 },
    actProbability: 0.3,
    maxQuantity: 40,
    maxQuantityExpensive: 20,
    expensiveAboveCents: 10_000,
    prosperityThresholdCents: 1_000_000,
  },
  products: { count: 12, active: { min: 8, max: 12 }, priceCents: { min: 500, max: 5_000 } },
  suppliers: {
    count: 5,
    productsEach: { min: 3, max: 8 },
    stockUnits: { min: 10, max: 200 },
    priceFactor: { stockReference: 50, stockRange: 1_000, noise: { min: 0.95, max: 1.05 } },
  },
  events: {
    intervalTurns: 2,
    inflation: {
      probability: 0.2,
      rise: { min: 0.3, max: 0.6 },
      penalty: 0.15,
      penaltyTurns: 50,
      minRise: 0.05,
      returnAfterTurns: 30,
      returnTurns: 15,
      returnAbove: 0.1,
      maxTimesOrigin: 10,
    },
    budgetRecharge: { probability: 0.5, companyProbability: 0.7, amountCents: { min: 400_000, max: 800_000 } },
    restock: { probability: 0.5, productProbability: 0.3, quantityUnits: { min: 10, max: 50 } },
    availability: { probability: 0.15, share: 0.2 },
    supplierRecharge: {
      probability: 0.4,
      intervalTurns: 20,
      supplierProbability: 0.4,
      productProbability: 0.6,
      quantityUnits: { min: 10, max: 50 },
    },
  },
};
