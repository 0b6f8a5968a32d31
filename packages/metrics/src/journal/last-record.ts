import { constants } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeFileSystem } from './file-system.ts';
import { journalError } from './journal-errors.ts';
import { readJournalLines } from './journal-reader.ts';
import { endOfLastLine, readRange } from './line-scan.ts';
import { recordOf } from './record-text.ts';
import type { JournalRecord } from './record-text.ts';
import { ifThere } from './segment-files.ts';
import { listSegments } from './segments.ts';

/**
 * Returns the last whole record of a journal file: of the live file, or of the newest segment where that is empty or not
 * there. Undefined when there is none, and where the last line is no record, as `repairFile` would cut that off. Reads
 * backwards; only a compressed segment is read to its end.
 * @throws {MetricsError} ERR_JOURNAL when a file cannot be read
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 *
 * await mkdir('logs');
 * await writeFile('logs/sales.jsonl', '{"seq":1}\n{"seq":2}\n{"se');
 * await lastRecord('logs', 'sales.jsonl') // => { seq: 2 }
 */
export async function lastRecord(directory: string, fileName: string): Promise<JournalRecord | undefined> {
  try {
    const live = await lastRecordIn(join(directory, fileName));
    if (live !== 'none') return live;
    if ((await ifThere(stat(directory))) === undefined) return undefined;
    const newest = (await listSegments(directory, fileName)).at(-1);
    if (newest === undefined) return undefined;
    if (newest.isCompressed) return await lastOf(directory, fileName, newest.number);
    const closed = await lastRecordIn(join(directory, newest.name));
    return closed === 'none' ? undefined : closed;
  } catch (fault) {
    throw journalError(`Journal file ${JSON.stringify(join(directory, fileName))}`, 'to be read', fault);
  }
}

/** `none` where there is no line, or no file. */
async function lastRecordIn(path: string): Promise<JournalRecord | undefined | 'none'> {
  const file = await ifThere(nodeFileSystem.open(path, constants.O_RDONLY));
  if (file === undefined) return 'none';
  try {
    const end = await endOfLastLine(file, (await file.stat()).size);
    if (end === 0) return 'none';
    const start = await endOfLastLine(file, end - 1);
    const record = recordOf((await readRange(file, start, end)).toString('utf8'));
    return typeof record === 'string' ? undefined : record;
  } finally {
    await file.close();
  }
}

async function lastOf(directory: string, fileName: string, segment: number): Promise<JournalRecord | undefined> {
  let last: string | undefined;
  for await (const line of readJournalLines(directory, fileName, { from: { segment, line: 1, offset: 0 } })) last = line;
  return last === undefined ? undefined : (JSON.parse(last) as JournalRecord);
}
