import { QueryError } from './query-error.ts';
import { TABLES } from './views.ts';

/** What DuckDB says about itself rather than about the query. */
const INTERNALS: readonly RegExp[] = [
  /^Failed to extract statements: /,
  /\nTry setting 'auto_detect'[^\n]*/g,
  /\n(?:Database is launched in in-memory mode|Unused blocks|Launch the database|Or set SET|Possible solutions:|\* |See also )[^\n]*/g,
];
/** Its suggestions come from tables of its own. */
const UNKNOWN_TABLE = /^(Catalog Error: Table with name \S+ does not exist!)(?:\nDid you mean [^\n]*)?/;
const MEMORY_HINT = 'Select fewer columns or rows, or aggregate: a query has half of the memory of the machine, and no disk.';

/** Returns the error that says what helps whoever wrote the query. A fault of DuckDB itself is returned as it is. */
export function queryFailure(error: Error): Error {
  if (/^(?:INTERNAL|FATAL) Error/.test(error.message)) return error;
  return new QueryError(queryMessage(error.message), { cause: error });
}

function queryMessage(message: string): string {
  const said = INTERNALS.reduce((text, internal) => text.replace(internal, ''), message)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd();
  if (said.startsWith('Out of Memory Error')) return `${said}\n${MEMORY_HINT}`;
  return said.replace(UNKNOWN_TABLE, `$1\nTables: ${TABLES.join(', ')}`);
}
