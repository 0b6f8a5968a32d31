/** The command that asks the journal: its answers against a naive aggregation of the same files, its formats, what it refuses, how it ends. */
import { appendFileSync, cpSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { Application, COMMAND, atEndOfSuite, runToEnd, temporaryDirectory } from '../support/application.ts';
import type { Finished } from '../support/application.ts';
import { contentsOf, metricsOf, recordsOf } from '../support/journal.ts';
import { rowsOf, skipWithoutDuckDB } from '../support/query.ts';

type Rows = Record<string, unknown>[];

const ENDLESS = 'select count(*) from range(1000000000) a, range(1000000000) b where a.range * b.range % 7 = 3';
const README = new URL('../../README.md', import.meta.url);
const JOURNAL_PAGE = new URL('../../docs/formats/journal.md', import.meta.url);

describe('tradesim query', () => {
  skipWithoutDuckDB();
  const undo = atEndOfSuite();
  let directory = '';
  let logs = '';

  beforeAll(async () => {
    ({ directory, logs } = await runToEnd(['run', '--turns', '200', '--seed', '7', '--no-exporter'], { undo }));
  });

  const query = (args: readonly string[], cwd = directory): Promise<Finished> => runToEnd(['query', ...args], { cwd });
  const copied = (): string => {
    const copy = temporaryDirectory();
    cpSync(logs, join(copy, 'logs'), { recursive: true });
    return copy;
  };

  async function rows(sql: string, cwd = directory, ...args: readonly string[]): Promise<Rows> {
    const { code, stdout, stderr } = await query([sql, '--format', 'json', ...args], cwd);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Rows;
  }

  describe('answers', () => {
    it('what a naive aggregation of transactions.jsonl answers', async () => {
      const expected = new Map<string, { attempts: number; units: number; cents: number }>();
      for (const { company, quantity, amount } of recordsOf(logs, 'transactions.jsonl')) {
        const sum = expected.get(company as string) ?? { attempts: 0, units: 0, cents: 0 };
        const [units, cents] = [sum.units + (quantity as number), sum.cents + (amount as number)];
        expected.set(company as string, { attempts: sum.attempts + 1, units, cents });
      }
      expect(expected.size).toBe(3);
      const answered = await rows(
        'select company, count(*) as attempts, sum(quantity) as units, sum(amount) as cents from transactions group by company order by company',
      );
      expect(answered).toEqual([...expected].map(([company, sums]) => ({ company, ...sums })).toSorted(byText('company')));
    });

    it('what is in every field of every kind of event', async () => {
      const answered = await rows('from events');
      const records = recordsOf(logs, 'events.jsonl');
      const present = answered.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
      const expected = records.map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)));
      expect(present).toEqual(expected);
      expect(new Set(records.map(({ kind }) => kind)).size).toBeGreaterThan(10);
    });

    it('what a naive aggregation of metrics.jsonl answers', async () => {
      const expected = new Map<string, number[]>();
      for (const { metrics, runtime = {} } of metricsOf(logs)) {
        for (const [section, samples] of Object.entries({ metrics, runtime })) {
          for (const [series, value] of Object.entries(samples)) {
            const key = `${section} ${series}`;
            expected.set(key, [...(expected.get(key) ?? []), ...(value === null ? [] : [value])]);
          }
        }
      }
      const answered = await rows(
        'select section, series, count(value) as n, min(value) as least, max(value) as most, arg_max(value, turn) as last from metrics group by all',
      );
      const naive = [...expected].map(([key, values]) => {
        const [section, series] = key.split(' ', 2);
        const [least, most] = values.length === 0 ? [null, null] : [Math.min(...values), Math.max(...values)];
        return { section, series, n: values.length, least, most, last: values.at(-1) ?? null };
      });
      expect(answered.toSorted(byText('series'))).toEqual(naive.toSorted(byText('series')));
    });

    it('what a label has, and what a record of a turn is', async () => {
      const last = metricsOf(logs).at(-1)!;
      const attempts = await rows(
        `select labels['strategy'] as strategy, labels['outcome'] as outcome, value from metrics
         where name = 'tradesim_purchase_attempts_total' and turn = 200`,
      );
      const series = attempts.map(({ strategy, outcome, value }) => [
        `tradesim_purchase_attempts_total{strategy="${String(strategy)}",outcome="${String(outcome)}"}`,
        value,
      ]);
      expect(attempts).toHaveLength(4);
      expect(last.metrics).toMatchObject(Object.fromEntries(series));
      expect(await rows('from metrics_json where turn = 200')).toEqual([last]);
    });
  });

  describe('reads', () => {
    it('segments, compressed or not, as if they were one file', async () => {
      const cwd = copied();
      const path = join(cwd, 'logs', 'transactions.jsonl');
      const lines = readFileSync(path, 'utf8').split(/(?<=\n)/);
      writeFileSync(join(cwd, 'logs', 'transactions.000001.jsonl.gz'), gzipSync(lines.slice(0, 40).join('')));
      writeFileSync(join(cwd, 'logs', 'transactions.000002.jsonl.gz'), gzipSync(lines.slice(40, 90).join('')));
      writeFileSync(join(cwd, 'logs', 'transactions.000003.jsonl'), lines.slice(90, 130).join(''));
      writeFileSync(path, lines.slice(130).join(''));
      expect(await rows('from transactions', cwd)).toEqual(recordsOf(logs, 'transactions.jsonl'));
    });

    it('a former run by its id, and names those there are', async () => {
      const cwd = copied();
      await runToEnd(['run', '--turns', '5', '--seed', '8', '--no-exporter', '--no-ledger'], { cwd });
      const id = /"run":"([^"]+)"/.exec(readFileSync(join(logs, 'events.jsonl'), 'utf8'))![1]!;
      const count = 'select (select count(*) from transactions) as attempts, max(turn) as turns from metrics_json';
      const [newest, former, unknown] = await Promise.all([
        rows(count, cwd),
        rows(count, cwd, '--run', id),
        query(['from events', '--run', 'nobody'], cwd),
      ]);
      expect([newest, former]).toEqual([
        [{ attempts: 0, turns: 5 }],
        [{ attempts: recordsOf(logs, 'transactions.jsonl').length, turns: 200 }],
      ]);
      expect(unknown).toMatchObject({ code: 2, stdout: '' });
      expect(unknown.stderr).toContain(`--run nobody: expected the id of a former run`);
      expect(unknown.stderr).toContain(`there are ${id}.`);
    });

    it('a file up to the last whole line, wherever it breaks off', async () => {
      const cwd = copied();
      const path = join(cwd, 'logs', 'transactions.jsonl');
      const text = readFileSync(path);
      const whole = text.lastIndexOf('\n', text.length - 2) + 1;
      const { length: records } = recordsOf(logs, 'transactions.jsonl');
      for (let cut = whole; cut <= text.length; cut += 1) {
        truncateSync(path, whole);
        appendFileSync(path, text.subarray(whole, cut));
        const expected = cut === text.length ? records : records - 1;
        const counted = await rowsOf(join(cwd, 'logs'), 'select count(*), max(seq), count(company) from transactions');
        expect(counted, `cut at ${cut}`).toEqual([[expected, expected, expected]]);
      }
    });

    it('no corrupt line: it names file and line, and ends with 1', async () => {
      const cwd = copied();
      const path = join(cwd, 'logs', 'transactions.jsonl');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"seq":17,', '"seq":17;'));
      const answer = await query(['select count(*) from transactions'], cwd);
      expect(answer).toMatchObject({ code: 1, stdout: '' });
      expect(answer.stderr).toMatch(/^error: transactions\.jsonl:17: expected a JSON object, got "\{\\"seq\\":17;.*\n$/);
    });

    it('an empty directory as empty tables, and says so; none is an error', async () => {
      const cwd = temporaryDirectory();
      const [empty, missing] = await Promise.all([
        query(['from transactions', '--log-dir', '.'], cwd),
        query(['from transactions', '--log-dir', 'none'], cwd),
      ]);
      expect(empty).toMatchObject({ code: 0, stderr: `There are no files of a journal in ${cwd}: the tables are empty.\n` });
      expect(empty.stdout).toMatch(/^seq {2}turn {2}company {2}strategy.*\n[- ]+\n$/);
      expect(missing).toMatchObject({ code: 2, stdout: '' });
      expect(missing.stderr).toMatch(/^error: --log-dir .*none: expected the directory of a journal, got none there\./);
    });
  });

  describe('writes', () => {
    const SQL = 'select seq, company, reason, amount from transactions order by seq';
    const expected = (): (string | number | null)[][] =>
      recordsOf(logs, 'transactions.jsonl').map(({ seq, company, reason, amount }) => [
        seq,
        company as string,
        reason as string | null,
        amount as number,
      ]);

    it('a table of 40 rows, and how many it leaves out', async () => {
      const { code, stdout, stderr } = await query([SQL]);
      const cells = stdout.split('\n').map((line) => line.trim().split(/ +/));
      expect([code, cells[0], cells.length]).toEqual([0, ['seq', 'company', 'reason', 'amount'], 43]);
      expect(cells.slice(2, -1)).toEqual(
        expected()
          .slice(0, 40)
          .map((row) => row.map(String)),
      );
      expect(stderr).toBe(`${expected().length - 40} of ${expected().length} rows left out; --limit none writes all.\n`);
    });

    it('JSON and CSV of all rows, or of as many as asked for', async () => {
      const [json, csv, limited, environment] = await Promise.all([
        query([SQL, '--format', 'json']),
        query([SQL, '--format=csv']),
        query([SQL, '--format', 'csv', '--limit', '2']),
        runToEnd(['query', SQL], { cwd: directory, env: { TRADESIM_FORMAT: 'csv', TRADESIM_LIMIT: '2', TRADESIM_TURNS: '5' } }),
      ]);
      expect((JSON.parse(json.stdout) as Rows).map((row) => Object.values(row))).toEqual(expected());
      const lines = expected().map((row) => row.map((value) => (value === null ? '' : String(value))).join(','));
      expect(csv.stdout).toBe(['seq,company,reason,amount', ...lines, ''].join('\r\n'));
      expect([json.stderr, csv.stderr]).toEqual(['', '']);
      expect(limited.stdout).toBe(['seq,company,reason,amount', ...lines.slice(0, 2), ''].join('\r\n'));
      expect(limited.stderr).toContain('rows left out');
      expect(environment).toEqual({ ...environment, stdout: limited.stdout, stderr: limited.stderr });
    });

    it('what stdin asks for, and ends quietly when nobody reads on', async () => {
      const file = join(temporaryDirectory(), 'question.sql');
      writeFileSync(file, '-- A question.\nselect range from range(300000);\n');
      const shell = (command: string): Promise<Finished> =>
        runToEnd(['-c', command, process.execPath, COMMAND, file], { cwd: directory, program: '/bin/bash' });
      const [whole, head] = await Promise.all([
        shell('"$0" "$1" query - --format csv < "$2"'),
        shell('set -o pipefail; "$0" "$1" query - --format csv < "$2" | head -n 2'),
      ]);
      expect(whole).toMatchObject({ code: 0, stderr: '' });
      expect(whole.stdout.length).toBeGreaterThan(300_000);
      expect(head).toMatchObject({ code: 0, stderr: '', stdout: 'range\r\n0\r\n' });
    });

    it('what README.md shows', async () => {
      const [, sql, shown] = /npx tradesim query "([^"]+)"\n```\n\n```\n([^`]+)```/.exec(readFileSync(README, 'utf8'))!;
      expect(await query([sql!])).toMatchObject({ code: 0, stdout: shown });
    });

    it('something for each example of docs/formats/journal.md', async () => {
      const examples = [...readFileSync(JOURNAL_PAGE, 'utf8').matchAll(/```sql\n([^`]+)```/g)].map(([, sql]) => sql!);
      expect(examples.length).toBeGreaterThan(2);
      for (const sql of examples) expect((await rowsOf(logs, sql)).length, sql).toBeGreaterThan(0);
    });
  });

  describe('refuses', () => {
    it('what is wrong, or does more than read: with 2 and one message, and nothing is written', async () => {
      const before = contentsOf(logs);
      const cases = [
        ['selct 1', 'error: Parser Error: syntax error at or near "selct"\n\nLINE 1: selct 1\n        ^\n'],
        ["from read_text('/etc/passwd')", 'Permission Error: Cannot access file "/etc/passwd"'],
        ["copy transactions to 'logs/x.csv'", 'expected one statement that only reads'],
        ["from enable_logging(storage = 'file', storage_path = 'logs/x.csv')", 'expected one that only reads'],
      ] as const;
      const answers = await Promise.all(cases.map(([sql]) => query([sql])));
      for (const [index, [sql, message]] of cases.entries()) {
        expect(answers[index], sql).toMatchObject({ code: 2, stdout: '' });
        expect(answers[index]!.stderr).toContain(message);
        expect(answers[index]!.stderr).not.toContain('    at ');
      }
      expect(contentsOf(logs)).toEqual(before);
      expect(readdirSync(directory)).toEqual(['logs']);
    });

    it('no SQL, two texts, and options that there are not; its help names those there are', async () => {
      const answers = await Promise.all([query([]), query(['select 1', 'select 2']), query(['select 1', '--turns', '3'])]);
      expect(answers.map(({ code }) => code)).toEqual([2, 2, 2]);
      expect(answers[0].stderr).toContain("missing required argument 'SQL'");
      expect(answers[1].stderr).toContain('too many arguments');
      expect(answers[2].stderr).toContain("unknown option '--turns'");
      for (const { stderr } of answers) expect(stderr).toContain('Try tradesim query --help.');
      const help = await query(['--help']);
      expect(help).toMatchObject({ code: 0, stderr: '' });
      for (const word of ['--log-dir ', '--run ', '--format ', '--limit ', 'metrics_json', 'Exit codes: 0 done'])
        expect(help.stdout).toContain(word);
    });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at %s within two seconds, and leaves nothing behind', async (signal, code) => {
    const application = new Application(['query', ENDLESS], { cwd: copied() });
    await application.until('DuckDB is loaded', () => isLoaded(application));
    const start = performance.now();
    expect(await application.stop(signal)).toEqual({ code, signal: null, stdout: '', stderr: '' });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(readdirSync(application.directory)).toEqual(['logs']);
    expect(contentsOf(application.logs)).toEqual(contentsOf(logs));
  });
});

describe('tradesim query without DuckDB', () => {
  it('says how to install it, and ends with 2', async () => {
    const cwd = temporaryDirectory();
    const hook = `export async function resolve(specifier, context, next) {
      if (!specifier.startsWith('@duckdb/')) return next(specifier, context);
      throw Object.assign(new Error("Cannot find package '" + specifier + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
    }`;
    const preload = join(cwd, 'no-duckdb.mjs');
    writeFileSync(
      preload,
      `import { register } from 'node:module';\nregister('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));\n`,
    );
    const options = { cwd, env: { NODE_OPTIONS: `--import=file://${preload}` } };
    const [asked, run] = await Promise.all([
      runToEnd(['query', 'select 1', '--log-dir', '.'], options),
      runToEnd(['run', '--turns', '1', '--no-exporter'], options),
    ]);
    expect(asked).toMatchObject({ code: 2, stdout: '' });
    expect(asked.stderr).toMatch(
      /^error: tradesim query needs DuckDB, an optional dependency that is missing or does not run here \(Cannot find package '@duckdb\/node-api'\)\.\nInstall it with: npm install @duckdb\/node-api@\d\S+\n$/,
    );
    expect(run.code).toBe(0);
  });
});

function byText(field: string): (a: object, b: object) => number {
  const textOf = (row: object): string => JSON.stringify([(row as Record<string, unknown>)[field], row]);
  return (a, b) => (textOf(a) < textOf(b) ? -1 : 1);
}

/** The signals are listened to before DuckDB is loaded. Where the system does not tell what a process has loaded, time does. */
async function isLoaded({ process: { pid } }: Application): Promise<boolean> {
  if (process.platform === 'linux') return readFileSync(`/proc/${pid}/maps`, 'utf8').includes('duckdb.node');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return true;
}
