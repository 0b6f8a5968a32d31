import { FAILURE_REASONS, OUTCOMES, STRATEGIES } from '../domain/parameters.ts';
import type { TurnView } from './turn-view.ts';

/** The attempts of a turn, counted. */
export interface AttemptSummary {
  readonly completed: number;
  /** By strategy, then outcome. */
  readonly byStrategy: Float64Array;
  /** By reason, of those that failed. */
  readonly byReason: Float64Array;
  /** Cents that were paid. */
  readonly amount: number;
}

const BOUGHT = -1;

export function attemptSummary({ attempts: { count, strategy, reason, amount } }: TurnView): AttemptSummary {
  const byStrategy = new Float64Array(STRATEGIES.length * OUTCOMES.length);
  const byReason = new Float64Array(FAILURE_REASONS.length);
  let paid = 0;
  let failed = 0;
  for (let i = 0; i < count; i++) {
    const isBought = reason[i] === BOUGHT;
    byStrategy[strategy[i]! * OUTCOMES.length + Number(!isBought)]! += 1;
    paid += amount[i]!;
    if (isBought) continue;
    byReason[reason[i]!]! += 1;
    failed++;
  }
  return { completed: count - failed, byStrategy, byReason, amount: paid };
}
