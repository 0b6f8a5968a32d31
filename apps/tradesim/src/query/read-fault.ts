import { basename } from 'node:path';
import { firstCorruptLine } from './corrupt-line.ts';
import type { JournalFile } from './journal-file.ts';
import { JournalError } from './query-error.ts';

/** What an error of DuckDB says about a file. */
const MALFORMED = /Malformed JSON in file "(.+?)"/;
const MISFIT = /JSON transform error in file "(.+?)", in line (\d+): (.+)/;
const MISSING = /No files found that match the pattern "(.+?)"/;
const COMPRESSED = /gzip/i;

/**
 * Returns the error that names file and line when a query has failed because of what is in the journal. Lines are
 * counted here: DuckDB's count of malformed ones is off by one. Undefined when all whole lines are well, so that the
 * query itself is wrong, or the last line was being written just then.
 */
export async function readFault(message: string, files: readonly JournalFile[]): Promise<JournalError | undefined> {
  const [, misfitPath, line, problem] = MISFIT.exec(message) ?? [];
  const misfit = files.find(({ path }) => path === misfitPath);
  if (misfit !== undefined) return new JournalError(`${basename(misfit.path)}:${line}: ${problem}`);
  for (const file of suspects(message, files)) {
    const corrupt = await firstCorruptLine(file);
    if (corrupt !== undefined) return new JournalError(`${basename(file.path)}:${corrupt.line}: ${corrupt.problem}.`);
    if (file.torn !== undefined) return incomplete(file, file.torn);
  }
  return undefined;
}

/** Whether a query has failed because a journal was written, or its files were renamed, while it was read. */
export function isBeingWritten(message: string, files: readonly JournalFile[]): boolean {
  const path = (MALFORMED.exec(message) ?? MISSING.exec(message))?.[1];
  return files.some((file) => file.path === path);
}

function suspects(message: string, files: readonly JournalFile[]): JournalFile[] {
  const [, malformed] = MALFORMED.exec(message) ?? [];
  if (malformed !== undefined) return files.filter(({ path }) => path === malformed);
  return COMPRESSED.test(message) ? files.filter(({ path }) => path.endsWith('.gz')) : [];
}

function incomplete({ path }: JournalFile, { first, last }: { readonly first: number; readonly last: number }): JournalError {
  return new JournalError(`${basename(path)}: expected every record from seq ${first} to ${last}, got a gap.`);
}
