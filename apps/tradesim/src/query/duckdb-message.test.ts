import { describe, expect, it } from 'vitest';
import { queryFailure } from './duckdb-message.ts';
import { QueryError } from './query-error.ts';

describe('the message of a failed query', () => {
  it.each([
    [
      'has no steps of the program',
      'Failed to extract statements: Parser Error: syntax error at or near "selct"\n\nLINE 1: selct 1\n        ^',
      'Parser Error: syntax error at or near "selct"\n\nLINE 1: selct 1\n        ^',
    ],
    [
      'has no options of readers',
      `Invalid Input Error: JSON transform error in file "x", in line 2: Failed to cast\nTry setting 'auto_detect' to true, specifying 'format'.`,
      'Invalid Input Error: JSON transform error in file "x", in line 2: Failed to cast',
    ],
    [
      'has no suggestions of strange tables',
      'Catalog Error: Table with name nope does not exist!\nDid you mean "pg_enum"?\n\nLINE 1: from nope\n             ^',
      'Catalog Error: Table with name nope does not exist!\nTables: transactions, events, metrics, metrics_json\n\nLINE 1: from nope\n             ^',
    ],
    [
      'has no settings of databases',
      `Out of Memory Error: failed to allocate data of size 128.0 KiB (953.7 MiB/953.6 MiB used)
Database is launched in in-memory mode and no temporary directory is specified.
Unused blocks cannot be offloaded to disk.

Launch the database with a persistent storage back-end
Or set SET temp_directory='/path/to/tmp.tmp'

Possible solutions:
* Reducing the number of threads (SET threads=X)
* Increasing the memory limit (SET memory_limit='...GB')

See also https://duckdb.org/docs/stable/guides/performance/how_to_tune_workloads`,
      `Out of Memory Error: failed to allocate data of size 128.0 KiB (953.7 MiB/953.6 MiB used)
Select fewer columns or rows, or aggregate: a query has half of the memory of the machine, and no disk.`,
    ],
  ])('%s', (_, message, expected) => {
    const error = new Error(message);
    expect(queryFailure(error)).toEqual(new QueryError(expected, { cause: error }));
  });

  it('is as it is for a fault of DuckDB', () => {
    const error = new Error('INTERNAL Error: Attempted to dereference a null pointer');
    expect(queryFailure(error)).toBe(error);
  });
});
