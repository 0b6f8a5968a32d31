import { counter, defineMetrics, gauge } from './turn-view.ts';
import { maximum, mean, median, minimum, standardDeviation, sum } from './statistics.ts';

export const budget = defineMetrics('tradesim', {
  budget_total: gauge({
    help: 'Sum of the budgets of all companies in euros; the same as tradesim_budget_euros.',
    compute: ({ companies }) => sum(companies.budget) / 100,
  }),
  budget_euros: gauge({
    help: 'Sum of the budgets of all companies.',
    unit: 'euros',
    compute: ({ companies }) => sum(companies.budget),
  }),
  budget_mean_euros: gauge({
    help: 'Mean budget of a company.',
    unit: 'euros',
    compute: ({ companies }) => mean(companies.budget),
  }),
  budget_median_euros: gauge({
    help: 'Median budget of a company.',
    unit: 'euros',
    compute: ({ companies }) => median(companies.budget),
  }),
  budget_min_euros: gauge({
    help: 'Budget of the poorest company.',
    unit: 'euros',
    compute: ({ companies }) => minimum(companies.budget),
  }),
  budget_max_euros: gauge({
    help: 'Budget of the richest company.',
    unit: 'euros',
    compute: ({ companies }) => maximum(companies.budget),
  }),
  budget_stddev_euros: gauge({
    help: 'Standard deviation of the budgets over all companies (population).',
    unit: 'euros',
    compute: ({ companies }) => standardDeviation(companies.budget),
  }),
  turn_budget_change_euros: gauge({
    help: 'Change of the sum of all budgets since the turn before; absent in the first turn.',
    unit: 'euros',
    reads: ['budget_euros'],
    compute: (_, { history }) => history.budget_euros.delta(1),
  }),
  spending_euros_total: counter({
    help: 'Money that companies paid for goods.',
    unit: 'euros',
    increase: ({ attempts }) => sum(attempts.amount.subarray(0, attempts.count)),
  }),
  budget_recharges_total: counter({
    help: 'Recharges of a company budget.',
    increase: ({ recharges }) => recharges.count,
  }),
  budget_recharge_euros_total: counter({
    help: 'Money that the treasury paid as budget recharges.',
    unit: 'euros',
    increase: ({ recharges }) => recharges.amountCents,
  }),
});
