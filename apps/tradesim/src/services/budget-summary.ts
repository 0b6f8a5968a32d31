import type { TurnView } from './turn-view.ts';

/** What is to be known of all budgets, in cents and companies. NaN where there is no company. */
export interface BudgetSummary {
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Over all companies (population). */
  readonly standardDeviation: number;
  /** Companies that can pay one unit of the cheapest offer, or anything when nothing is on offer. */
  readonly solvent: number;
  /** Companies above the prosperity threshold. */
  readonly prosperous: number;
}

/** Sums up in one pass what several metrics show; the deviation takes a second one, so that it is exact. */
export function budgetSummary({ companies: { budget }, cheapestOffer, rules }: TurnView): BudgetSummary {
  const prosperity = rules.companies.prosperityThresholdCents;
  const price = cheapestOffer === Infinity ? 1 : cheapestOffer;
  let sum = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  let solvent = 0;
  let prosperous = 0;
  for (let i = 0; i < budget.length; i++) {
    const cents = budget[i]!;
    sum += cents;
    if (cents < minimum) minimum = cents;
    if (cents > maximum) maximum = cents;
    solvent += Number(cents >= price);
    prosperous += Number(cents > prosperity);
  }
  const mean = sum / budget.length;
  const none = budget.length === 0 ? NaN : 0;
  return { sum, minimum: minimum + none, maximum: maximum + none, mean, standardDeviation: deviation(budget, mean), solvent, prosperous };
}

function deviation(values: Float64Array, mean: number): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = values[i]! - mean;
    squares += distance * distance;
  }
  return Math.sqrt(squares / values.length);
}
