import { Registry } from '@tradesim/metrics';
import type { JournalStatistics } from '@tradesim/metrics/journal';
import { MetricsServices } from '@tradesim/metrics/services';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JournalFileName } from './journal-files.ts';
import { journalMetrics } from './journal-metrics.ts';

type Statistics = JournalStatistics<JournalFileName>;

const NOTHING = {
  bytesWritten: 0,
  recordsWritten: 0,
  bytesDropped: 0,
  recordsDropped: 0,
  bytesBuffered: 0,
  bytesRepaired: 0,
  segmentsClosed: 0,
};
const OPEN: Statistics = {
  state: 'open',
  failure: undefined,
  upkeepFailure: undefined,
  bytesBuffered: 0,
  files: { 'events.jsonl': NOTHING, 'transactions.jsonl': NOTHING, 'metrics.jsonl': NOTHING },
};

/** Serves a journal whose statistics the test sets. */
function served(): {
  readonly journal: { statistics: Statistics };
  readonly value: (sample: string) => Promise<number>;
} {
  const registry = new Registry({ selfMetricsPrefix: 'tradesim' });
  const journal = { statistics: OPEN };
  const services = new MetricsServices([journalMetrics(journal)], { factory: registry, prefix: 'tradesim' });
  onTestFinished(() => services.close());
  const value = async (sample: string): Promise<number> => {
    const line = (await registry.metrics()).split('\n').find((each) => each.startsWith(`tradesim_journal_${sample} `));
    return Number(line!.split(' ')[1]);
  };
  return { journal, value };
}

describe('the metrics of a journal', () => {
  it('show how segments are closed, and whether they can be looked after', async () => {
    const { journal, value } = served();
    expect([await value('closed_segments_total{file="metrics.jsonl"}'), await value('upkeep_failed')]).toEqual([0, 0]);
    const upkeepFailure = { file: 'metrics.jsonl', code: 'ENOSPC', message: 'full' };
    journal.statistics = { ...OPEN, upkeepFailure, files: { ...OPEN.files, 'metrics.jsonl': { ...NOTHING, segmentsClosed: 5 } } };
    expect([await value('closed_segments_total{file="metrics.jsonl"}'), await value('upkeep_failed')]).toEqual([5, 1]);
  });

  it('show its totals, however often they are scraped', async () => {
    const { journal, value } = served();
    for (const recordsWritten of [3, 3, 10]) {
      const metrics = { ...NOTHING, recordsWritten, bytesWritten: recordsWritten * 100 };
      journal.statistics = { ...OPEN, bytesBuffered: 42, files: { ...OPEN.files, 'metrics.jsonl': metrics } };
      expect(await value('written_records_total{file="metrics.jsonl"}')).toBe(recordsWritten);
      expect(await value('written_bytes_total{file="metrics.jsonl"}')).toBe(recordsWritten * 100);
      expect(await value('written_records_total{file="events.jsonl"}')).toBe(0);
      expect(await value('buffered_bytes')).toBe(42);
    }
    expect(await value('failed')).toBe(0);
  });

  it.each(['failed', 'closed'] as const)('show a failure, and what is lost, in a journal that is %s', async (state) => {
    const { journal, value } = served();
    const failure = { file: 'metrics.jsonl', code: 'ENOSPC', message: 'full' };
    journal.statistics = { ...OPEN, state, failure, files: { ...OPEN.files, 'events.jsonl': { ...NOTHING, recordsDropped: 7 } } };
    expect(await value('failed')).toBe(1);
    expect(await value('dropped_records_total{file="events.jsonl"}')).toBe(7);
  });
});
