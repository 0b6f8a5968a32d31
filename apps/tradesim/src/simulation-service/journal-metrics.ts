import { definitionsOf } from '@tradesim/metrics/services';
import type { MetricsGroup } from '@tradesim/metrics/services';
import { JOURNAL_FILES } from './journal-files.ts';
import type { JournalFileName } from './journal-files.ts';
import type { RunJournal } from './run-journal.ts';

const { gauge, counter, defineMetrics } = definitionsOf<unknown>();

/** Defines what shows how the journal does: what it has written, what it has lost, and whether it has failed. */
export function journalMetrics(journal: Pick<RunJournal, 'statistics'>): MetricsGroup<unknown> {
  type Total = 'bytesWritten' | 'recordsWritten' | 'recordsDropped' | 'segmentsClosed';
  const totals = (total: Total) => (): Readonly<Record<JournalFileName, number>> => {
    const { files } = journal.statistics;
    return Object.fromEntries(JOURNAL_FILES.map((file) => [file, files[file][total]])) as Record<JournalFileName, number>;
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
    journal_closed_segments_total: counter({
      help: 'Segments of a journal file that were closed because of their size or age.',
      group: 'journal',
      labels,
      read: totals('segmentsClosed'),
    }),
    journal_upkeep_failed: gauge({
      help: 'Whether closed segments could not be compressed or removed: 1 until they can, 0 otherwise.',
      group: 'journal',
      better: 'down',
      read: () => (journal.statistics.upkeepFailure === undefined ? 0 : 1),
      alert: { above: 0, summary: 'Closed segments of the journal pile up: look at the disk.' },
    }),
  });
}
