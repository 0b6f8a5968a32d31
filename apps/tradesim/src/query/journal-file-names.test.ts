import { describe, expect, it } from 'vitest';
import { fileNamesOf, formerRuns } from './journal-file-names.ts';

const NAMES = [
  'events.jsonl',
  'events-20261126T081556Z-7.jsonl',
  'metrics-20261126T081556Z-7.jsonl',
  'transactions.jsonl',
  'transactions.000002.jsonl',
  'transactions.000010.jsonl',
  'transactions.000001.jsonl.gz',
  'transactions-20261126T081556Z-7.000001.jsonl.gz',
  'transactions-20261126T081556Z-7.jsonl',
  'transactions-20261126T081556Z-7-2.jsonl',
  'transactions-2026-11-26T08-15-56.399Z.jsonl.gz',
];

describe('the files of a stem', () => {
  it('are its segments, counting up, and then the file that is written to', () => {
    const expected = ['transactions.000001.jsonl.gz', 'transactions.000002.jsonl', 'transactions.000010.jsonl', 'transactions.jsonl'];
    expect(fileNamesOf('transactions', NAMES, undefined)).toEqual(expected);
    expect(fileNamesOf('transactions', NAMES.toReversed(), undefined)).toEqual(expected);
  });

  it('are those of the former run that is asked for', () => {
    expect(fileNamesOf('transactions', NAMES, '20261126T081556Z-7')).toEqual([
      'transactions-20261126T081556Z-7.000001.jsonl.gz',
      'transactions-20261126T081556Z-7.jsonl',
    ]);
    expect(fileNamesOf('transactions', NAMES, '20261126T081556Z-7-2')).toEqual(['transactions-20261126T081556Z-7-2.jsonl']);
    expect(fileNamesOf('transactions', NAMES, '2026-11-26T08-15-56.399Z')).toEqual(['transactions-2026-11-26T08-15-56.399Z.jsonl.gz']);
    expect(fileNamesOf('events', NAMES, 'nobody')).toEqual([]);
  });

  it('may be missing', () => {
    expect(fileNamesOf('metrics', NAMES, undefined)).toEqual([]);
    expect(fileNamesOf('events', [], undefined)).toEqual([]);
  });

  it('hold no segment twice: while one is compressed, the plain one is read', () => {
    const names = ['events.000001.jsonl.gz', 'events.000001.jsonl', 'events.000002.jsonl.gz', 'events.jsonl'];
    expect(fileNamesOf('events', names, undefined)).toEqual(['events.000001.jsonl', 'events.000002.jsonl.gz', 'events.jsonl']);
  });

  it.each([
    'events.jsonl.tmp',
    'events.json',
    'my-events.jsonl',
    'events.jsonl.gz.1',
    'eventsx.jsonl',
    'events-.jsonl',
    'events.old.jsonl',
    'prices.jsonl',
  ])('leave out %s', (name) => {
    expect(fileNamesOf('events', [name], undefined)).toEqual([]);
    expect(formerRuns([name])).toEqual([]);
  });
});

describe('the former runs', () => {
  it('are named once each', () => {
    expect(formerRuns(NAMES)).toEqual(['2026-11-26T08-15-56.399Z', '20261126T081556Z-7', '20261126T081556Z-7-2']);
  });

  it('do not count the newest', () => {
    expect(formerRuns(['events.jsonl', 'metrics.000001.jsonl.gz'])).toEqual([]);
  });
});
