import { describe, expect, it } from 'vitest';
import { loadScenario } from './load-scenario.ts';
import { ScenarioError } from './scenario-error.ts';

function problemsOf(overrides: readonly string[]): readonly string[] {
  try {
    loadScenario({ overrides });
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

const RANGES = [
  'companies.budgetEuros',
  'companies.preferredTypes',
  'products.active',
  'products.priceEuros',
  'suppliers.productsEach',
  'suppliers.stockUnits',
  'suppliers.priceFactor.noise',
  'events.inflation.risePercent',
  'events.budgetRecharge.amountEuros',
  'events.restock.quantityUnits',
  'events.supplierRecharge.quantityUnits',
];

const STOCK_RANGE = 'suppliers.priceFactor.stockRangeUnits';
const STOCK_REFERENCE = 'suppliers.priceFactor.stockReferenceUnits';

/** Overrides that just hold, overrides that just do not, and the start of the problem. */
const LIMITS: readonly (readonly [rule: string, held: readonly string[], broken: readonly string[], problem: string])[] = [
  [
    'the expensive quantity is at most the quantity',
    ['companies.maxQuantityUnits=20'],
    ['companies.maxQuantityUnits=19'],
    '--set companies.maxQuantityUnits=19: companies.maxQuantityExpensiveUnits: expected at most companies.maxQuantityUnits (19, --set companies.maxQuantityUnits=19), got 20 (default). Set companies.maxQuantityExpensiveUnits to at most 19, or companies.maxQuantityUnits to at least 20.',
  ],
  [
    'a penalised rise is at most the least rise',
    ['events.inflation.minRisePercent=30'],
    ['events.inflation.minRisePercent=30.5'],
    '--set events.inflation.minRisePercent=30.5: events.inflation.minRisePercent: expected at most events.inflation.risePercent.min (30, default), got 30.5 (number). Set events.inflation.minRisePercent to at most 30, or events.inflation.risePercent.min to at least 30.5.',
  ],
  [
    'no price factor is 0 or less',
    ['suppliers.stockUnits.max=1049'],
    ['suppliers.stockUnits.max=1050'],
    `--set suppliers.stockUnits.max=1050: ${STOCK_RANGE}: expected more than suppliers.stockUnits.max (1050, --set suppliers.stockUnits.max=1050) - ${STOCK_REFERENCE} (50, default) = 1000, so that every price factor is above 0, got 1000 (default). Set ${STOCK_RANGE} to at least 1001, or suppliers.stockUnits.max to at most 1049.`,
  ],
  [
    'no price factor exceeds 10',
    [`${STOCK_REFERENCE}=9010`],
    [`${STOCK_REFERENCE}=9011`],
    `--set ${STOCK_REFERENCE}=9011: ${STOCK_RANGE}: expected at least a ninth of ${STOCK_REFERENCE} (9011, --set ${STOCK_REFERENCE}=9011) - suppliers.stockUnits.min (10, default) = 9001, so that no price factor exceeds 10, got 1000 (default). Set ${STOCK_RANGE} to at least 1001, or ${STOCK_REFERENCE} to at most 9010.`,
  ],
  [
    'there are at most 10 million lines',
    ['suppliers.count=1000000', 'products.count=12', 'suppliers.productsEach.max=10'],
    ['suppliers.count=1000000', 'suppliers.productsEach.max=11'],
    '--set suppliers.count=1000000: suppliers.count: expected at most 909090, since suppliers.count × suppliers.productsEach.max (11, --set suppliers.productsEach.max=11) may not exceed 10000000: each line takes memory, got 1000000 (number). Set suppliers.count to at most 909090, or suppliers.productsEach.max to at most 10.',
  ],
  [
    'the initial money is at most 10 million million euros',
    ['companies.count=10000', 'companies.budgetEuros.max=1000000000'],
    ['companies.count=10001', 'companies.budgetEuros.max=1000000000'],
    '--set companies.count=10001: companies.count: expected at most 10000, since companies.count × companies.budgetEuros.max (1000000000, --set companies.budgetEuros.max=1000000000) may not exceed 10000000000000: balances are exact to the cent up to nine times that, got 10001 (number). Set companies.count to at most 10000, or companies.budgetEuros.max to at most 999900009.',
  ],
];

describe('rules between fields', () => {
  it.each(RANGES)('keep %s.min at most its max', (range) => {
    expect(problemsOf([`${range}.min=2`, `${range}.max=1`])[0]).toBe(
      `--set ${range}.min=2: ${range}.min: expected at most ${range}.max (1, --set ${range}.max=1), got 2 (number). Set ${range}.min to at most 1, or ${range}.max to at least 2.`,
    );
  });

  it.each(LIMITS)('see that %s', (_rule, held, broken, problem) => {
    expect(problemsOf(held)).toEqual([]);
    expect(problemsOf(broken)).toEqual([problem]);
  });
});
