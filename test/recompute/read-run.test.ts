import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun, writeRun } from './read-run.ts';
import { tinyRun } from './tiny-run.ts';

const RUN = tinyRun({ started: 1_700_000_000 });

let directory = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'recompute-'));
  writeRun(directory, RUN);
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Replaces text in the line of a file, counted from 1. */
function edit(file: string, line: number, change: (text: string) => string): void {
  const lines = readFileSync(join(directory, file), 'utf8').split('\n');
  writeFileSync(join(directory, file), lines.with(line - 1, change(lines[line - 1]!)).join('\n'));
}

describe('readRun', () => {
  it('returns the records as they were written', () => {
    expect(readRun(directory)).toEqual(RUN);
  });

  it('accepts an empty file, and names a missing one', () => {
    writeFileSync(join(directory, 'transactions.jsonl'), '');
    rmSync(join(directory, 'metrics.jsonl'));
    expect(readRun(directory)).toEqual({ ...RUN, transactions: [], metrics: [], problems: ['metrics.jsonl: expected a file, got none'] });
  });

  it('names a last line that is not whole, and leaves it out', () => {
    const path = join(directory, 'transactions.jsonl');
    truncateSync(path, readFileSync(path).length - 1);
    const run = readRun(directory);
    expect(run.transactions).toEqual(RUN.transactions.slice(0, -1));
    expect(run.problems).toHaveLength(1);
    expect(run.problems[0]).toContain(`transactions.jsonl line ${RUN.transactions.length}: expected a line ended by a newline, got "{`);
  });

  it.each(['', '{"seq":1', '[]', 'null', '7'])('names a line that is not an object: %j', (text) => {
    edit('events.jsonl', 3, () => text);
    const run = readRun(directory);
    expect(run.events).toEqual(RUN.events.toSpliced(2, 1));
    expect(run.problems).toEqual([`events.jsonl line 3: expected a JSON object, got ${JSON.stringify(text)}`]);
  });

  it('names a blank line at the end', () => {
    appendFileSync(join(directory, 'events.jsonl'), '\n');
    expect(readRun(directory).problems).toHaveLength(1);
  });
});

describe('a record', () => {
  it.each([
    ['events.jsonl', 2, '"account_opened"', '"account_closed"', 'events.jsonl line 2: expected a kind of the format, got account_closed'],
    ['events.jsonl', 2, '"account_opened"', '"toString"', 'events.jsonl line 2: expected a kind of the format, got toString'],
    ['events.jsonl', 1, '"format":1', '"format":2', 'events.jsonl line 1 (run_started) format: expected one of [1], got 2'],
    [
      'events.jsonl',
      1,
      '"journalEntities":true',
      '"journalEntities":1',
      'events.jsonl line 1 (run_started) scenario: expected a scenario with name',
    ],
    [
      'events.jsonl',
      2,
      '-3400300',
      '-3400300.5',
      'line 2 (account_opened) balance: expected an integer >= -9007199254740991, got -3400300.5',
    ],
    [
      'events.jsonl',
      9,
      '["food"]',
      '["food","food"]',
      'line 9 (company_created) preferred_types: expected a list of different product types, got ["food","food"]',
    ],
    ['events.jsonl', 9, '["food"]', '[]', 'line 9 (company_created) preferred_types: expected a list of different product types, got []'],
    [
      'events.jsonl',
      9,
      '["food"]',
      '["food",""]',
      'line 9 (company_created) preferred_types: expected a list of different product types, got',
    ],
    ['events.jsonl', 9, '"France"', '7', 'line 9 (company_created) country: expected a non-empty string, got 7'],
    ['events.jsonl', 9, '"France"', '""', 'line 9 (company_created) country: expected a non-empty string, got '],
    ['events.jsonl', 9, '"europe"', '"Europe"', 'line 9 (company_created) continent: expected one of ["africa"'],
    ['events.jsonl', 2, '"turn":0', '"turn":1', 'line 2 (account_opened) turn: expected one of [0], got 1'],
    ['events.jsonl', 19, '"factor":0.98', '"factor":0', 'line 19 (line_created) factor: expected a number above 0, got 0'],
    ['transactions.jsonl', 1, '"amount":490', '"amount":"490"', 'transactions.jsonl line 1 amount: expected an integer >= 0, got 490'],
    ['transactions.jsonl', 1, '"quantity":1,', '', 'transactions.jsonl line 1 quantity: expected an integer >= 0, got nothing'],
    [
      'transactions.jsonl',
      1,
      '"reason":null',
      '"reason":"no_luck"',
      'transactions.jsonl line 1 reason: expected one of ["no_active_product"',
    ],
    ['transactions.jsonl', 1, '"turn":1', '"turn":1,"tick":1', 'transactions.jsonl line 1 tick: expected no such field, got 1'],
    [
      'metrics.jsonl',
      1,
      '"tradesim_turn":1',
      '"tradesim_turn":"1"',
      'metrics.jsonl line 1 metrics: expected an object of numbers and nulls',
    ],
    ['metrics.jsonl', 1, '"runtime":{', '"runtime":7,"more":{', 'metrics.jsonl line 1 runtime: expected an object, got 7'],
  ])('of %s line %i with %s instead of %s is left out and named', (file, line, text, other, message) => {
    edit(file, line, (old) => {
      expect(old).toContain(text);
      return old.replace(text, other);
    });
    const run = readRun(directory);
    expect(run.problems[0]).toContain(message);
    const read = run.events.length + run.transactions.length + run.metrics.length;
    expect(read).toBe(RUN.events.length + RUN.transactions.length + RUN.metrics.length - 1);
  });
});
