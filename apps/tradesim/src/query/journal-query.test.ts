import { appendFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { directoryOf, rowsOf, skipWithoutDuckDB } from '../../../../test/support/query.ts';
import { JournalError, QueryError } from './query-error.ts';

skipWithoutDuckDB();

const attempt = (seq: number, fields: object = {}): string =>
  `${JSON.stringify({ seq, turn: seq, company: `é€😀 "${seq}"`, product: null, quantity: seq, amount: seq * 10, ...fields })}\n`;

const attempts = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, index) => attempt(from + index)).join('');

const COUNTED = 'select count(*), min(seq), max(seq), sum(amount), count(company) from transactions';

describe('tables', () => {
  it('are empty and have their columns where there is no file', async () => {
    const directory = directoryOf({});
    const described = await rowsOf(directory, 'select column_name, column_type from (describe transactions)');
    expect(described.slice(0, 4)).toEqual([
      ['seq', 'BIGINT'],
      ['turn', 'BIGINT'],
      ['company', 'VARCHAR'],
      ['strategy', 'VARCHAR'],
    ]);
    for (const table of ['transactions', 'events', 'metrics', 'metrics_json']) {
      expect(await rowsOf(directory, `select count(*) from ${table}`)).toEqual([[0]]);
    }
  });

  it('have the same columns with files as without', async () => {
    const full = directoryOf({ 'transactions.jsonl': attempt(1), 'events.jsonl': '{"seq":1}\n', 'metrics.jsonl': '{"seq":1}\n' });
    for (const table of ['transactions', 'events', 'metrics', 'metrics_json']) {
      expect(await rowsOf(full, `describe ${table}`)).toEqual(await rowsOf(directoryOf({}), `describe ${table}`));
    }
  });

  it('are read from segments, compressed or not, in the order in which they were written', async () => {
    const directory = directoryOf({
      'transactions.000001.jsonl.gz': gzipSync(attempts(1, 3)),
      'transactions.000002.jsonl': attempts(4, 4),
      'transactions.000010.jsonl.gz': gzipSync(attempts(5, 6)),
      'transactions.jsonl': attempts(7, 8),
      'transactions-old.jsonl': attempts(1, 1),
      'transactions-old.000001.jsonl': attempts(2, 2),
    });
    expect(await rowsOf(directory, 'select seq from transactions')).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((seq) => [seq]));
    expect(await rowsOf(directory, 'select seq from transactions', { run: 'old' })).toEqual([[2], [1]]);
  });

  it('do not depend on what their directory is called', async () => {
    const directory = directoryOf({ "it's [a] *?/company=5/transactions.jsonl": attempt(1) });
    const rows = await rowsOf(join(directory, "it's [a] *?/company=5"), 'select seq, company from transactions');
    expect(rows).toEqual([[1, 'é€😀 "1"']]);
  });
});

describe('samples', () => {
  const series = String.raw`shop_orders_total{result="a\"b\\n,c=\"d\"}",shop="x\ny\\"}`;
  const turn = { seq: 1, timestamp: 1.5, turn: 1, metrics: { tradesim_turn: 1, [series]: 2.5, lost: null }, runtime: { load: 0.25 } };
  const directory = (): string =>
    directoryOf({ 'metrics.jsonl': `${JSON.stringify(turn)}\n{"seq":2,"timestamp":2,"turn":2,"metrics":{"x":1}}\n` });

  it('are one row each, with name and labels taken apart', async () => {
    expect(await rowsOf(directory(), 'select turn, timestamp, section, name, labels, value, series from metrics')).toEqual([
      [1, 1.5, 'metrics', 'tradesim_turn', {}, 1, 'tradesim_turn'],
      [1, 1.5, 'metrics', 'shop_orders_total', { result: String.raw`a"b\n,c="d"}`, shop: 'x\ny\\' }, 2.5, series],
      [1, 1.5, 'metrics', 'lost', {}, null, 'lost'],
      [1, 1.5, 'runtime', 'load', {}, 0.25, 'load'],
      [2, 2, 'metrics', 'x', {}, 1, 'x'],
    ]);
  });

  it('are found by their labels', async () => {
    expect(await rowsOf(directory(), `select value from metrics where labels['shop'] like 'x%'`)).toEqual([[2.5]]);
  });

  it('are kept as recorded in metrics_json', async () => {
    expect(await rowsOf(directory(), 'from metrics_json')).toEqual([
      [1, 1, 1.5, turn.metrics, turn.runtime],
      [2, 2, 2, { x: 1 }, null],
    ]);
  });
});

describe('a last line that is torn', () => {
  it('is left out, wherever it breaks off', async () => {
    const whole = attempts(1, 4);
    const last = Buffer.from('{"seq":5,"turn":5,"company":"é€😀\\"}","reason":null}\n');
    const directory = directoryOf({ 'transactions.jsonl': whole });
    const path = join(directory, 'transactions.jsonl');
    for (let cut = 0; cut < last.length; cut += 1) {
      truncateSync(path, Buffer.byteLength(whole));
      appendFileSync(path, last.subarray(0, cut));
      expect(await rowsOf(directory, COUNTED), `cut after ${cut} bytes`).toEqual([[4, 1, 4, 100, 4]]);
    }
  });

  it.each([
    ['is all there is', '{"seq":1', [0, null, null, null, 0]],
    ['is zeros', `${attempts(1, 2)}\0\0\0\0`, [2, 1, 2, 30, 2]],
    ['comes after a segment', `${attempts(11, 12)}{"seq":13,"turn":`, [2, 11, 12, 230, 2]],
  ])('%s', async (_, content, expected) => {
    expect(await rowsOf(directoryOf({ 'transactions.jsonl': content }), COUNTED)).toEqual([expected]);
  });

  it('does not hide a corrupt line before it', async () => {
    const directory = directoryOf({ 'transactions.jsonl': `${attempts(1, 2)}{"seq":3,"turn":\n${attempts(4, 5)}{"seq":6,"tu` });
    await expect(rowsOf(directory, COUNTED)).rejects.toThrow(
      new JournalError(String.raw`transactions.jsonl:3: expected a JSON object, got "{\"seq\":3,\"turn\":".`),
    );
  });

  it('does not hide a record that is missing before it', async () => {
    const directory = directoryOf({ 'transactions.jsonl': `${attempt(1)}${attempt(3)}{"seq":4,"tu` });
    await expect(rowsOf(directory, COUNTED)).rejects.toThrow(
      new JournalError('transactions.jsonl: expected every record from seq 1 to 3, got a gap.'),
    );
  });
});

describe('a line that is no record', () => {
  it.each<[string, Record<string, string | Uint8Array>, string]>([
    [
      'in the middle',
      { 'transactions.jsonl': `${attempts(1, 3)}oops\n${attempts(5, 6)}` },
      'transactions.jsonl:4: expected a JSON object, got "oops".',
    ],
    [
      'at the end',
      { 'transactions.jsonl': `${attempts(1, 2)}{"seq":3,\n` },
      String.raw`transactions.jsonl:3: expected a JSON object, got "{\"seq\":3,".`,
    ],
    ['of another kind', { 'transactions.jsonl': `${attempt(1)}[1]\n` }, 'transactions.jsonl:2: Expected OBJECT, but got ARRAY: [1]'],
    [
      'with a field of another type',
      { 'transactions.jsonl': `${attempts(1, 2)}${attempt(3, { amount: 'much' })}` },
      'transactions.jsonl:3: Failed to cast value to numerical: "much"',
    ],
    [
      'in a compressed segment',
      { 'transactions.000001.jsonl.gz': gzipSync(`${attempts(1, 2)}oops\n`), 'transactions.jsonl': attempts(4, 5) },
      'transactions.000001.jsonl.gz:3: expected a JSON object, got "oops".',
    ],
    [
      'because a segment is torn',
      { 'transactions.000001.jsonl': `${attempts(1, 2)}{"se`, 'transactions.jsonl': attempts(4, 5) },
      String.raw`transactions.000001.jsonl:3: expected a JSON object, got "{\"se".`,
    ],
    [
      'because a segment is not compressed',
      { 'transactions.000001.jsonl.gz': 'plain', 'transactions.jsonl': attempts(4, 5) },
      'transactions.000001.jsonl.gz:1: the file cannot be read on (incorrect header check).',
    ],
  ])('%s is told by file and line', async (_, files, message) => {
    await expect(rowsOf(directoryOf(files), COUNTED)).rejects.toThrow(new JournalError(message));
  });

  it('does not matter to queries of other tables', async () => {
    const directory = directoryOf({ 'transactions.jsonl': 'oops\n', 'events.jsonl': '{"seq":1,"kind":"run_started"}\n{"se' });
    expect(await rowsOf(directory, 'select kind from events')).toEqual([['run_started']]);
  });

  it('of a file that the query reads by itself is told by DuckDB', async () => {
    const directory = directoryOf({ 'mine.jsonl': '{"a":1}\n{"a"\n' });
    await expect(rowsOf(directory, `from read_ndjson('${directory}/mine.jsonl')`)).rejects.toThrow(QueryError);
  });
});

describe('a journal that is being written', () => {
  it('is read up to a whole record', async () => {
    const directory = directoryOf({ 'transactions.jsonl': '' });
    const text = Buffer.from(attempts(1, 20_000));
    let written = 0;
    const timer = setInterval(() => {
      appendFileSync(join(directory, 'transactions.jsonl'), text.subarray(written, written + 777));
      written += 777;
    }, 1);
    let before = 0;
    for (let query = 0; query < 15; query += 1) {
      const [[count, , last, , companies]] = (await rowsOf(directory, COUNTED)) as [number[]];
      expect([last ?? 0, companies]).toEqual([count, count]);
      expect(count).toBeGreaterThanOrEqual(before);
      before = count!;
    }
    clearInterval(timer);
    expect(before).toBeGreaterThan(0);
  });

  it('is asked again when a file was renamed meanwhile', async () => {
    const directory = directoryOf({ 'transactions.jsonl': attempts(1, 3) });
    setTimeout(() => {
      renameSync(join(directory, 'transactions.jsonl'), join(directory, 'transactions.000001.jsonl'));
      writeFileSync(join(directory, 'transactions.jsonl'), attempts(4, 5));
    }, 300);
    const [row] = await rowsOf(directory, 'select count(*), (select sleep_ms(600)) from transactions');
    expect(row).toEqual([5, null]);
  });
});

describe('a query without end', () => {
  const ENDLESS = 'select count(*) from range(1000000000) a, range(1000000000) b where a.range * b.range % 7 = 3';

  it.each([
    ['is interrupted', 300],
    ['is interrupted before it has begun', 0],
  ])('%s', async (_, afterMs) => {
    const signal = AbortSignal.timeout(afterMs);
    const start = performance.now();
    await expect(rowsOf(directoryOf({}), ENDLESS, { signal })).rejects.toThrow(/Interrupted|timeout/);
    expect(performance.now() - start).toBeLessThan(afterMs + 2000);
  });
});
