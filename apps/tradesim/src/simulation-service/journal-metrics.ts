import type { InstrumentFactory } from '@tradesim/metrics';
import { JOURNAL_FILES, JOURNAL_PARTS } from './journal-files.ts';
import type { RunJournal } from './run-journal.ts';

/** Exposes what the journal has written, what it has lost, and whether it has failed. */
export function collectJournalMetrics(registry: InstrumentFactory, journal: Pick<RunJournal, 'statistics' | 'limitReached'>): void {
  const labels = { file: JOURNAL_FILES };
  const bytes = registry.counter({ name: 'tradesim_journal_written_bytes_total', help: 'Bytes written to a journal file.', labels });
  const records = registry.counter({ name: 'tradesim_journal_written_records_total', help: 'Records written to a journal file.', labels });
  const dropped = registry.counter({
    name: 'tradesim_journal_dropped_records_total',
    help: 'Records that could not be written to a journal file and are lost.',
    labels,
  });
  const buffered = registry.gauge({ name: 'tradesim_journal_buffered_bytes', help: 'Bytes that wait to be written.', unit: 'bytes' });
  const failed = registry.gauge({
    name: 'tradesim_journal_failed',
    help: 'Whether the journal has failed: 1 after a disk error, 0 otherwise.',
  });
  const limits = registry.gauge({
    name: 'tradesim_journal_limit_reached',
    help: 'Whether a part of the journal has reached its size limit and is written no further.',
    labels: { part: JOURNAL_PARTS },
  });
  const follow = JOURNAL_FILES.map((file) => ({
    file,
    bytes: follower(bytes.labels({ file })),
    records: follower(records.labels({ file })),
    dropped: follower(dropped.labels({ file })),
  }));
  registry.addCollector({
    name: 'journal',
    collect: () => {
      const { state, failure, bytesBuffered, files } = journal.statistics;
      for (const each of follow) {
        each.bytes(files[each.file].bytesWritten);
        each.records(files[each.file].recordsWritten);
        each.dropped(files[each.file].recordsDropped);
      }
      buffered.set(bytesBuffered);
      for (const part of JOURNAL_PARTS) limits.labels({ part }).set(journal.limitReached.includes(part) ? 1 : 0);
      failed.set(state === 'failed' || failure !== undefined ? 1 : 0);
    },
  });
}

function follower(counter: { inc(amount: number): void }): (total: number) => void {
  let seen = 0;
  return (total) => {
    counter.inc(total - seen);
    seen = total;
  };
}
