/** What occurred in a run, for the question whether the runs together exercised everything. */

import type { ExpectedSample } from './families.ts';
import type { Run } from './records.ts';

export interface Seen {
  /** Kinds of records in events.jsonl, and for those with a cause or a direction also `kind cause`: `price_changed return`. */
  readonly eventKinds: ReadonlySet<string>;
  /** Failure reasons in transactions.jsonl. */
  readonly failureReasons: ReadonlySet<string>;
  /** Samples that were recomputed. */
  readonly samples: ReadonlySet<string>;
  /** Samples that had at least two different values in the run, null not counted. */
  readonly changed: ReadonlySet<string>;
}

/** Notes the samples of one turn after another. */
export class SampleChanges {
  readonly samples = new Set<string>();
  readonly changed = new Set<string>();
  readonly #first = new Map<string, number>();

  note(expected: ReadonlyMap<string, ExpectedSample>): void {
    for (const [sample, { value }] of expected) {
      this.samples.add(sample);
      if (value === null) continue;
      const first = this.#first.get(sample);
      if (first === undefined) this.#first.set(sample, value);
      else if (first !== value) this.changed.add(sample);
    }
  }
}

export function eventKindsOf({ events }: Run): Set<string> {
  const kinds = new Set<string>();
  for (const event of events) {
    kinds.add(event.kind);
    if ('cause' in event) kinds.add(`${event.kind} ${event.cause}`);
    if (event.kind === 'product_switched') kinds.add(`${event.kind} ${event.active ? 'on' : 'off'}`);
  }
  return kinds;
}

export function failureReasonsOf({ transactions }: Run): Set<string> {
  return new Set(transactions.flatMap(({ reason }) => reason ?? []));
}
