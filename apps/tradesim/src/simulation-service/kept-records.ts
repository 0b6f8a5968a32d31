/** Which records of a run there are: the last of each file, and from which turn on all are kept. */
import { lastRecord, readJournal } from '@tradesim/metrics/journal';
import type { JournalRecord } from '@tradesim/metrics/journal';
import { JOURNAL_FILES } from './journal-files.ts';
import type { JournalFileName } from './journal-files.ts';

/** The last whole record of each file. */
export type LastRecords = Readonly<Record<JournalFileName, JournalRecord | undefined>>;

/** Returns the last record of each file of a journal. */
export async function lastRecords(directory: string): Promise<LastRecords> {
  const entries = await Promise.all(JOURNAL_FILES.map(async (file) => [file, await lastRecord(directory, file)] as const));
  return Object.fromEntries(entries) as Record<JournalFileName, JournalRecord | undefined>;
}

/** Returns a number that a record has; 0 where there is no record. */
export function numberOf(record: JournalRecord | undefined, field: 'seq' | 'turn'): number {
  const value = record?.[field];
  return typeof value === 'number' ? value : 0;
}

/** Returns the turn after which the records of all files are kept: 0 where none was removed. */
export async function firstWholeTurn(directory: string): Promise<number> {
  const turns = await Promise.all(JOURNAL_FILES.map((file) => firstTurn(directory, file)));
  return Math.max(...turns);
}

/** The oldest record may be in the middle of its turn. */
async function firstTurn(directory: string, file: JournalFileName): Promise<number> {
  for await (const record of readJournal(directory, file, { onCorrupt: 'skip' })) {
    return numberOf(record, 'seq') === 1 ? 0 : numberOf(record, 'turn');
  }
  return 0;
}
