import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileNamesOf, formerRuns } from './journal-file-names.ts';
import type { Stem } from './journal-file-names.ts';
import { finishedFile, writtenFile } from './journal-file.ts';
import type { JournalFile } from './journal-file.ts';
import { JournalError, QueryError } from './query-error.ts';

/** The files of one run, with absolute paths, by what they hold, in the order in which they were written. */
export interface JournalFiles {
  /** Without symbolic links, because the sandbox compares paths after following them. */
  readonly directory: string;
  readonly files: Readonly<Record<Stem, readonly JournalFile[]>>;
}

/**
 * Finds the files of a run in the directory of a journal.
 * @param run id of a former run; undefined for the newest, which may have no file yet
 * @throws {QueryError} when there is no such directory, or no such run
 */
export async function findJournal(directory: string, run: string | undefined): Promise<JournalFiles> {
  const names = await fileNamesIn(directory);
  if (run !== undefined && !formerRuns(names).includes(run)) throw unknownRun(directory, run, formerRuns(names));
  const real = await realpath(directory);
  const filesOf = async (stem: Stem): Promise<JournalFile[]> => {
    const paths = fileNamesOf(stem, names, run).map((name) => join(real, name));
    const files = await Promise.all(paths.map((path, index) => inspected(path, index === paths.length - 1)));
    return files.filter((file) => file !== undefined);
  };
  const [events, metrics, transactions] = await Promise.all([filesOf('events'), filesOf('metrics'), filesOf('transactions')]);
  return { directory: real, files: { events, metrics, transactions } };
}

/** Returns all files of a journal. */
export function allFiles({ files }: JournalFiles): JournalFile[] {
  return [...files.events, ...files.metrics, ...files.transactions];
}

async function fileNamesIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    throw new QueryError(`--log-dir ${directory}: expected the directory of a journal, got ${reason(error)}.`, { cause: error });
  }
}

/** Only the last file is written to. Returns undefined for one that has been renamed since its name was read. */
async function inspected(path: string, isLast: boolean): Promise<JournalFile | undefined> {
  try {
    return await (isLast && !path.endsWith('.gz') ? writtenFile(path) : finishedFile(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new JournalError(`${path}: expected a file that can be read, got ${reason(error)}.`, { cause: error });
  }
}

function reason(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'none there. tradesim run writes one; --log-dir names another';
  if (code === 'ENOTDIR') return 'a file';
  return error instanceof Error ? error.message : String(error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function unknownRun(directory: string, run: string, runs: readonly string[]): QueryError {
  const choices = runs.length === 0 ? 'there are none' : `there are ${runs.join(', ')}`;
  return new QueryError(
    `--run ${run}: expected the id of a former run whose files are in ${directory}; ${choices}. Without --run the newest run is read.`,
  );
}
