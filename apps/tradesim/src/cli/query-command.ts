import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { QueryError, formatted, queryJournal } from '../query/index.ts';
import type { QueryResult } from '../query/index.ts';
import { EXIT } from './exit-code.ts';
import type { QueryOptions } from './query-options.ts';
import { writeAll } from './standard-output.ts';
import { stopSignals } from './stop-signals.ts';
import { typedIn } from './typed-in.ts';
import { UsageError } from './usage-error.ts';

const DEFAULT_TABLE_ROWS = 40;

/**
 * Answers a query on stdout, and returns the exit code.
 * @param sql a statement, or `-` to read it from stdin
 * @throws {UsageError} for SQL, a directory or a run that cannot be used
 * @throws {JournalError} for a journal that cannot be read
 */
export async function runQuery(sql: string, options: QueryOptions, env: NodeJS.ProcessEnv): Promise<number> {
  const directory = resolve(typedIn(env), options.logDir);
  const statement = sql === '-' ? await text(process.stdin) : sql;
  const answer = await answerUnlessStopped({ sql: statement, directory, run: options.run });
  if (typeof answer === 'number') return answer;
  try {
    await writeAnswer(answer, options, directory);
    return EXIT.done;
  } finally {
    answer.close();
  }
}

/** Returns the exit code instead when a signal has stopped the query. Afterwards signals end the process as usual. */
async function answerUnlessStopped(query: { sql: string; directory: string; run: string | undefined }): Promise<QueryResult | number> {
  const stop = stopSignals(() => {});
  try {
    return await queryJournal({ ...query, signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) return stop.signal.reason === 'interrupted' ? EXIT.interrupted : EXIT.terminated;
    throw error instanceof QueryError ? new UsageError(error.message, { cause: error }) : error;
  } finally {
    stop.release();
  }
}

async function writeAnswer(answer: QueryResult, options: QueryOptions, directory: string): Promise<void> {
  const limit = options.limit ?? (options.format === 'table' ? DEFAULT_TABLE_ROWS : Infinity);
  const leftOut = answer.rowCount - Math.min(answer.rowCount, limit);
  if (!answer.hasFiles) process.stderr.write(`There are no files of a journal in ${directory}: the tables are empty.\n`);
  await writeAll(process.stdout, formatted(answer, options.format, limit));
  if (leftOut > 0) process.stderr.write(`${leftOut} of ${answer.rowCount} rows left out; --limit none writes all.\n`);
}
