import { combinations } from '@tradesim/metrics/services';
import { FAILURE_REASONS, OUTCOMES, STRATEGIES } from '../domain/parameters.ts';
import type { AttemptColumns } from '../domain/snapshot.ts';
import { counter, defineMetrics, gauge, histogram } from './turn-view.ts';

const ATTEMPTS = combinations({ strategy: STRATEGIES, outcome: OUTCOMES });
const BOUGHT = -1;

export const transaction = defineMetrics('tradesim', {
  transactions_total: counter({
    help: 'Completed transactions.',
    increase: ({ attempts }) => countReason(attempts, BOUGHT),
  }),
  purchase_attempts_total: counter({
    help: 'Attempts of a company to buy, completed or not.',
    labels: { strategy: STRATEGIES, outcome: OUTCOMES },
    increase: ({ attempts }) => {
      const counts = new Float64Array(ATTEMPTS.length);
      for (let i = 0; i < attempts.count; i++)
        counts[attempts.strategy[i]! * OUTCOMES.length + (attempts.reason[i] === BOUGHT ? 0 : 1)]! += 1;
      return { labelSets: ATTEMPTS, values: counts };
    },
  }),
  purchase_failures_total: counter({
    help: 'Attempts that failed, by the first reason that applied.',
    labels: { reason: FAILURE_REASONS },
    increase: ({ attempts }) => ({
      no_active_product: countReason(attempts, FAILURE_REASONS.indexOf('no_active_product')),
      no_stock: countReason(attempts, FAILURE_REASONS.indexOf('no_stock')),
      no_budget: countReason(attempts, FAILURE_REASONS.indexOf('no_budget')),
    }),
  }),
  purchase_success_ratio: gauge({
    help: 'Share of the attempts of this turn that were completed; absent when nobody tried.',
    unit: 'ratio',
    compute: ({ attempts }) => countReason(attempts, BOUGHT) / attempts.count,
  }),
  purchase_amount_euros: histogram({
    help: 'Amount of a completed transaction.',
    unit: 'euros',
    buckets: [10, 25, 50, 100, 250, 500, 1000, 2500, 5000],
    observations: ({ attempts }, observe) => {
      for (let i = 0; i < attempts.count; i++) if (attempts.reason[i] === BOUGHT) observe(attempts.amount[i]!);
    },
  }),
  purchase_quantity_units: histogram({
    help: 'Units bought in a completed transaction.',
    unit: 'units',
    buckets: [1, 2, 5, 10, 15, 20, 25, 30, 35, 40],
    observations: ({ attempts }, observe) => {
      for (let i = 0; i < attempts.count; i++) if (attempts.reason[i] === BOUGHT) observe(attempts.quantity[i]!);
    },
  }),
});

function countReason({ reason, count }: AttemptColumns, wanted: number): number {
  let found = 0;
  for (let i = 0; i < count; i++) if (reason[i] === wanted) found++;
  return found;
}
