import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api';
import { openDatabase } from './database.ts';
import { queryFailure } from './duckdb-message.ts';
import { allFiles, findJournal } from './journal-files.ts';
import type { JournalFiles } from './journal-files.ts';
import { JournalError } from './query-error.ts';
import { QueryResult } from './query-result.ts';
import { isBeingWritten, readFault } from './read-fault.ts';
import { assertReadOnly, prepareReadOnly } from './statement.ts';
import { viewStatements } from './views.ts';

export interface JournalQuery {
  readonly sql: string;
  readonly directory: string;
  /** Id of a former run; undefined for the newest. */
  readonly run?: string | undefined;
  /** Interrupts the query. */
  readonly signal: AbortSignal;
}

/** Sooner than this, a journal that is written all the time is met between two writes. */
const MAX_ATTEMPTS = 5;
const INTERRUPT_INTERVAL_MS = 50;

/**
 * Asks the journal in a directory. The result is to be closed; it is in memory as a whole, because a result that DuckDB
 * streams to Node.js ends early and without an error where reading fails.
 * @throws {QueryError} when the statement, the directory or the run is wrong
 * @throws {JournalError} when a file of the journal cannot be read
 */
export async function queryJournal(query: JournalQuery): Promise<QueryResult> {
  const journal = await findJournal(query.directory, query.run);
  const database = await openDatabase(journal.directory);
  const release = interruptOnAbort(database.connection, query.signal);
  try {
    await assertReadOnly(database.connection, query.sql);
    const result = await answer(query, database.connection, journal);
    return new QueryResult(result, { database, hasFiles: allFiles(journal).length > 0 });
  } catch (error) {
    database.close();
    throw error;
  } finally {
    release();
  }
}

/** Asks again as long as files change while they are read: renamed by rotation, or met in the middle of a line. */
async function answer(query: JournalQuery, connection: DuckDBConnection, found: JournalFiles): Promise<DuckDBMaterializedResult> {
  let journal = found;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    query.signal.throwIfAborted();
    const outcome = await ask(connection, query.sql, journal);
    const after = await findJournal(query.directory, query.run);
    if (identity(after) === identity(journal)) {
      if (!(outcome instanceof Error)) return outcome;
      await throwUnlessBeingWritten(outcome, journal);
    }
    journal = after;
  }
  throw new JournalError(`${query.directory}: expected a moment in which no file is being written, got none. Ask again.`);
}

async function ask(connection: DuckDBConnection, sql: string, { files }: JournalFiles): Promise<DuckDBMaterializedResult | Error> {
  try {
    for (const statement of viewStatements(files)) await connection.run(statement);
    const prepared = await prepareReadOnly(connection, sql);
    return await prepared.run();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function throwUnlessBeingWritten(error: Error, journal: JournalFiles): Promise<void> {
  const files = allFiles(journal);
  const fault = await readFault(error.message, files);
  if (fault !== undefined) throw fault;
  if (!isBeingWritten(error.message, files)) throw queryFailure(error);
}

function identity(journal: JournalFiles): string {
  return JSON.stringify(allFiles(journal).map(({ path, inode }) => [path, inode]));
}

/** An interruption between two statements is lost, so it is repeated until the query has ended. */
function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    timer ??= setInterval(interrupt, INTERRUPT_INTERVAL_MS);
  };
  signal.addEventListener('abort', interrupt);
  if (signal.aborted) interrupt();
  return () => {
    signal.removeEventListener('abort', interrupt);
    clearInterval(timer);
  };
}
