import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from './main.ts';
import { createProgram } from './program.ts';
import { queryOptions } from './query-options.ts';
import type { QueryOptions } from './query-options.ts';

async function parsed(...args: string[]): Promise<[string, QueryOptions]> {
  let found: [string, QueryOptions] | undefined;
  const program = createProgram({
    run: () => Promise.reject(new Error('tradesim run was run.')),
    export: () => Promise.reject(new Error('tradesim export was run.')),
    replay: () => Promise.reject(new Error('tradesim replay was run.')),
    query: (sql, options) => {
      found = [sql, options];
      return Promise.resolve();
    },
  });
  await program.parseAsync(['query', ...args], { from: 'user' });
  return found!;
}

describe('the options of tradesim query', () => {
  it('have the documented defaults', async () => {
    expect(await parsed('select 1')).toEqual(['select 1', { logDir: 'logs', format: 'table' }]);
  });

  it.each([
    ['--log-dir', 'elsewhere', { logDir: 'elsewhere' }],
    ['--run', '20261126T081556Z-7', { run: '20261126T081556Z-7' }],
    ['--format', 'json', { format: 'json' }],
    ['--limit', '0', { limit: 0 }],
    ['--limit', '1000', { limit: 1000 }],
    ['--limit', 'none', { limit: Infinity }],
  ])('read %s %s, before the SQL and after', async (option, value, expected) => {
    expect((await parsed(option, value, '-'))[1]).toMatchObject(expected);
    expect((await parsed('-', `${option}=${value}`))[1]).toMatchObject(expected);
  });

  it('each say in the help what they do', () => {
    for (const option of queryOptions()) expect(option.description, option.flags).toMatch(/\w+ \w+/);
  });
});

describe('a value that an option of tradesim query does not take', () => {
  let said = '';

  beforeEach(() => {
    said = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });

  afterEach(() => vi.restoreAllMocks());

  it.each([
    ['--log-dir', ' ', 'not empty'],
    ['--run', ' ', 'not empty'],
    ['--format', 'xml', 'table, json, csv'],
    ['--limit', '-1', 'a number of rows, or none'],
    ['--limit', '1e3', 'a number of rows, or none'],
    ['--limit', '9007199254740993', 'a number of rows, or none'],
  ])('%s=%s', async (option, value, rule) => {
    expect(await main(['query', 'select 1', `${option}=${value}`], {})).toBe(2);
    expect(said).toContain(`option '${option} `);
    expect(said).toContain(rule);

    const variable = `TRADESIM_${option.slice(2).replace('-', '_').toUpperCase()}`;
    said = '';
    expect(await main(['query', 'select 1'], { [variable]: value })).toBe(2);
    expect(said).toContain(`${variable}: "${value}" is invalid.`);
    expect(said).toContain(rule);
  });
});
