import { describe, expect, it } from 'vitest';
import { CLASSIC_PARAMETERS as classic } from './classic-parameters.ts';
import { assertFeasible } from './feasibility.ts';

const { companies, products, suppliers, events } = classic;

describe('assertFeasible', () => {
  it('accepts the classic parameters', () => {
    expect(() => assertFeasible(classic)).not.toThrow();
  });

  it.each([
    {
      parameters: { ...classic, products: { ...products, active: { min: 8, max: 13 } } },
      message: 'products.active.max: expected at most 12 (products.count), got 13 (number). Lower it, or raise the other.',
    },
    {
      parameters: { ...classic, suppliers: { ...suppliers, productsEach: { min: 3, max: 20 } } },
      message: 'suppliers.productsEach.max: expected at most 12 (products.count), got 20 (number). Lower it, or raise the other.',
    },
    {
      parameters: { ...classic, companies: { ...companies, preferredTypes: { min: 1, max: 4 } } },
      message:
        'companies.preferredTypes.max: expected at most 3 (the number of product types), got 4 (number). Lower it, or raise the other.',
    },
    {
      parameters: { ...classic, events: { ...events, budgetRecharge: { ...events.budgetRecharge, amountCents: { min: 101, max: 199 } } } },
      message:
        'events.budgetRecharge.amountCents: expected a range with a whole euro in it, got 101 … 199 (cents). Recharges are whole euros: include a multiple of 100.',
    },
    {
      parameters: { ...classic, events: { ...events, inflation: { ...events.inflation, returnTurns: 0 } } },
      message: 'events.inflation.returnTurns: expected at least 1, got 0 (number). Use 1 for a return in a single step.',
    },
  ])('refuses $message', ({ parameters, message }) => {
    expect(() => assertFeasible(parameters)).toThrow(new RangeError(message));
  });
});
