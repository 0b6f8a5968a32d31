/** Finds the run that a journal is of, and the newest state from which it can go on. */
import { readdir } from 'node:fs/promises';
import { MetricsError } from '@tradesim/metrics';
import { readJournal } from '@tradesim/metrics/journal';
import { checkpointTurns, readCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { JOURNAL_FILES } from './journal-files.ts';
import { lastRecords, numberOf } from './kept-records.ts';
import type { LastRecords } from './kept-records.ts';
import type { RunManifest } from './run-manifest.ts';
import { scenarioHash } from './scenario-hash.ts';

/** A run that ended, however it did, and may go on. */
export interface InterruptedRun {
  readonly manifest: RunManifest;
  /** Undefined where it goes on from its beginning. */
  readonly checkpoint: Checkpoint | undefined;
  /** Checkpoints that could not be used, and why. */
  readonly unusable: readonly { readonly turn: number; readonly reason: string }[];
}

/**
 * Returns the run whose journal is in a directory; undefined where there is none.
 * @throws {MetricsError} ERR_JOURNAL when there is one that cannot go on
 */
export async function findInterruptedRun(directory: string): Promise<InterruptedRun | undefined> {
  if (!(await isThere(directory))) return undefined;
  const last = await lastRecords(directory);
  if (JOURNAL_FILES.every((file) => last[file] === undefined)) return undefined;
  const unusable: { turn: number; reason: string }[] = [];
  for (const turn of (await checkpointTurns(directory)).toReversed()) {
    const checkpoint = await readCheckpoint(directory, turn);
    const reason = checkpoint instanceof Error ? checkpoint.message : reasonAgainst(checkpoint, last);
    if (reason === undefined) return { manifest: checkpoint as Checkpoint, checkpoint: checkpoint as Checkpoint, unusable };
    unusable.push({ turn, reason });
  }
  return { manifest: await manifestOf(directory), checkpoint: undefined, unusable };
}

/** A machine that lost its power may have kept a checkpoint, and lost records before it. */
function reasonAgainst({ seq }: Checkpoint, last: LastRecords): string | undefined {
  const lost = JOURNAL_FILES.find((file) => numberOf(last[file], 'seq') < seq[file]);
  return lost === undefined ? undefined : `${lost} ends with record ${numberOf(last[lost], 'seq')}, before ${seq[lost]}`;
}

async function manifestOf(directory: string): Promise<RunManifest> {
  for await (const record of readJournal(directory, 'events.jsonl')) {
    if (record['kind'] === 'run_started' && record['scenario_hash'] === scenarioHash(record['scenario'] as object)) {
      return record as unknown as RunManifest;
    }
    break;
  }
  throw new MetricsError(
    'ERR_JOURNAL',
    `Journal directory ${JSON.stringify(directory)}: expected a checkpoint, or events from run_started on, got neither, so this run cannot go on. Start without --resume: it keeps the files and begins anew.`,
  );
}

async function isThere(directory: string): Promise<boolean> {
  return readdir(directory).then(
    () => true,
    () => false,
  );
}
