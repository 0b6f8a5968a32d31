import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directoryOf, rowsOf, skipWithoutDuckDB } from '../../../../test/support/query.ts';
import { QueryError } from './query-error.ts';

skipWithoutDuckDB();

const WANTED = 'Query: expected one statement that only reads (SELECT, WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW), got';

describe('a statement that reads', () => {
  it.each([
    'select 1',
    'select 1;',
    ' -- what is one?\nselect 1 ;\n-- that',
    'with one as (select 1 as x) select x from one',
    'with recursive n(x) as (select 1 union all select x + 1 from n where x < 3) select max(x) from n',
    'from transactions',
    'table transactions',
    'values (1)',
    'describe transactions',
    'summarize transactions',
    'show tables',
    'select 1 union select 2',
    'pivot (values (1, 2)) t(a, b) on a in (1) using sum(b)',
    "select * from range(3), unnest([1, 2]), json_each('[1]')",
    "select 'copy x to y; attach z'",
  ])('%s is answered', async (sql) => {
    await expect(rowsOf(directoryOf({}), sql)).resolves.toBeInstanceOf(Array);
  });
});

describe('a statement that may do more', () => {
  it.each([
    ["copy (select 1) to 'DIR/x.csv'", 'one of another kind.'],
    ["attach 'DIR/x.duckdb'", 'one of another kind.'],
    ["export database 'DIR'", 'one of another kind.'],
    ['install httpfs', 'one of another kind.'],
    ['load json', 'one of another kind.'],
    ['set threads = 1', 'one of another kind.'],
    ['create table x (a int)', 'one of another kind.'],
    ['drop view transactions', 'one of another kind.'],
    ['insert into x values (1)', 'one of another kind.'],
    ['call pragma_version()', 'one of another kind.'],
    ['pragma database_size', 'one of another kind.'],
    ['explain select 1', 'one of another kind.'],
    ["explain analyze copy (select 1) to 'DIR/x.csv'", 'one of another kind.'],
    ['prepare p as select 1', 'one of another kind.'],
    ['begin', 'one of another kind.'],
    ['pivot transactions on strategy using sum(amount)', 'one of another kind. PIVOT needs its columns, as in PIVOT … ON strategy IN (…).'],
    ['select 1; select 2', '2.'],
    ["select 1; copy (select 1) to 'DIR/x.csv'", 'one of another kind.'],
    ['', 'none.'],
    [' \n-- nothing', 'none.'],
  ])('%s is refused', async (sql, got) => {
    const directory = directoryOf({});
    const asked = rowsOf(directory, sql.replaceAll('DIR', directory));
    await expect(asked).rejects.toThrow(new QueryError(`${WANTED} ${got}`));
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each([
    ['enable_logging', "select * from enable_logging('QueryLog', storage = 'file', storage_path = 'DIR/log.csv')"],
    ['enable_logging', "from system.main.enable_logging(level = 'trace', storage = 'file', storage_path = 'DIR/log.csv')"],
    ['enable_logging', "select 1 where exists (from ENABLE_LOGGING(storage = 'file', storage_path = 'DIR/log.csv'))"],
    ['enable_logging', "with x as materialized (select * from enable_logging(storage = 'file', storage_path = 'DIR/log.csv')) from x"],
    ['enable_profiling', "describe (from enable_profiling(format := 'json', save_location := 'DIR/profile.json'))"],
    ['query', "from query('select 1')"],
    ['json_execute_serialized_sql', "from json_execute_serialized_sql(json_serialize_sql('select 1'))"],
    ['arrow_scan', 'from arrow_scan(1, 2, 3)'],
    ['duckdb_secrets', 'from duckdb_secrets()'],
  ])('%s is refused wherever it stands', async (name, sql) => {
    const directory = directoryOf({});
    const asked = rowsOf(directory, sql.replaceAll('DIR', directory));
    await expect(asked).rejects.toThrow(`Table function ${name}: expected one that only reads (generate_series, glob,`);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('a statement that is wrong', () => {
  it.each([
    ['syntax', 'selct 1', 'Parser Error: syntax error at or near "selct"\n\nLINE 1: selct 1\n        ^'],
    [
      'a column',
      'select nope from transactions',
      'Binder Error: Referenced column "nope" not found in FROM clause!\nCandidate bindings: "company", "supplier", "unit_price"\n\nLINE 1: select nope from transactions\n               ^',
    ],
    [
      'a table',
      'from purchases',
      'Catalog Error: Table with name purchases does not exist!\nTables: transactions, events, metrics, metrics_json\n\nLINE 1: from purchases\n             ^',
    ],
    [
      'a value',
      "select 'a'::int",
      "Conversion Error: Could not convert string 'a' to INT32\n\nLINE 1: select 'a'::int\n                  ^",
    ],
    ['a parameter', 'select $1', 'Query: expected values, got parameters ($1 or ?).'],
  ])('in %s is told by DuckDB, with the place', async (_, sql, message) => {
    await expect(rowsOf(directoryOf({}), sql)).rejects.toThrow(new QueryError(message));
  });
});
