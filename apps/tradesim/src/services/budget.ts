import { counter, defineMetrics, gauge } from './turn-view.ts';
import { attemptSummary } from './attempt-summary.ts';
import { budgetSummary } from './budget-summary.ts';
import { median } from './statistics.ts';

export const budget = defineMetrics('tradesim', {
  budget_total: gauge({
    help: 'Sum of the budgets of all companies in euros; the same as tradesim_budget_euros.',
    title: 'Budget (by its promised name)',
    group: 'budget',
    better: 'up',
    compute: (_, { shared }) => shared(budgetSummary).sum / 100,
  }),
  budget_euros: gauge({
    help: 'Sum of the budgets of all companies.',
    unit: 'euros',
    group: 'budget',
    better: 'up',
    compute: (_, { shared }) => shared(budgetSummary).sum,
  }),
  budget_mean_euros: gauge({
    help: 'Mean budget of a company.',
    unit: 'euros',
    group: 'budget',
    better: 'up',
    compute: (_, { shared }) => shared(budgetSummary).mean,
  }),
  budget_median_euros: gauge({
    help: 'Median budget of a company.',
    unit: 'euros',
    group: 'budget',
    better: 'up',
    reads: ['budget_median_euros'],
    compute: ({ companies }, { history, shared }) =>
      median(companies.budget, { near: history.budget_median_euros.last, within: shared(budgetSummary).standardDeviation / 10 }),
  }),
  budget_min_euros: gauge({
    help: 'Budget of the poorest company.',
    unit: 'euros',
    group: 'budget',
    better: 'up',
    compute: (_, { shared }) => shared(budgetSummary).minimum,
  }),
  budget_max_euros: gauge({
    help: 'Budget of the richest company.',
    unit: 'euros',
    group: 'budget',
    compute: (_, { shared }) => shared(budgetSummary).maximum,
  }),
  budget_stddev_euros: gauge({
    help: 'Standard deviation of the budgets over all companies (population).',
    unit: 'euros',
    title: 'Standard deviation of the budget',
    group: 'budget',
    compute: (_, { shared }) => shared(budgetSummary).standardDeviation,
  }),
  turn_budget_change_euros: gauge({
    help: 'Change of the sum of all budgets since the turn before; absent in the first turn.',
    unit: 'euros',
    title: 'Change of the budget in a turn',
    group: 'budget',
    better: 'up',
    reads: ['budget_euros'],
    compute: (_, { history }) => history.budget_euros.delta(1),
  }),
  spending_euros_total: counter({
    help: 'Money that companies paid for goods.',
    unit: 'euros',
    group: 'budget',
    increase: (_, { shared }) => shared(attemptSummary).amount,
  }),
  budget_recharges_total: counter({
    help: 'Recharges of a company budget.',
    group: 'budget',
    increase: ({ recharges }) => recharges.count,
  }),
  budget_recharge_euros_total: counter({
    help: 'Money that the treasury paid as budget recharges.',
    unit: 'euros',
    group: 'budget',
    increase: ({ recharges }) => recharges.amountCents,
  }),
});
