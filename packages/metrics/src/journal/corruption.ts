import { join } from 'node:path';
import { MetricsError } from '../model/errors.ts';

/**
 * What is wrong with a part of a journal:
 * - `not-utf8`, `not-json`, `not-object`: the line is not one JSON object in UTF-8
 * - `too-long`: the line is longer than `maxLineBytes`
 * - `torn`: the line does not end, although another segment follows
 * - `damaged-gzip`: the rest of the segment, from this line on, cannot be decompressed
 * - `missing`: the segment was removed or renamed before it was read
 * - `shrunk`: the file has become shorter than what was read of it
 */
export type CorruptionReason = 'not-utf8' | 'not-json' | 'not-object' | 'too-long' | 'torn' | 'damaged-gzip' | 'missing' | 'shrunk';

/** A place in a journal that cannot be read. */
export interface JournalCorruption {
  /** The name of the live file or the segment, in the directory. */
  readonly file: string;
  /** From 1, in this file. */
  readonly line: number;
  /** Of the beginning of the line, in bytes of uncompressed text. */
  readonly offset: number;
  /** What is wrong there. */
  readonly reason: CorruptionReason;
}

const WHAT: Readonly<Record<CorruptionReason, string>> = {
  'not-utf8': 'bytes that are no UTF-8',
  'not-json': 'text that is no JSON',
  'not-object': 'JSON that is no object',
  'too-long': 'a line longer than maxLineBytes',
  torn: 'the beginning of a line',
  'damaged-gzip': 'a gzip file that is damaged from here on',
  missing: 'no such file any more',
  shrunk: 'a file that has been cut off before',
};

/**
 * A place in a journal that cannot be read, as an error with the code ERR_JOURNAL.
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 *
 * await mkdir('logs');
 * await writeFile('logs/sales.jsonl', '{"seq":1}\noops\n{"seq":3}\n');
 * let corruption: JournalCorruption | undefined;
 * try {
 *   for await (const record of readJournal('logs', 'sales.jsonl')) console.log(record['seq']);
 * } catch (error) {
 *   if (error instanceof JournalCorruptionError) corruption = error.corruption;
 * }
 * corruption // => { file: 'sales.jsonl', line: 2, offset: 10, reason: 'not-json' }
 */
export class JournalCorruptionError extends MetricsError {
  /** Where, and what. */
  readonly corruption: JournalCorruption;

  constructor(directory: string, corruption: JournalCorruption) {
    const { file, line, offset, reason } = corruption;
    const place = `Journal file ${JSON.stringify(join(directory, file))}, line ${line}, byte ${offset}`;
    const recipe = "Read with onCorrupt: 'skip' to leave out what cannot be read.";
    super('ERR_JOURNAL', `${place}: expected one JSON object, got ${WHAT[reason]}. ${recipe}`);
    this.corruption = corruption;
  }
}
