/** Checks the order of the records within each file: `seq` without a gap, turns that never fall, one metrics record for each turn. */

import type { Findings } from './findings.ts';
import { recordSubject } from './findings.ts';
import type { EventRecord, JournalRecord, MetricsRecord, Run } from './records.ts';

export function auditSequence(run: Run, findings: Findings): void {
  auditSeqAndTurn(run.events, 'events.jsonl', findings);
  auditSeqAndTurn(run.transactions, 'transactions.jsonl', findings);
  auditSeqAndTurn(run.metrics, 'metrics.jsonl', findings);
  auditMetricsTurns(run.metrics, findings);
  auditTimestamps(run, findings);
  auditEnds(run.events, findings);
}

function auditSeqAndTurn(records: readonly JournalRecord[], file: string, findings: Findings): void {
  let previous: JournalRecord = { seq: 0, turn: 0 };
  for (const record of records) {
    if (record.seq !== previous.seq + 1) findings.add(recordSubject(record, file), `seq ${previous.seq + 1}`, record.seq);
    if (record.turn < previous.turn) findings.add(recordSubject(record, file), `a turn >= ${previous.turn}`, record.turn);
    previous = record;
  }
}

function auditMetricsTurns(records: readonly MetricsRecord[], findings: Findings): void {
  for (const [index, record] of records.entries()) {
    findings.same(`${recordSubject(record, 'metrics.jsonl')} turn`, (records[index - 1]?.turn ?? 0) + 1, record.turn);
  }
}

/** A deterministic run is one that started at 0: its timestamps are its turns, and nothing is measured. */
function auditTimestamps({ events, metrics }: Run, findings: Findings): void {
  const isDeterministic = events[0]?.kind === 'run_started' && events[0].started === 0;
  for (const record of metrics) {
    const subject = recordSubject(record, 'metrics.jsonl');
    if (isDeterministic) findings.same(`${subject} timestamp`, record.turn, record.timestamp);
    if (isDeterministic === (record.runtime !== undefined)) {
      findings.add(`${subject} runtime`, isDeterministic ? 'none in a deterministic run' : 'an object', record.runtime ?? 'none');
    }
  }
}

function auditEnds(events: readonly EventRecord[], findings: Findings): void {
  for (const [index, record] of events.entries()) {
    const subject = recordSubject(record, 'events.jsonl');
    if ((record.kind === 'run_started') !== (index === 0)) findings.add(subject, 'run_started first and only there', record.kind);
    if (record.kind === 'run_ended' && index !== events.length - 1) findings.add(subject, 'run_ended last', 'more records');
  }
}
