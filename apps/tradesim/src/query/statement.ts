/**
 * What may be asked. The parser of DuckDB says what a text is; SELECT statements are the only ones it describes, and of
 * those only the ones that call no table function but these are run: others write files, change settings, or hide the
 * statement that they run.
 */
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { queryFailure } from './duckdb-message.ts';
import { QueryError } from './query-error.ts';

const TABLE_FUNCTIONS = [
  'generate_series',
  'glob',
  'histogram',
  'histogram_values',
  'json_each',
  'json_tree',
  'range',
  'read_csv',
  'read_csv_auto',
  'read_json',
  'read_json_auto',
  'read_json_objects',
  'read_ndjson',
  'read_ndjson_auto',
  'read_ndjson_objects',
  'read_parquet',
  'read_text',
  'repeat',
  'unnest',
];

const WANTED = 'Query: expected one statement that only reads (SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW)';
const PIVOT_HINT = ' PIVOT needs its columns, as in PIVOT … ON strategy IN (…).';

/** What `json_serialize_sql` returns. */
interface Description {
  readonly error: boolean;
  readonly error_type?: string;
  readonly statements?: readonly unknown[];
}

/**
 * Makes sure that a text is one statement that only reads.
 * @throws {QueryError} when it is not
 */
export async function assertReadOnly(connection: DuckDBConnection, sql: string): Promise<void> {
  const functions: string[] = [];
  const { error, error_type: problem, statements = [] } = await described(connection, sql, functions);
  if (problem === 'parser') throw await syntaxError(connection, sql);
  if (error) throw new QueryError(`${WANTED}, got one of another kind.${/\bpivot\b/i.test(sql) ? PIVOT_HINT : ''}`);
  if (statements.length !== 1) throw new QueryError(`${WANTED}, got ${statements.length === 0 ? 'none' : statements.length}.`);
  const refused = functions.find((name) => !TABLE_FUNCTIONS.includes(name));
  if (refused === undefined) return;
  throw new QueryError(`Table function ${refused}: expected one that only reads (${TABLE_FUNCTIONS.join(', ')}).`);
}

/**
 * Prepares a statement that {@link assertReadOnly} has let pass.
 * @throws {QueryError} when it has parameters; the error of DuckDB when names or types are wrong
 */
export async function prepareReadOnly(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const { StatementType } = await import('@duckdb/node-api');
  const prepared = await connection.prepare(sql);
  if (prepared.statementType !== StatementType.SELECT) throw new QueryError(`${WANTED}, got one of another kind.`);
  if (prepared.parameterCount > 0) throw new QueryError('Query: expected values, got parameters ($1 or ?).');
  return prepared;
}

/** Parses the statements, and collects the table functions that appear anywhere in them. */
async function described(connection: DuckDBConnection, sql: string, functions: string[]): Promise<Description> {
  const reader = await connection.runAndReadAll('select json_serialize_sql($1::varchar)', [sql]);
  return JSON.parse(reader.value(0, 0) as string, (_, node: unknown) => {
    if (isTableFunction(node)) functions.push(node.function.function_name.toLowerCase());
    return node;
  }) as Description;
}

function isTableFunction(node: unknown): node is { readonly function: { readonly function_name: string } } {
  return typeof node === 'object' && node !== null && 'type' in node && node.type === 'TABLE_FUNCTION';
}

/** The description of a syntax error has no caret; the error of the ordinary way has. */
async function syntaxError(connection: DuckDBConnection, sql: string): Promise<Error> {
  try {
    await connection.extractStatements(sql);
    return new QueryError(`${WANTED}, got what cannot be parsed.`);
  } catch (error) {
    return queryFailure(error as Error);
  }
}
