import { availableParallelism, totalmem } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import { loadDuckDB } from './load-duckdb.ts';
import { literal, literals } from './sql-text.ts';

/** A database in memory that reads one directory and writes nothing. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

const MAX_THREADS = 4;
const MAX_MEMORY_BYTES = 8 * 2 ** 30;

/**
 * Opens a database that may read files in `directory` only. Nothing spills to the disk: a query that needs more than
 * half of the machine's memory fails.
 * @throws {QueryError} when DuckDB is not installed
 */
export async function openDatabase(directory: string): Promise<Database> {
  const { DuckDBInstance } = await loadDuckDB();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const setting of sandbox(directory)) await connection.run(setting);
  return {
    connection,
    close: () => {
      connection.disconnectSync();
      instance.closeSync();
    },
  };
}

/** In this order: without external access no directory can be named, and a temporary one would be allowed as well. */
function sandbox(directory: string): string[] {
  return [
    `set temp_directory = ''`,
    `set allowed_directories = ${literals([`${directory}/`])}`,
    'set autoinstall_known_extensions = false',
    'set autoload_known_extensions = false',
    'set allow_community_extensions = false',
    'set enable_external_access = false',
    `set threads = ${Math.min(availableParallelism(), MAX_THREADS)}`,
    `set memory_limit = ${literal(`${Math.round(Math.min(memoryBytes() / 2, MAX_MEMORY_BYTES) / 2 ** 20)}MiB`)}`,
    'set lock_configuration = true',
  ];
}

/** What the machine has, or the container; a container without a limit says more than any machine has, or 0. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return Math.min(totalmem(), limit > 0 ? limit : Infinity);
}
