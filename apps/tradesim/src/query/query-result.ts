import type { DuckDBMaterializedResult } from '@duckdb/node-api';
import type { Database } from './database.ts';
import { parsedJson, plainValue } from './plain-value.ts';
import type { PlainValue } from './plain-value.ts';

export type Row = readonly PlainValue[];

/** Columns, and rows in chunks. */
export interface Answer {
  /** Names, each of them once: a second `x` is `x:1`. */
  readonly columns: readonly string[];
  /** Yields the rows in order, at most `limit`, in chunks that are never empty. To be called once. */
  chunks(limit: number): AsyncIterable<readonly Row[]>;
}

/** The answer to a query, in the memory of DuckDB. */
export class QueryResult implements Answer {
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** Whether the journal has any file; without one all tables are empty. */
  readonly hasFiles: boolean;
  readonly #result: DuckDBMaterializedResult;
  readonly #database: Database;
  readonly #isJson: readonly boolean[];

  constructor(result: DuckDBMaterializedResult, source: { readonly database: Database; readonly hasFiles: boolean }) {
    this.columns = result.deduplicatedColumnNames();
    this.rowCount = result.rowCount;
    this.hasFiles = source.hasFiles;
    this.#result = result;
    this.#database = source.database;
    this.#isJson = result.columnTypes().map(({ alias }) => alias === 'JSON');
  }

  async *chunks(limit: number): AsyncGenerator<readonly Row[]> {
    let left = limit;
    while (left > 0) {
      const chunk = await this.#result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const rows = chunk.getRows().slice(0, left);
      left -= rows.length;
      yield rows.map((row) => row.map((value, column) => this.#plain(value, column)));
    }
  }

  /** Gives back the memory. */
  close(): void {
    this.#database.close();
  }

  #plain(value: Parameters<typeof plainValue>[0], column: number): PlainValue {
    const plain = plainValue(value);
    return this.#isJson[column] === true ? parsedJson(plain) : plain;
  }
}
