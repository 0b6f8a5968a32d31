import { wholeEuros } from './budget-recharge.ts';
import { PRODUCT_TYPES } from './parameters.ts';
import type { EconomyParameters } from './parameters.ts';

/**
 * Checks what generation and the rules rely on across several parameters; that each one is within its own range is the
 * scenario's business.
 * @throws {RangeError} naming the first parameter that cannot work together with the others.
 */
export function assertFeasible(parameters: EconomyParameters): void {
  const { companies, products, suppliers, events } = parameters;
  expectAtMost('products.active.max', products.active.max, { limit: products.count, from: 'products.count' });
  expectAtMost('suppliers.productsEach.max', suppliers.productsEach.max, { limit: products.count, from: 'products.count' });
  expectAtMost('companies.preferredTypes.max', companies.preferredTypes.max, {
    limit: PRODUCT_TYPES.length,
    from: 'the number of product types',
  });
  const euros = wholeEuros(events.budgetRecharge.amountCents);
  if (euros.min > euros.max) {
    const { min, max } = events.budgetRecharge.amountCents;
    throw new RangeError(
      `events.budgetRecharge.amountCents: expected a range with a whole euro in it, got ${min} … ${max} (cents). Recharges are whole euros: include a multiple of 100.`,
    );
  }
  if (!(events.inflation.returnTurns >= 1)) {
    throw new RangeError(
      `events.inflation.returnTurns: expected at least 1, got ${events.inflation.returnTurns} (${typeof events.inflation.returnTurns}). Use 1 for a return in a single step.`,
    );
  }
}

function expectAtMost(path: string, value: number, bound: { readonly limit: number; readonly from: string }): void {
  if (value <= bound.limit) return;
  throw new RangeError(
    `${path}: expected at most ${bound.limit} (${bound.from}), got ${value} (${typeof value}). Lower it, or raise the other.`,
  );
}
