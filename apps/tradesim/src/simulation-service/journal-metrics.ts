import { definitionsOf } from '@tradesim/metrics/services';
import type { MetricsGroup } from '@tradesim/metrics/services';
import { JOURNAL_FILES, JOURNAL_PARTS } from './journal-files.ts';
import type { JournalFileName, JournalPart } from './journal-files.ts';
import type { RunJournal } from './run-journal.ts';

const { gauge, counter, defineMetrics } = definitionsOf<unknown>();

/** Defines what shows how the journal does: what it has written, what it has lost, and whether it has failed. */
export function journalMetrics(journal: Pick<RunJournal, 'statistics' | 'limitReached'>): MetricsGroup<unknown> {
  type Total = 'bytesWritten' | 'recordsWritten' | 'recordsDropped';
  const totals = (total: Total) => (): Readonly<Record<JournalFileName, number>> => {
    const { files } = journal.statistics;
    return byKey(JOURNAL_FILES, (file) => files[file][total]);
  };
  const labels = { file: JOURNAL_FILES };
  return defineMetrics('tradesim', {
    journal_written_bytes_total: counter({
      help: 'Bytes written to a journal file.',
      group: 'journal',
      labels,
      read: totals('bytesWritten'),
    }),
    journal_written_records_total: counter({
      help: 'Records written to a journal file.',
      group: 'journal',
      labels,
      read: totals('recordsWritten'),
    }),
    journal_dropped_records_total: counter({
      help: 'Records that could not be written to a journal file and are lost.',
      group: 'journal',
      better: 'down',
      labels,
      read: totals('recordsDropped'),
      alert: { above: 0, severity: 'critical', summary: 'Records of the run are being lost: look at the disk.' },
    }),
    journal_buffered_bytes: gauge({
      help: 'Bytes that wait to be written.',
      unit: 'bytes',
      group: 'journal',
      better: 'down',
      read: () => journal.statistics.bytesBuffered,
    }),
    journal_failed: gauge({
      help: 'Whether the journal has failed: 1 after a disk error, 0 otherwise.',
      group: 'journal',
      better: 'down',
      read: () => (journal.statistics.state === 'failed' || journal.statistics.failure !== undefined ? 1 : 0),
      alert: { above: 0, severity: 'critical', summary: 'The journal has failed; the run goes on without one.' },
    }),
    journal_limit_reached: gauge({
      help: 'Whether a part of the journal has reached its size limit and is written no further.',
      group: 'journal',
      labels: { part: JOURNAL_PARTS },
      read: () => byKey(JOURNAL_PARTS, (part: JournalPart) => (journal.limitReached.includes(part) ? 1 : 0)),
      alert: { above: 0, summary: 'A part of the journal is written no further: it has reached its size limit.' },
    }),
  });
}

function byKey<Key extends string>(keys: readonly Key[], value: (key: Key) => number): Readonly<Record<Key, number>> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, number>;
}
