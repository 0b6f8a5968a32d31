import type { World } from './world.ts';

/**
 * Hands the goods bought in this turn to the companies that bought them. One pass over the attempts costs less than a
 * handover within each attempt, whose scattered writes wait for memory: 5 to 8 % of a turn at 100,000 companies.
 */
export function deliverPurchases({ attempts, companies, products }: World): void {
  for (let row = 0; row < attempts.count; row += 1) {
    const units = attempts.quantity[row]!;
    if (units === 0) continue;
    companies.stockUnits[attempts.company[row]!]! += units;
    products.companyUnits[attempts.product[row]!]! += units;
  }
}
