/** Companies: their budgets and what they hold. */

import type { Formula, Samples } from './formula.ts';
import { constant, euros, integer, integers, labels, perEntity, quotient } from './formula.ts';
import { CONTINENTS, STRATEGIES } from './records.ts';
import type { ReplayedState } from './replayed-state.ts';
import { greatest, least, mean, median, ratio, standardDeviation, total } from './statistics.ts';

export const companyFormulas: Readonly<Record<string, Formula>> = {
  budget_total: euros((state) => state.totalBudgetCents()),
  budget_euros: euros((state) => state.totalBudgetCents()),
  budget_mean_euros: euros((state) => mean(state.budgetsCents())),
  budget_median_euros: euros((state) => median(state.budgetsCents())),
  budget_min_euros: euros((state) => least(state.budgetsCents())),
  budget_max_euros: euros((state) => greatest(state.budgetsCents())),
  budget_stddev_euros: euros((state) => standardDeviation(state.budgetsCents())),
  turn_budget_change_euros: euros(turnBudgetChangeCents),
  companies: constant(integers(companiesByContinentAndStrategy)),
  solvent_companies: integer(solventCompanies),
  prosperous_companies: integer(prosperousCompanies),
  prosperous_companies_ratio: quotient((state) => ratio(prosperousCompanies(state), state.market.companies.size)),
  prosperity_threshold_euros: constant(quotient((state) => state.run.scenario.companies.prosperityThresholdEuros)),
  company_stock_units: integer(({ market }) => total(Array.from(market.products.values(), ({ boughtUnits }) => boughtUnits))),
  company_budget_euros: perEntity('relative', budgetByCompany),
};

function turnBudgetChangeCents(state: ReplayedState): number | null {
  return state.previousTotalBudgetCents === null ? null : state.totalBudgetCents() - state.previousTotalBudgetCents;
}

function* companiesByContinentAndStrategy({ market }: ReplayedState): Samples {
  const companies = [...market.companies.values()];
  for (const continent of CONTINENTS) {
    for (const strategy of STRATEGIES) {
      const members = companies.filter((company) => company.continent === continent && company.strategy === strategy);
      yield [labels({ continent, strategy }), members.length];
    }
  }
}

/** Companies that can pay a unit at the lowest price on offer; where nothing is on offer, those with money. */
function solventCompanies(state: ReplayedState): number {
  const leastCents = state.market.lowestPriceCents() ?? 1;
  return state.budgetsCents().filter((cents) => cents >= leastCents).length;
}

function prosperousCompanies(state: ReplayedState): number {
  const { prosperityThresholdEuros } = state.run.scenario.companies;
  return state.budgetsCents().filter((cents) => cents / 100 > prosperityThresholdEuros).length;
}

function* budgetByCompany({ market }: ReplayedState): Samples {
  for (const company of market.companies.keys()) yield [labels({ company }), market.balanceCents(company) / 100];
}
