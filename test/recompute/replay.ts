/** Replays a run from its events and attempts, checking every record against the state before it. */

import { auditAttempt } from './audit-attempt.ts';
import { EventAudit } from './audit-event.ts';
import { auditOpening } from './audit-opening.ts';
import type { Findings } from './findings.ts';
import { recordSubject } from './findings.ts';
import { residualsOf } from './invariants.ts';
import type { AttemptRecord, JournalRecord, Run } from './records.ts';
import { ReplayedState } from './replayed-state.ts';

/**
 * Yields the state at the end of each turn of which there is any record.
 * It is one object that the next turn changes. What is wrong with the records goes to `findings`.
 */
export function* replay(run: Run, findings: Findings): Generator<ReplayedState> {
  const started = run.events.find((event) => event.kind === 'run_started');
  if (started === undefined) return findings.add('events.jsonl', 'a run_started record', 'none');
  if (!started.ledger) return findings.add('events.jsonl run_started ledger', 'true: without the ledger nothing can be recomputed', false);
  yield* replayTurns(run, new ReplayedState(started), findings);
}

function* replayTurns(run: Run, state: ReplayedState, findings: Findings): Generator<ReplayedState> {
  const events = byTurn(run.events);
  const attempts = byTurn(run.transactions);
  const audit = new EventAudit(state, findings);
  const opening = events.get(0) ?? [];
  for (const event of opening) state.applyEvent(event);
  auditOpening(opening, state.market, findings);
  for (const turn of turnsOf(run)) {
    state.startTurn(turn);
    replayAttempts(attempts.get(turn) ?? [], state, findings);
    for (const event of events.get(turn) ?? []) {
      audit.check(event);
      state.applyEvent(event);
    }
    audit.endTurn();
    endTurn(state, findings);
    yield state;
  }
}

function replayAttempts(attempts: readonly AttemptRecord[], state: ReplayedState, findings: Findings): void {
  const acted = new Set<string>();
  for (const attempt of attempts) {
    if (acted.has(attempt.company))
      findings.add(recordSubject(attempt, 'transactions.jsonl'), 'one attempt of a company in a turn', attempt.company);
    acted.add(attempt.company);
    auditAttempt(attempt, state.market, findings);
    state.applyAttempt(attempt);
  }
}

function endTurn(state: ReplayedState, findings: Findings): void {
  state.endTurn();
  for (const [invariant, residual] of Object.entries(residualsOf(state))) {
    findings.same(`turn ${state.turn}, ${invariant} in the records, residual`, 0, residual);
  }
}

function byTurn<Item extends JournalRecord>(records: readonly Item[]): Map<number, Item[]> {
  const turns = new Map<number, Item[]>();
  for (const record of records) {
    const items = turns.get(record.turn);
    if (items === undefined) turns.set(record.turn, [record]);
    else items.push(record);
  }
  return turns;
}

/** The turns of which there is a record in any file; a turn number that is wrong must not make this run for ever. */
function turnsOf({ events, transactions, metrics }: Run): number[] {
  const turns = new Set([...events, ...transactions, ...metrics].map(({ turn }) => turn));
  return [...turns].filter((turn) => turn > 0).toSorted((a, b) => a - b);
}
