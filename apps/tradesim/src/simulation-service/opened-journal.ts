import { join } from 'node:path';
import { WorkerJournal, archiveRun, lockDirectory, repairFile, takeBackLast } from '@tradesim/metrics/journal';
import type { ArchivedRun, DirectoryLock, Durability, Repair, RetentionLimits, RotationLimits } from '@tradesim/metrics/journal';
import { CHECKPOINT_FILE, removeUnfinishedCheckpoints } from './checkpoint.ts';
import { JOURNAL_FILES } from './journal-files.ts';
import { lastRecords } from './kept-records.ts';
import type { LastRecords } from './kept-records.ts';
import { reasonNotMade } from './unmakeable-directory.ts';
import { UnopenedJournal, isDiskFailure, isMissing } from './unopened-journal.ts';
import type { OpenJournal } from './unopened-journal.ts';

/** A journal that can be written, in a directory that is locked. */
export interface OpenedJournal {
  readonly journal: OpenJournal;
  /** Undefined where nothing can be written. */
  readonly lock: DirectoryLock | undefined;
  /** What was done with the files of a former run. */
  readonly archived: ArchivedRun;
  /** The last records that were there: none, unless a run goes on. */
  readonly last: LastRecords;
}

const NOTHING_ARCHIVED: ArchivedRun = { runId: undefined, repaired: [], renamed: [] };
const NO_RECORDS: LastRecords = { 'events.jsonl': undefined, 'transactions.jsonl': undefined, 'metrics.jsonl': undefined };

export interface OpenOptions {
  readonly directory: string;
  readonly durability: Durability;
  /** Undefined for files that are never closed. */
  readonly rotation: RotationLimits | undefined;
  readonly retention: RetentionLimits;
  /** Called once, when the disk fails. */
  readonly onFailure: (error: Error) => void;
}

/**
 * Repairs and renames what a former run left, and opens new files. A disk that fails already is a failure like a later
 * one: the journal then loses its records and counts them.
 * @throws {MetricsError} ERR_JOURNAL when the directory cannot be one, for example because it is a file, and when another
 * process writes there
 */
export async function openNew(options: OpenOptions): Promise<OpenedJournal> {
  const { directory, durability, rotation, retention, onFailure } = options;
  let lock: DirectoryLock | undefined;
  try {
    lock = await lockDirectory(directory);
    const archived = await archiveRun(directory, [...JOURNAL_FILES, CHECKPOINT_FILE], runIdOf);
    const journal = await WorkerJournal.open(directory, JOURNAL_FILES, { durability, rotation, retention, onFailure });
    return { journal, lock, archived, last: NO_RECORDS };
  } catch (error) {
    await lock?.release().catch(() => {});
    const fault = isMissing(error) ? await reasonNotMade(directory) : error;
    if (!isDiskFailure(fault)) throw error;
    onFailure(fault);
    return { journal: new UnopenedJournal(fault), lock: undefined, archived: NOTHING_ARCHIVED, last: NO_RECORDS };
  }
}

/**
 * Opens the files of a run that goes on, after their last whole records; that it had ended is taken back.
 * @throws {MetricsError} ERR_JOURNAL when that cannot be done
 */
export async function openAgain({ directory, durability, rotation, retention, onFailure }: OpenOptions): Promise<OpenedJournal> {
  const lock = await lockDirectory(directory);
  try {
    await removeUnfinishedCheckpoints(directory);
    const repaired = [];
    for (const file of JOURNAL_FILES) {
      const { removedBytes } = await repairIfThere(join(directory, file));
      if (removedBytes > 0) repaired.push({ file, removedBytes });
    }
    await takeBackLast(join(directory, 'events.jsonl'), isEnd).catch(unlessMissing);
    const last = await lastRecords(directory);
    const journal = await WorkerJournal.open(directory, JOURNAL_FILES, { durability, rotation, retention, onFailure });
    return { journal, lock, archived: { ...NOTHING_ARCHIVED, repaired }, last };
  } catch (error) {
    await lock.release().catch(() => {});
    throw error;
  }
}

function isEnd(line: string): boolean {
  return (JSON.parse(line) as { readonly kind?: unknown }).kind === 'run_ended';
}

async function repairIfThere(path: string): Promise<Repair> {
  return (await repairFile(path).catch(unlessMissing)) ?? { removedBytes: 0 };
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

function runIdOf(firstLine: string): string | undefined {
  const record: unknown = JSON.parse(firstLine);
  return typeof record === 'object' && record !== null && 'run' in record && typeof record.run === 'string' ? record.run : undefined;
}
