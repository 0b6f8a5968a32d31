import { bytesOfRecords } from '@tradesim/metrics/journal';
import type { JournalFailure, JournalStatistics, RecordColumns, RecordShape, WorkerJournal } from '@tradesim/metrics/journal';
import { JOURNAL_FILES } from './journal-files.ts';
import type { JournalFileName } from './journal-files.ts';

/** What a run needs of a journal. */
export type OpenJournal = Pick<
  WorkerJournal<JournalFileName>,
  'append' | 'appendRecords' | 'durable' | 'isFull' | 'ready' | 'close' | 'statistics'
>;

const DISK_FAILURES = new Set(['EROFS', 'ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EPERM']);

/** Whether an error of opening the journal comes from the disk, and not from a path that can never be a directory. */
export function isDiskFailure(error: unknown): error is Error {
  return error instanceof Error && DISK_FAILURES.has(codeOf(error) ?? '');
}

/** Whether an error of opening the journal says that its directory is not there, although it should have been made. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && codeOf(error) === 'ENOENT';
}

/** The journal of a run whose disk failed before the first record: it has failed, and counts what is lost. */
export class UnopenedJournal implements OpenJournal {
  readonly isFull = false;
  readonly #failure: JournalFailure;
  readonly #dropped = new Map<JournalFileName, { records: number; bytes: number }>(
    JOURNAL_FILES.map((file) => [file, { records: 0, bytes: 0 }]),
  );

  constructor(error: Error) {
    this.#failure = { file: JOURNAL_FILES[0], code: codeOf(error) ?? 'EIO', message: error.message };
  }

  append(file: JournalFileName, line: string): void {
    const dropped = this.#dropped.get(file)!;
    dropped.records++;
    dropped.bytes += line.length + 1;
  }

  appendRecords(file: JournalFileName, shape: RecordShape, records: RecordColumns): void {
    const dropped = this.#dropped.get(file)!;
    dropped.records += records.count;
    dropped.bytes += bytesOfRecords(shape, records);
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  durable(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  statistics(): JournalStatistics<JournalFileName> {
    const files = JOURNAL_FILES.map((file) => {
      const { records, bytes } = this.#dropped.get(file)!;
      return [
        file,
        {
          bytesWritten: 0,
          recordsWritten: 0,
          bytesDropped: bytes,
          recordsDropped: records,
          bytesBuffered: 0,
          bytesRepaired: 0,
          segmentsClosed: 0,
        },
      ];
    });
    return {
      state: 'failed',
      failure: this.#failure,
      upkeepFailure: undefined,
      bytesBuffered: 0,
      files: Object.fromEntries(files) as JournalStatistics<JournalFileName>['files'],
    };
  }
}

function codeOf(error: Error): string | undefined {
  const cause = error.cause ?? error;
  return typeof cause === 'object' && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
