/** Whether the check of a run would find what can go wrong with it: plants every fault in a copy of its records, one at a time. */

import { checkRecords } from './check-run.ts';
import { compareRecord } from './compare.ts';
import type { ExpectedSample } from './families.ts';
import { expectedSamples, FAMILIES } from './families.ts';
import { Findings } from './findings.ts';
import { METRIC_FAULTS, plantFault } from './plant-fault.ts';
import { RECORD_FAULTS } from './plant-record-fault.ts';
import type { MetricsRecord, Run } from './records.ts';
import { replay } from './replay.ts';

/** Faults by name: `freeze budget_total`, `a wrong amount`. */
export interface FaultTrial {
  readonly found: readonly string[];
  readonly missed: readonly string[];
  /** Faults for which this run has nothing to spoil: a family it does not have, a constant that cannot freeze. */
  readonly notPlanted: readonly string[];
}

/** Plants each kind of fault in each family of a run without mismatches. Replays the run once. */
export function tryMetricFaults(run: Run): FaultTrial {
  const expected = recompute(run);
  const faults = FAMILIES.flatMap((family) => METRIC_FAULTS.map((fault) => ({ family, fault })));
  return sortOut(
    faults.map(({ family, fault }) => {
      const metrics = plantFault(run.metrics, family, fault);
      return { name: `${fault} ${family}`, isFound: metrics && isFaulty(metrics, expected) };
    }),
  );
}

/** Plants each fault in the events and attempts of a run without mismatches. Replays the run for each. */
export function tryRecordFaults(run: Run): FaultTrial {
  return sortOut(
    Object.entries(RECORD_FAULTS).map(([name, plant]) => {
      const faulty = plant(run);
      return { name, isFound: faulty && checkRecords(faulty).mismatches.length > 0 };
    }),
  );
}

type ExpectedTurns = ReadonlyMap<number, ReadonlyMap<string, ExpectedSample>>;

function recompute(run: Run): ExpectedTurns {
  const turns = new Map<number, Map<string, ExpectedSample>>();
  for (const state of replay(run, new Findings())) {
    turns.set(state.turn, expectedSamples(state, { entities: state.run.scenario.metrics.journalEntities }));
  }
  return turns;
}

function isFaulty(metrics: readonly MetricsRecord[], expected: ExpectedTurns): boolean {
  return metrics.some((record) => {
    const findings = new Findings();
    compareRecord(record, expected.get(record.turn) ?? new Map(), findings);
    return findings.messages.length > 0;
  });
}

function sortOut(trials: readonly { readonly name: string; readonly isFound: boolean | null }[]): FaultTrial {
  const named = (result: boolean | null): string[] => trials.filter(({ isFound }) => isFound === result).map(({ name }) => name);
  return { found: named(true), missed: named(false), notPlanted: named(null) };
}
