import { readFileSync } from 'node:fs';
import type * as DuckDB from '@duckdb/node-api';
import { QueryError } from './query-error.ts';

/**
 * Imports DuckDB, which takes a few hundred milliseconds and is an optional dependency: only for a query.
 * @throws {QueryError} when it is not installed, or does not run on this machine
 */
export async function loadDuckDB(): Promise<typeof DuckDB> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new QueryError(
      `tradesim query needs DuckDB, an optional dependency that is missing or does not run here (${reason}).\nInstall it with: npm install ${wantedPackage()}`,
      { cause: error },
    );
  }
}

function wantedPackage(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  const name = '@duckdb/node-api';
  return `${name}@${manifest.optionalDependencies[name]!}`;
}
