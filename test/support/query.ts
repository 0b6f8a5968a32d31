/** Asks journals in this process, without the command line. */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach } from 'vitest';
import { loadDuckDB } from '../../apps/tradesim/src/query/load-duckdb.ts';
import { queryJournal } from '../../apps/tradesim/src/query/index.ts';
import { temporaryDirectory } from './application.ts';

/** Skips the tests of a file or suite where DuckDB does not run, which is optional. */
export function skipWithoutDuckDB(): void {
  const loaded = loadDuckDB().then(
    () => undefined,
    (error: unknown) => String(error),
  );
  beforeEach(async ({ skip }) => {
    const missing = await loaded;
    skip(missing !== undefined, missing);
  });
}

/** Makes a directory with these files, by their names. */
export function directoryOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = realpathSync(temporaryDirectory());
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

/** Returns the rows of an answer. */
export async function rowsOf(
  directory: string,
  sql: string,
  options: { readonly run?: string; readonly signal?: AbortSignal } = {},
): Promise<unknown[][]> {
  const { signal = new AbortController().signal } = options;
  const result = await queryJournal({ sql, directory, run: options.run, signal });
  try {
    const rows: unknown[][] = [];
    for await (const chunk of result.chunks(Infinity)) rows.push(...chunk.map((row) => [...row]));
    return rows;
  } finally {
    result.close();
  }
}
