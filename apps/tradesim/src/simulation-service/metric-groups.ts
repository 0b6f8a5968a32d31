import type { MetricsGroup } from '@tradesim/metrics/services';
import { SERVICES } from '../services/index.ts';
import type { TurnView } from '../services/turn-view.ts';
import { journalMetrics } from './journal-metrics.ts';

/** Stands for the journal of a run where there is none: what is defined does not depend on it, and nothing reads it. */
const NO_JOURNAL: Parameters<typeof journalMetrics>[0] = {
  get statistics(): never {
    throw new Error('Journal metrics: expected a run, got their definitions alone. SimulationService has a journal to read.');
  },
};

/** All metrics that the application defines, in the order of exposition: for what describes them without a run. */
export const METRIC_GROUPS: readonly MetricsGroup<TurnView>[] = [...SERVICES, journalMetrics(NO_JOURNAL)];
