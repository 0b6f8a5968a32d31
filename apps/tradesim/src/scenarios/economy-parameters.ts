/** From the units of people (euros, percent) to those of the rules (cents, shares). */
import type { EconomyParameters, Range } from '../domain/parameters.ts';
import type { Scenario } from './scenario-fields.ts';

/** Exact for amounts with at most two decimals up to 10^13 euros: the product is off by far less than half a cent. */
function cents(euros: number): number {
  return Math.round(euros * 100);
}

/** Dividing an exact percentage rounds once, so 15 percent is the number 0.15. */
function share(percent: number): number {
  return percent / 100;
}

function each({ min, max }: Range, convert: (value: number) => number): Range {
  return { min: convert(min), max: convert(max) };
}

function companyParameters({ companies }: Scenario): EconomyParameters['companies'] {
  return {
    count: companies.count,
    budgetCents: each(companies.budgetEuros, cents),
    preferredTypes: companies.preferredTypes,
    actProbability: companies.actProbability,
    maxQuantity: companies.maxQuantityUnits,
    maxQuantityExpensive: companies.maxQuantityExpensiveUnits,
    expensiveAboveCents: cents(companies.expensiveAboveEuros),
    prosperityThresholdCents: cents(companies.prosperityThresholdEuros),
  };
}

function supplierParameters({ suppliers }: Scenario): EconomyParameters['suppliers'] {
  const { stockReferenceUnits, stockRangeUnits, noise } = suppliers.priceFactor;
  return { ...suppliers, priceFactor: { stockReference: stockReferenceUnits, stockRange: stockRangeUnits, noise } };
}

function inflationParameters({ inflation }: Scenario['events']): EconomyParameters['events']['inflation'] {
  return {
    probability: inflation.probability,
    rise: each(inflation.risePercent, share),
    penalty: share(inflation.penaltyPercent),
    penaltyTurns: inflation.penaltyTurns,
    minRise: share(inflation.minRisePercent),
    returnAfterTurns: inflation.returnAfterTurns,
    returnTurns: inflation.returnTurns,
    returnAbove: share(inflation.returnAbovePercent),
    maxTimesOrigin: inflation.maxTimesOrigin,
  };
}

function eventParameters({ events }: Scenario): EconomyParameters['events'] {
  const { probability, companyProbability, amountEuros } = events.budgetRecharge;
  return {
    intervalTurns: events.intervalTurns,
    inflation: inflationParameters(events),
    budgetRecharge: { probability, companyProbability, amountCents: each(amountEuros, cents) },
    restock: events.restock,
    availability: { probability: events.availability.probability, share: share(events.availability.sharePercent) },
    supplierRecharge: events.supplierRecharge,
  };
}

/** Converts a scenario to the parameters of the rules: money in cents, shares 0 … 1. */
export function economyParameters(scenario: Scenario): EconomyParameters {
  const { count, active, priceEuros } = scenario.products;
  return {
    companies: companyParameters(scenario),
    products: { count, active, priceCents: each(priceEuros, cents) },
    suppliers: supplierParameters(scenario),
    events: eventParameters(scenario),
  };
}
