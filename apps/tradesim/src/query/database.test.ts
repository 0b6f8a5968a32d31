import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryOf, skipWithoutDuckDB } from '../../../../test/support/query.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';

skipWithoutDuckDB();

async function opened(directory: string): Promise<Database> {
  const database = await openDatabase(directory);
  onTestFinished(() => database.close());
  return database;
}

/** A directory beside the one that may be read, whose name begins in the same way. */
function directories(): { inside: string; beside: string } {
  const inside = directoryOf({ 'numbers.csv': 'a\n1\n' });
  const beside = mkdtempSync(`${inside}-beside-`);
  onTestFinished(() => rmSync(beside, { recursive: true }));
  return { inside, beside };
}

describe('the sandbox, whatever the statement,', () => {
  it('reads the directory', async () => {
    const { inside } = directories();
    const { connection } = await opened(inside);
    const reader = await connection.runAndReadAll(`select a from read_csv('${inside}/numbers.csv')`);
    expect(reader.getRowsJson()).toEqual([['1']]);
  });

  it.each([
    ['a file of the system', "select * from read_text('/etc/passwd')"],
    ['a file as a table', "from '/etc/passwd.csv'"],
    ['a CSV file', "select * from read_csv('/etc/passwd')"],
    ['a database', "select * from read_duckdb('/tmp/x.duckdb')"],
    ['the environment', "select * from read_blob('/proc/self/environ')"],
    ['stdin', "select * from read_text('/dev/stdin')"],
    ['a list of files', "select * from glob('/etc/*')"],
    ['the network', "select * from read_json('https://127.0.0.1/x.json')"],
    ['what is above', "select * from read_text('INSIDE/../x')"],
    ['what is beside', "select * from read_text('INSIDE-beside-x/y')"],
    ['what a link leads to', "select * from read_text('INSIDE/link')"],
  ])('does not read %s', async (_, sql) => {
    const { inside } = directories();
    symlinkSync('/etc/passwd', join(inside, 'link'));
    const { connection } = await opened(inside);
    await expect(connection.run(sql.replaceAll('INSIDE', inside))).rejects.toThrow('Permission Error');
  });

  it.each([
    ['a copy outside', "copy (select 1) to 'BESIDE/x.csv'", 'Permission Error'],
    ['a database outside', "attach 'BESIDE/x.duckdb'", 'Permission Error'],
    ['an extension from the network', 'install httpfs', 'Permission Error'],
    ['an extension', 'load httpfs', 'Permission Error'],
    ['external access', 'set enable_external_access = true', 'Cannot change configuration'],
    ['more directories', "set allowed_directories = ['/']", 'Cannot change configuration'],
    ['a place to spill to', "set temp_directory = '/tmp'", 'Cannot change configuration'],
    ['more memory', "set memory_limit = '100GB'", 'Cannot change configuration'],
  ])('refuses %s', async (_, sql, message) => {
    const { inside, beside } = directories();
    const { connection } = await opened(inside);
    await expect(connection.run(sql.replaceAll('BESIDE', beside))).rejects.toThrow(message);
    expect(readdirSync(beside)).toEqual([]);
  });

  it('has a limit of memory and threads, and does not spill', async () => {
    const { connection } = await opened(directories().inside);
    const reader = await connection.runAndReadAll(
      `select current_setting('memory_limit') like '%iB', current_setting('threads') between 1 and 4, current_setting('temp_directory')`,
    );
    expect(reader.getRowsJson()).toEqual([[true, true, '']]);
  });
});
