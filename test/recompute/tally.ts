/** What has happened: totals since the start of the run, and the totals of the turn under way. */

import type { AttemptRecord, EventRecord, FailureReason, Outcome, Strategy, SummaryKind } from './records.ts';
import { SUMMARY_KINDS } from './records.ts';

const AMOUNT_BOUNDS_EUROS = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000] as const;
const QUANTITY_BOUNDS_UNITS = [1, 2, 5, 10, 15, 20, 25, 30, 35, 40] as const;

/** Counts occurrences by key; a key that never occurred has 0. */
export class Occurrences<Key extends string> {
  readonly #counts = new Map<Key, number>();

  add(key: Key): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  of(key: Key): number {
    return this.#counts.get(key) ?? 0;
  }
}

/** A histogram counted from its observations: how many are at most each bound, their sum and number. */
export class BucketCounts {
  readonly bounds: readonly number[];
  readonly cumulative: number[];
  sum = 0;
  count = 0;

  /** @param bounds Upper bounds in the unit of the observations, rising, without infinity. */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.cumulative = bounds.map(() => 0);
  }

  observe(value: number): void {
    for (const [index, bound] of this.bounds.entries()) {
      if (value <= bound) this.cumulative[index]! += 1;
    }
    this.sum += value;
    this.count += 1;
  }
}

/** Counts the records of a run in their order. */
export class Tally {
  readonly attempts = new Occurrences<`${Strategy} ${Outcome}`>();
  readonly failures = new Occurrences<FailureReason>();
  readonly summaries = new Occurrences<SummaryKind>();
  readonly amountsCents = new BucketCounts(AMOUNT_BOUNDS_EUROS.map((euros) => euros * 100));
  readonly quantitiesUnits = new BucketCounts(QUANTITY_BOUNDS_UNITS);
  recharges = 0;
  rechargedCents = 0;
  turnAttempts = 0;
  turnPurchases = 0;
  turnSpentCents = 0;
  turnEarnedCents = 0;

  startTurn(): void {
    this.turnAttempts = 0;
    this.turnPurchases = 0;
    this.turnSpentCents = 0;
    this.turnEarnedCents = 0;
  }

  addAttempt(attempt: AttemptRecord): void {
    this.turnAttempts += 1;
    this.attempts.add(`${attempt.strategy} ${attempt.outcome}`);
    if (attempt.outcome === 'bought') this.#addPurchase(attempt);
    else if (attempt.reason !== null) this.failures.add(attempt.reason);
  }

  addEvent(event: EventRecord): void {
    if (event.kind === 'budget_recharged') {
      this.recharges += 1;
      this.rechargedCents += event.amount;
    } else if (isSummaryKind(event.kind)) {
      this.summaries.add(event.kind);
    }
  }

  #addPurchase(attempt: AttemptRecord): void {
    this.turnPurchases += 1;
    this.turnSpentCents += attempt.amount;
    this.turnEarnedCents += attempt.quantity * (attempt.unit_price ?? 0);
    this.amountsCents.observe(attempt.amount);
    this.quantitiesUnits.observe(attempt.quantity);
  }
}

/** Whether records of this kind sum an event up. */
export function isSummaryKind(kind: string): kind is SummaryKind {
  return (SUMMARY_KINDS as readonly string[]).includes(kind);
}
