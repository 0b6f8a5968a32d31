/** The state of a run at a turn, from its records alone. */

import { residualsOf } from './invariants.ts';
import type { Invariant } from './invariants.ts';
import { Market } from './market.ts';
import type { Product } from './market.ts';
import type { AttemptRecord, EventRecord } from './records.ts';
import { Occurrences, Tally } from './tally.ts';

export type InflationPhase = 'normal' | 'inflated' | 'returning';

/** Replays a run turn by turn: `startTurn`, the attempts, then the events, then `endTurn`. */
export class ReplayedState {
  readonly run: EventRecord<'run_started'>;
  readonly market = new Market();
  readonly tally = new Tally();
  readonly violations = new Occurrences<Invariant>();
  turn = 0;
  /** The total budget one turn earlier; null in turn 1, before which there is no turn. */
  previousTotalBudgetCents: number | null = null;

  constructor(run: EventRecord<'run_started'>) {
    this.run = run;
  }

  startTurn(turn: number): void {
    this.previousTotalBudgetCents = turn === 1 ? null : this.totalBudgetCents();
    this.turn = turn;
    this.tally.startTurn();
  }

  applyAttempt(attempt: AttemptRecord): void {
    this.market.applyAttempt(attempt);
    this.tally.addAttempt(attempt);
  }

  applyEvent(event: EventRecord): void {
    this.market.apply(event);
    this.tally.addEvent(event);
  }

  endTurn(): void {
    for (const [invariant, residual] of Object.entries(residualsOf(this))) {
      if (residual !== 0) this.violations.add(invariant as Invariant);
    }
  }

  budgetsCents(): number[] {
    return Array.from(this.market.companies.keys(), (company) => this.market.balanceCents(company));
  }

  totalBudgetCents(): number {
    return this.budgetsCents().reduce((total, cents) => total + cents, 0);
  }

  /** Tells by the turns since a product's last inflation whether its price is raised, on its way back, or neither. */
  inflationPhase(product: Product): InflationPhase {
    if (product.lastInflationTurn === null) return 'normal';
    const { returnAfterTurns, returnTurns } = this.run.scenario.events.inflation;
    const age = this.turn - product.lastInflationTurn;
    if (age < returnAfterTurns) return 'inflated';
    return age < returnAfterTurns + returnTurns - 1 ? 'returning' : 'normal';
  }
}
