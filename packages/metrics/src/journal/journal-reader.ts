/**
 * Reads a journal file that was rotated, or is being written and rotated by another process meanwhile.
 *
 * - Every record is read once and in its order, over closed segments, compressed or not, and the live file; also of those
 *   that are written, rotated, compressed or removed while they are read. A segment that was removed before the reading
 *   came to it is reported as missing.
 * - A file is read from its beginning to its end in blocks. Memory is bounded by the longest line.
 * - Whoever writes closes the live file before renaming it, never renames onto another, and keeps the newest closed segment.
 *
 * Absent on purpose: notifications of the file system, which many disks do not give; a following reading looks again.
 */
import { join } from 'node:path';
import { MetricsError } from '../model/errors.ts';
import { JournalCorruptionError } from './corruption.ts';
import { faultCode, journalError } from './journal-errors.ts';
import { assertFileNames } from './journal-options.ts';
import { effectiveReadOptions } from './read-options.ts';
import type { JournalPosition, ReadJournalOptions } from './read-options.ts';
import { RecordCursor } from './record-cursor.ts';
import type { JournalRecord } from './record-text.ts';
import { nodeReadableFiles } from './segment-files.ts';
import type { ReadPlace, Report } from './segment-sequence.ts';

/** What is read of a journal file, once. Leaving the loop closes the files. */
export interface JournalReading<Item> extends AsyncIterable<Item> {
  /** Behind the last item that was handed out, for `from` of another reading. */
  readonly position: JournalPosition;
}

/**
 * Reads the records of a journal file, from the oldest closed segment there is up to the end of the live file as it is
 * when that is reached, or on as it grows. The torn tail that a killed process leaves at the end of the live file is left
 * out without an error. `fileName` may also be that of an archived run, `x-<run id>.jsonl`.
 *
 * A following reading that finds the run archived goes on with the first record of the next one. After a break that is
 * longer than a whole run, it may not see that there was another.
 *
 * Handing out the next record throws a `JournalCorruptionError` at what cannot be read, unless it is to be skipped, and an
 * ERR_JOURNAL when the file is not there or the disk fails.
 * @throws {MetricsError} ERR_JOURNAL for a wrong option or file name
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 *
 * await mkdir('logs');
 * await writeFile('logs/sales.000001.jsonl', '{"seq":1,"cents":250}\n{"seq":2,"cents":99}\n');
 * await writeFile('logs/sales.jsonl', '{"seq":3,"cents":50}\n{"seq":4,"ce');
 * let cents = 0;
 * for await (const record of readJournal('logs', 'sales.jsonl')) cents += record['cents'] as number;
 * cents // => 399
 */
export function readJournal(directory: string, fileName: string, options: ReadJournalOptions = {}): JournalReading<JournalRecord> {
  return reading({ directory, fileName, files: nodeReadableFiles }, options, ({ record }) => record);
}

/**
 * Reads the lines of a journal file as `readJournal` reads its records: each is one JSON object, as it was written and
 * without its newline.
 * @throws {MetricsError} ERR_JOURNAL for a wrong option or file name
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 *
 * await mkdir('logs');
 * await writeFile('logs/sales.jsonl', '{"seq":1}\noops\n{"seq":3}\n');
 * const lines: string[] = [];
 * for await (const line of readJournalLines('logs', 'sales.jsonl', { onCorrupt: 'skip' })) lines.push(line);
 * lines // => ['{"seq":1}', '{"seq":3}']
 */
export function readJournalLines(directory: string, fileName: string, options: ReadJournalOptions = {}): JournalReading<string> {
  return reading({ directory, fileName, files: nodeReadableFiles }, options, ({ text }) => text);
}

/** As {@link readJournal}, from any disk. */
export function reading<Item>(place: ReadPlace, options: ReadJournalOptions, pick: (cursor: RecordCursor) => Item): JournalReading<Item> {
  assertFileNames([place.fileName]);
  const { directory } = place;
  const effective = effectiveReadOptions(options);
  const report: Report = (file, reason, { line, offset }) => {
    const corruption = { file, line, offset, reason };
    if (effective.onCorrupt === 'throw') throw new JournalCorruptionError(directory, corruption);
    effective.onSkip(corruption);
  };
  const cursor = new RecordCursor(place, effective, report);
  const items = itemsOf(cursor, pick, place);
  return {
    [Symbol.asyncIterator]: () => items,
    get position() {
      return cursor.position;
    },
  };
}

async function* itemsOf<Item>(cursor: RecordCursor, pick: (cursor: RecordCursor) => Item, place: ReadPlace): AsyncGenerator<Item, void> {
  try {
    while (await cursor.more()) while (cursor.next()) yield pick(cursor);
  } catch (fault) {
    if (fault instanceof MetricsError || faultCode(fault) === 'UNKNOWN') throw fault;
    throw journalError(`Journal file ${JSON.stringify(join(place.directory, place.fileName))}`, 'to be read', fault);
  } finally {
    await cursor.close();
  }
}
