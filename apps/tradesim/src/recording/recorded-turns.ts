import { readJournal } from '@tradesim/metrics/journal';
import type { JournalCorruption, JournalRecord } from '@tradesim/metrics/journal';

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

export interface RecordedTurnsOptions {
  /** Ends the reading when it is aborted. */
  readonly signal: AbortSignal;
  /** Called with each place that cannot be read, which is left out; undefined: the reading ends there with an error. */
  readonly onSkip: ((corruption: JournalCorruption) => void) | undefined;
}

/** @param fileName that of the live file, `metrics.jsonl` or `metrics-<run id>.jsonl` */
export function recordedTurns(directory: string, fileName: string, { signal, onSkip }: RecordedTurnsOptions): ReadTurns {
  const choice = onSkip === undefined ? {} : ({ onCorrupt: 'skip', onSkip } as const);
  return async function* turns() {
    for await (const record of readJournal(directory, fileName, { signal, ...choice })) yield turnOf(record);
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
