/** The metrics of a hand-made journal that are about companies, each written out on its own, sample names included. */

import type { TinyHistory } from './tiny-history.ts';
import { add } from './tiny-history.ts';

type Values = Record<string, number | null>;

function allBudgets(history: TinyHistory): number[] {
  return history.events('company_created').map(({ company }) => history.budget(company));
}

/** Returns the statistics of all budgets; `before` is the history up to the turn before, null where there is none. */
export function tinyBudgets(history: TinyHistory, before: TinyHistory | null): Values {
  const sorted = allBudgets(history).sort((a, b) => a - b);
  const count = sorted.length;
  const sum = add(sorted);
  const middle = sorted.slice(Math.ceil(count / 2) - 1, Math.floor(count / 2) + 1);
  return {
    tradesim_budget_total: sum / 100,
    tradesim_budget_euros: sum / 100,
    tradesim_budget_mean_euros: sum / count / 100,
    tradesim_budget_median_euros: add(middle) / middle.length / 100,
    tradesim_budget_min_euros: sorted[0]! / 100,
    tradesim_budget_max_euros: sorted[count - 1]! / 100,
    tradesim_budget_stddev_euros: Math.sqrt(add(sorted.map((budget) => (budget - sum / count) ** 2)) / count) / 100,
    tradesim_turn_budget_change_euros: before === null ? null : (sum - add(allBudgets(before))) / 100,
  };
}

/** Returns what companies and suppliers there are, and how the companies fare. */
export function tinyCompanies(history: TinyHistory): Values {
  const all = history.events('company_created');
  const offers = history.events('line_created').filter((line) => history.isActive(line.product) && history.stock(line) > 0);
  const lowest = offers.length === 0 ? 1 : Math.min(...offers.map((line) => history.linePrice(line)));
  const { prosperityThresholdEuros } = history.events('run_started')[0]!.scenario.companies;
  const prosperous = allBudgets(history).filter((budget) => budget > prosperityThresholdEuros * 100).length;
  const counts: Values = {};
  for (const continent of ['africa', 'asia', 'europe', 'north_america', 'oceania', 'south_america']) {
    const suppliers = history.events('supplier_created').filter((supplier) => supplier.continent === continent);
    counts[`tradesim_suppliers{continent="${continent}"}`] = suppliers.length;
    for (const strategy of ['cheapest', 'by_type']) {
      const members = all.filter((company) => company.continent === continent && company.strategy === strategy);
      counts[`tradesim_companies{continent="${continent}",strategy="${strategy}"}`] = members.length;
    }
  }
  return {
    ...counts,
    tradesim_solvent_companies: allBudgets(history).filter((budget) => budget >= lowest).length,
    tradesim_prosperous_companies: prosperous,
    tradesim_prosperous_companies_ratio: prosperous / all.length,
    tradesim_prosperity_threshold_euros: prosperityThresholdEuros,
    tradesim_company_stock_units: add(history.attempts('bought').map(({ quantity }) => quantity)),
  };
}
