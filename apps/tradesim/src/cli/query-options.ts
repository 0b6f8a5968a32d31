import { Option } from 'commander';
import type { Command } from 'commander';
import { QUERY_FORMATS } from '../query/index.ts';
import type { QueryFormat } from '../query/index.ts';
import { nonEmpty, rows } from './option-values.ts';

/** How `tradesim query` was asked to answer. */
export interface QueryOptions {
  readonly logDir: string;
  readonly run?: string;
  readonly format: QueryFormat;
  /** Rows; Infinity for `none`. */
  readonly limit?: number;
}

/** Returns the options of `tradesim query`, in the order of its help. */
export function queryOptions(): Option[] {
  return [
    new Option('--log-dir <DIR>', 'directory of the journal').argParser(nonEmpty).default('logs'),
    new Option('--run <RUN_ID>', 'a former run, by the id in the names of its files (default: the newest run)').argParser(nonEmpty),
    new Option('--format <F>', 'how to write the answer').choices(QUERY_FORMATS).default('table'),
    new Option('--limit <ROWS>', 'rows to write, or none for no limit (default: 40 in a table, otherwise none)').argParser(rows),
  ];
}

/** Adds `tradesim query` to the command line. */
export function addQueryCommand(program: Command, action: (sql: string, options: QueryOptions) => Promise<void>): void {
  const query = program
    .command('query')
    .description('ask the journal with SQL')
    .argument('<SQL>', 'a SELECT statement, or - to read it from stdin');
  for (const option of queryOptions()) query.addOption(option);
  query.addHelpText('after', HELP_AFTER).exitOverride().showHelpAfterError('Try tradesim query --help.').action(action);
}

const HELP_AFTER = `
Tables: transactions and events as they are recorded, metrics with one row per sample, metrics_json with one per turn.
Their columns: tradesim query "describe transactions". Amounts are in cents.

Needs the optional package @duckdb/node-api. Each option can be given in the environment too, as TRADESIM_FORMAT=csv.

Exit codes: 0 done, 1 crashed or an unreadable journal, 2 wrong use or SQL, 130 Ctrl+C, 143 SIGTERM.

Examples:
  tradesim query "select company, sum(amount) as cents from transactions group by company order by cents desc"
  tradesim query "select turn, value from metrics where name = 'tradesim_budget_euros'" --format csv
  tradesim query - --format json < question.sql`;
