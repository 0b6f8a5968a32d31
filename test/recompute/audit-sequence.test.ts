import { describe, it } from 'vitest';
import type { Run } from './records.ts';
import { expectMismatch, RUN, withAttempt, withEvent, withFirstMetrics, withoutEvent } from './spoil.ts';

describe('the order of the records', () => {
  it.each<[string, Run, string]>([
    ['a gap in seq', withAttempt(4, { seq: 5 }), 'turn 2, transactions.jsonl seq 5: expected seq 4, got 5'],
    ['a turn that falls', withAttempt(5, { turn: 1 }), 'turn 1, transactions.jsonl seq 5: expected a turn >= 2, got 1'],
    ['two metrics records of a turn', withFirstMetrics({ turn: 2 }), 'metrics.jsonl seq 1 turn: expected 1, got 2'],
    ['a wall clock in a deterministic run', withFirstMetrics({ timestamp: 1.5 }), 'metrics.jsonl seq 1 timestamp: expected 1, got 1.5'],
    [
      'measurements in a deterministic run',
      withFirstMetrics({ runtime: {} }),
      'seq 1 runtime: expected none in a deterministic run, got {}',
    ],
    [
      'no measurements in a measured run',
      withEvent('run_started', { started: 5 }),
      'metrics.jsonl seq 1 runtime: expected an object, got none',
    ],
    ['a run without a start', withoutEvent('run_started'), 'events.jsonl: expected a run_started record, got none'],
    ['a run without a ledger', withEvent('run_started', { ledger: false }), 'run_started ledger: expected true'],
    ['a second start', { ...RUN, events: [...RUN.events, RUN.events[0]!] }, 'expected run_started first and only there, got run_started'],
    ['records after the end', { ...RUN, events: [...RUN.events, RUN.events.at(-2)!] }, 'expected run_ended last, got more records'],
    [
      'a turn without a metrics record',
      { ...RUN, metrics: RUN.metrics.slice(0, -1) },
      'turn 32, metrics.jsonl: expected a record, got none',
    ],
    ['a problem of a file', { ...RUN, problems: ['events.jsonl line 4: expected a JSON object, got "{"'] }, 'events.jsonl line 4'],
  ])('%s is a mismatch', (_case, run, message) => expectMismatch(run, message));
});
