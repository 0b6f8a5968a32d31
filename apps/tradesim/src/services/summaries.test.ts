import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptSummary } from './attempt-summary.ts';
import { budgetSummary } from './budget-summary.ts';
import { productSummary } from './product-summary.ts';
import type { TurnView } from './turn-view.ts';

const budgets = fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 });

function budgetView(budget: readonly number[], cheapestOffer: number, prosperityThresholdCents = 500): TurnView {
  return {
    companies: { budget: Float64Array.from(budget) },
    cheapestOffer,
    rules: { companies: { prosperityThresholdCents } },
  } as TurnView;
}

describe('the summary of budgets', () => {
  it('agrees with one that looks at each number by itself', () => {
    fc.assert(
      fc.property(budgets, fc.integer({ min: 1, max: 1000 }), (budget, offer) => {
        const summary = budgetSummary(budgetView(budget, offer));
        const mean = budget.reduce((total, each) => total + each, 0) / budget.length;
        const variance = budget.reduce((total, each) => total + (each - mean) ** 2, 0) / budget.length;
        expect(summary.standardDeviation).toBeCloseTo(Math.sqrt(variance), 9);
        expect(summary).toMatchObject({
          sum: mean === 0 ? 0 : expect.closeTo(mean * budget.length, 6),
          mean,
          minimum: Math.min(...budget),
          maximum: Math.max(...budget),
          solvent: budget.filter((each) => each >= offer).length,
          prosperous: budget.filter((each) => each > 500).length,
        });
      }),
    );
  });

  it('counts as solvent who has any money when nothing is on offer', () => {
    expect(budgetSummary(budgetView([0, 1, 5], Infinity)).solvent).toBe(2);
  });

  it('of no company has no mean, least, greatest and deviation', () => {
    const { sum, mean, minimum, maximum, standardDeviation } = budgetSummary(budgetView([], 1));
    expect([sum, mean, minimum, maximum, standardDeviation]).toEqual([0, NaN, NaN, NaN, NaN]);
  });

  it('finds no deviation between equal budgets', () => {
    expect(budgetSummary(budgetView([700, 700, 700], 1)).standardDeviation).toBe(0);
  });
});

describe('the summary of attempts', () => {
  it('counts by strategy and outcome and by reason, up to the last attempt only', () => {
    const attempts = {
      count: 4,
      strategy: Uint8Array.of(0, 1, 1, 0, 1),
      reason: Int8Array.of(-1, 2, -1, 0, -1),
      amount: Float64Array.of(100, 0, 250, 0, 999),
    };
    const { completed, byStrategy, byReason, amount } = attemptSummary({ attempts } as unknown as TurnView);
    expect({ completed, amount, byStrategy: [...byStrategy], byReason: [...byReason] }).toEqual({
      completed: 2,
      amount: 350,
      byStrategy: [1, 1, 1, 1],
      byReason: [1, 0, 1],
    });
  });
});

describe('the summary of products', () => {
  it('looks at the prices, stocks and phases of all', () => {
    const products = {
      count: 3,
      price: Float64Array.of(200, 100, 600),
      originPrice: Float64Array.of(100, 100, 200),
      active: Uint8Array.of(1, 0, 1),
      stockUnits: Float64Array.of(0, 3, 0),
      phase: Uint8Array.of(1, 0, 1),
    };
    const summary = productSummary({ products } as unknown as TurnView);
    expect({ ...summary, byPhase: [...summary.byPhase] }).toEqual({
      meanPrice: 300,
      minimumPrice: 100,
      maximumPrice: 600,
      priceIndex: 2,
      active: 2,
      outOfStock: 2,
      byPhase: [1, 2, 0],
    });
  });
});
