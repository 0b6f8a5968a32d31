import { TREASURY_ACCOUNT } from './accounts-chart.ts';
import type { Range } from './parameters.ts';
import type { World } from './world.ts';

const CENTS_PER_EURO = 100;

/** Returns the whole euros within a range of cents, both ends included. */
export function wholeEuros(amountCents: Range): Range {
  return { min: Math.ceil(amountCents.min / CENTS_PER_EURO), max: Math.floor(amountCents.max / CENTS_PER_EURO) };
}

/** Draws whether budgets are recharged; then the treasury pays each company by chance a random amount in whole euros. */
export function rechargeBudgets(world: World, turn: number): void {
  const rules = world.parameters.events.budgetRecharge;
  if (!world.streams.budgetRecharge.at(turn, 0).chance(rules.probability)) return;
  const euros = wholeEuros(rules.amountCents);
  let companies = 0;
  let total = 0;
  for (let company = 0; company < world.companies.count; company += 1) {
    const stream = world.streams.budgetRechargeAmount.at(turn, company);
    if (!stream.chance(rules.companyProbability)) continue;
    const amount = stream.integer(euros.min, euros.max) * CENTS_PER_EURO;
    if (amount === 0) continue;
    world.accounts.transfer(TREASURY_ACCOUNT, world.chart.company(company), amount);
    world.record.addChange({ kind: 'budget_recharged', company, amount });
    companies += 1;
    total += amount;
  }
  if (companies > 0) world.record.addSummary({ kind: 'budget_recharge', companies, amount: total });
}
