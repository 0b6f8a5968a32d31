/** What must hold at the end of every turn, recomputed from the balances and stocks of a replayed state. */

import type { Market, Product } from './market.ts';
import { TREASURY } from './market.ts';
import type { Tally } from './tally.ts';

export const INVARIANTS = ['money', 'goods', 'solvency', 'trade'] as const;
export type Invariant = (typeof INVARIANTS)[number];

interface Balances {
  readonly market: Market;
  readonly tally: Tally;
}

/**
 * Returns by how much each invariant is missed, 0 where it holds.
 * `money`: the sum over all accounts, in cents. `goods`: units produced but neither with a supplier nor bought, over all products.
 * `solvency`: what accounts and stocks are below zero, in cents and units. `trade`: the turn's spending less its revenue, in cents.
 */
export function residualsOf({ market, tally }: Balances): Record<Invariant, number> {
  return {
    money: Math.abs(sum(market.balancesCents.values())),
    goods: sum(Array.from(market.products.values(), (product) => Math.abs(lostUnits(product)))),
    solvency: overdraftCents(market) + sum(market.lines.map((line) => Math.max(0, -line.stockUnits))),
    trade: Math.abs(tally.turnSpentCents - tally.turnEarnedCents),
  };
}

function lostUnits(product: Product): number {
  return product.producedUnits - product.boughtUnits - sum(product.lines.map((line) => line.stockUnits));
}

function overdraftCents(market: Market): number {
  const holders = Array.from(market.balancesCents).filter(([account]) => account !== TREASURY);
  return sum(holders.map(([, cents]) => Math.max(0, -cents)));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
