import { readJournal } from '@tradesim/metrics/journal';
import type { JournalRecord } from '@tradesim/metrics/journal';

/** A record of metrics.jsonl, as far as it is exported. */
export interface RecordedTurn {
  readonly turn: number;
  /** Unix seconds. */
  readonly timestamp: number;
  /** Name and labels, and the value or null. */
  readonly samples: Iterable<readonly [series: string, value: unknown]>;
}

/** Gives the turns of a run, each time it is called from the first one on. */
export type ReadTurns = () => AsyncIterable<RecordedTurn>;

/** @param fileName that of the live file, `metrics.jsonl` or `metrics-<run id>.jsonl`
 * @param signal ends the reading when it is aborted */
export function recordedTurns(directory: string, fileName: string, signal: AbortSignal): ReadTurns {
  return async function* turns() {
    for await (const record of readJournal(directory, fileName, { signal })) yield turnOf(record);
  };
}

function turnOf(record: JournalRecord): RecordedTurn {
  const { turn, timestamp, metrics, runtime } = record;
  return {
    turn: Number(turn),
    timestamp: Number(timestamp),
    samples: [...Object.entries(metrics ?? {}), ...Object.entries(runtime ?? {})],
  };
}
