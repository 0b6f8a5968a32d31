/** Recomputes a run from its events and attempts, and compares every metric of every turn. */

import { auditSequence } from './audit-sequence.ts';
import { compareExposition, compareRecord } from './compare.ts';
import type { Exposition } from './exposition.ts';
import { readExposition } from './exposition.ts';
import { expectedSamples } from './families.ts';
import { Findings } from './findings.ts';
import { readRun } from './read-run.ts';
import type { MetricsRecord, Run } from './records.ts';
import { replay } from './replay.ts';
import type { ReplayedState } from './replayed-state.ts';
import type { Seen } from './seen.ts';
import { eventKindsOf, failureReasonsOf, SampleChanges } from './seen.ts';

export interface CheckResult {
  /** One message for each thing that is wrong, naming turn, sample or record, what was expected and what was found. */
  readonly mismatches: readonly string[];
  /** Turns replayed. */
  readonly turns: number;
  /** Samples compared, those of `/metrics` included. */
  readonly comparisons: number;
  readonly seen: Seen;
}

/**
 * Checks the run in a directory.
 * @param expositions Bodies of `/metrics` of this run, in the text format, each compared with the turn in its `tradesim_turn`.
 */
export function checkRun(directory: string, expositions: readonly string[] = []): CheckResult {
  return checkRecords(readRun(directory), expositions);
}

/** Checks the records of a run that has been read already. */
export function checkRecords(run: Run, expositions: readonly string[] = []): CheckResult {
  const findings = new Findings(run.problems);
  auditSequence(run, findings);
  const comparison = new RunComparison(run, expositions.map(readExposition), findings);
  for (const state of replay(run, findings)) comparison.compareTurn(state);
  const { turns, comparisons, changes } = comparison;
  comparison.reportUnmatched();
  const seen = { eventKinds: eventKindsOf(run), failureReasons: failureReasonsOf(run), samples: changes.samples, changed: changes.changed };
  return { mismatches: findings.messages, turns, comparisons, seen };
}

class RunComparison {
  turns = 0;
  comparisons = 0;
  readonly changes = new SampleChanges();
  readonly #records: ReadonlyMap<number, MetricsRecord>;
  readonly #pending: Set<Exposition>;
  readonly #findings: Findings;

  constructor(run: Run, expositions: readonly Exposition[], findings: Findings) {
    this.#records = new Map(run.metrics.map((record) => [record.turn, record]));
    this.#pending = new Set(expositions);
    this.#findings = findings;
  }

  compareTurn(state: ReplayedState): void {
    const expected = expectedSamples(state, { entities: state.run.scenario.metrics.journalEntities });
    const record = this.#records.get(state.turn);
    if (record === undefined) this.#findings.add(`turn ${state.turn}, metrics.jsonl`, 'a record', 'none');
    else this.comparisons += compareRecord(record, expected, this.#findings);
    this.changes.note(expected);
    this.#compareExpositions(state);
    this.turns += 1;
  }

  /** Reports the bodies of `/metrics` whose turn is not in the run. */
  reportUnmatched(): void {
    for (const { samples } of this.#pending)
      this.#findings.add('/metrics tradesim_turn', 'a turn of the run', samples.get('tradesim_turn') ?? 'none');
  }

  #compareExpositions(state: ReplayedState): void {
    for (const exposition of this.#pending) {
      if (exposition.samples.get('tradesim_turn') !== state.turn) continue;
      this.comparisons += compareExposition(exposition, expectedSamples(state, { entities: true }), this.#findings);
      this.#pending.delete(exposition);
    }
  }
}
