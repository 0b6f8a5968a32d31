import { combinations } from '@tradesim/metrics/services';
import { FAILURE_REASONS, OUTCOMES, STRATEGIES } from '../domain/parameters.ts';
import { attemptSummary } from './attempt-summary.ts';
import { counter, defineMetrics, gauge, histogram } from './turn-view.ts';

const ATTEMPTS = combinations({ strategy: STRATEGIES, outcome: OUTCOMES });
const BOUGHT = -1;

export const transaction = defineMetrics('tradesim', {
  transactions_total: counter({
    help: 'Completed transactions.',
    group: 'transactions',
    better: 'up',
    increase: (_, { shared }) => shared(attemptSummary).completed,
  }),
  purchase_attempts_total: counter({
    help: 'Attempts of a company to buy, completed or not.',
    group: 'transactions',
    labels: { strategy: STRATEGIES, outcome: OUTCOMES },
    increase: (_, { shared }) => ({ labelSets: ATTEMPTS, values: shared(attemptSummary).byStrategy }),
  }),
  purchase_failures_total: counter({
    help: 'Attempts that failed, by the first reason that applied.',
    group: 'transactions',
    better: 'down',
    labels: { reason: FAILURE_REASONS },
    increase: (_, { shared }) => {
      const { byReason } = shared(attemptSummary);
      return {
        no_active_product: byReason[FAILURE_REASONS.indexOf('no_active_product')]!,
        no_stock: byReason[FAILURE_REASONS.indexOf('no_stock')]!,
        no_budget: byReason[FAILURE_REASONS.indexOf('no_budget')]!,
      };
    },
  }),
  purchase_success_ratio: gauge({
    help: 'Share of the attempts of this turn that were completed; absent when nobody tried.',
    unit: 'ratio',
    title: 'Share of purchases completed',
    group: 'transactions',
    better: 'up',
    compute: ({ attempts }, { shared }) => shared(attemptSummary).completed / attempts.count,
  }),
  purchase_amount_euros: histogram({
    help: 'Amount of a completed transaction.',
    unit: 'euros',
    group: 'transactions',
    buckets: [10, 25, 50, 100, 250, 500, 1000, 2500, 5000],
    observations: ({ attempts }, observe) => {
      for (let i = 0; i < attempts.count; i++) if (attempts.reason[i] === BOUGHT) observe(attempts.amount[i]!);
    },
  }),
  purchase_quantity_units: histogram({
    help: 'Units bought in a completed transaction.',
    unit: 'units',
    group: 'transactions',
    buckets: [1, 2, 5, 10, 15, 20, 25, 30, 35, 40],
    observations: ({ attempts }, observe) => {
      for (let i = 0; i < attempts.count; i++) if (attempts.reason[i] === BOUGHT) observe(attempts.quantity[i]!);
    },
  }),
});
