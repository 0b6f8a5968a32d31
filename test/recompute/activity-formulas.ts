/** What happened: attempts, purchases, events, turns, and what must not happen. */

import type { Formula, Samples } from './formula.ts';
import { constant, euros, histogram, integer, integers, labels, quotient } from './formula.ts';
import { INVARIANTS, residualsOf } from './invariants.ts';
import { FAILURE_REASONS, OUTCOMES, STRATEGIES, SUMMARY_KINDS } from './records.ts';
import type { ReplayedState } from './replayed-state.ts';
import { ratio } from './statistics.ts';

export const activityFormulas: Readonly<Record<string, Formula>> = {
  purchase_success_ratio: quotient(({ tally }) => ratio(tally.turnPurchases, tally.turnAttempts)),
  turn: integer(({ turn }) => turn),
  run_info: constant(integers(runInfo)),
  spending_euros_total: euros(({ tally }) => tally.amountsCents.sum),
  budget_recharges_total: integer(({ tally }) => tally.recharges),
  budget_recharge_euros_total: euros(({ tally }) => tally.rechargedCents),
  transactions_total: integer(({ tally }) => tally.amountsCents.count),
  purchase_attempts_total: integers(attemptsByStrategyAndOutcome),
  purchase_failures_total: integers(failuresByReason),
  events_total: integers(eventsByKind),
  turns_total: integer(({ turn }) => turn),
  purchase_amount_euros: histogram(({ tally }) => tally.amountsCents, 100),
  purchase_quantity_units: histogram(({ tally }) => tally.quantitiesUnits, 1),
  invariant_residual: constant(integers(residualByInvariant)),
  invariant_violations_total: constant(integers(violationsByInvariant)),
};

function* runInfo({ run }: ReplayedState): Samples {
  yield [labels({ seed: String(run.seed), scenario: run.scenario.name, version: run.version }), 1];
}

function* attemptsByStrategyAndOutcome({ tally }: ReplayedState): Samples {
  for (const strategy of STRATEGIES) {
    for (const outcome of OUTCOMES) yield [labels({ strategy, outcome }), tally.attempts.of(`${strategy} ${outcome}`)];
  }
}

function* failuresByReason({ tally }: ReplayedState): Samples {
  for (const reason of FAILURE_REASONS) yield [labels({ reason }), tally.failures.of(reason)];
}

function* eventsByKind({ tally }: ReplayedState): Samples {
  for (const kind of SUMMARY_KINDS) yield [labels({ kind }), tally.summaries.of(kind)];
}

function* residualByInvariant(state: ReplayedState): Samples {
  const residuals = residualsOf(state);
  for (const invariant of INVARIANTS) yield [labels({ invariant }), residuals[invariant]];
}

function* violationsByInvariant({ violations }: ReplayedState): Samples {
  for (const invariant of INVARIANTS) yield [labels({ invariant }), violations.of(invariant)];
}
