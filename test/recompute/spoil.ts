/** Copies of the hand-made run with one record changed, for the tests of the checks. */

import { expect } from 'vitest';
import { checkRecords } from './check-run.ts';
import type { AttemptRecord, EventKind, EventRecord, MetricsRecord, Run } from './records.ts';
import { tinyRun } from './tiny-run.ts';

/** The run that the faults are in. */
export const RUN = tinyRun();

/** Changes the attempt with this `seq`. */
export function withAttempt(seq: number, fields: Partial<AttemptRecord>): Run {
  const record = RUN.transactions[seq - 1]!;
  return { ...RUN, transactions: RUN.transactions.with(seq - 1, { ...record, ...fields }) };
}

/** Changes the `nth` event of a kind, counted from 0. */
export function withEvent<Kind extends EventKind>(kind: Kind, fields: Partial<EventRecord<Kind>>, nth = 0): Run {
  const record = RUN.events.filter((candidate) => candidate.kind === kind)[nth]!;
  return { ...RUN, events: RUN.events.with(RUN.events.indexOf(record), { ...record, ...fields }) };
}

/** Changes the first metrics record. */
export function withFirstMetrics(fields: Partial<MetricsRecord>): Run {
  return { ...RUN, metrics: RUN.metrics.with(0, { ...RUN.metrics[0]!, ...fields }) };
}

/** Takes an event out and closes the gap in `seq`. */
export function withoutEvent(kind: EventKind): Run {
  const index = RUN.events.findIndex((candidate) => candidate.kind === kind);
  return { ...RUN, events: RUN.events.toSpliced(index, 1).map((record, position) => ({ ...record, seq: position + 1 })) };
}

/** Expects a message of the check of `run` to contain `message`. */
export function expectMismatch(run: Run, message: string): void {
  expect(checkRecords(run).mismatches).toContainEqual(expect.stringContaining(message));
}
