/**
 * A journal whose records are written by a thread of their own. The application's thread copies columns of numbers into a
 * batch and hands it over; putting lines together and waiting for the disk is the other thread's.
 *
 * Invariant: the other thread is told everything in the order in which it was appended, and is handed no more than
 * `maxBufferedBytes` that it has not dealt with. What is more waits here, or is dropped, as `whenFull` says.
 */
import { MetricsError, quoted } from '../model/errors.ts';
import { Batches } from './batches.ts';
import { diskFault } from './journal-errors.ts';
import { assertFileNames, effectiveOptions } from './journal-options.ts';
import type { JournalOptions } from './journal-options.ts';
import type { JournalFailure, JournalState, JournalStatistics } from './journal.ts';
import { checkRecords } from './record-lines.ts';
import type { RecordColumns } from './record-lines.ts';
import type { RecordShape } from './record-shape.ts';
import { ShapeNumbers } from './shape-numbers.ts';
import { WriterThread } from './writer-thread.ts';

/** What happens when records come faster than the disk takes them. */
export type WhenFull = 'block' | 'drop-oldest' | 'fail';

/** How a journal writes in a thread of its own. */
export interface WorkerJournalOptions extends Omit<JournalOptions, 'fileSystem'> {
  /**
   * What happens above `maxBufferedBytes`: the application awaits `ready()` (`block`), the oldest records that have not
   * been handed over are dropped and counted (`drop-oldest`), or the journal fails (`fail`).
   * @default 'block'
   */
  readonly whenFull?: WhenFull;
}

const WHEN_FULL: ReadonlySet<string> = new Set<WhenFull>(['block', 'drop-oldest', 'fail']);

/**
 * A journal that writes in a thread of its own. It is used as `Journal` is.
 * @example
 * const journal = await WorkerJournal.open('logs', ['events.jsonl', 'sales.jsonl']);
 * journal.append('events.jsonl', '{"seq":1,"turn":0,"kind":"run_started"}');
 * const sale = new RecordShape({ seq: { type: 'sequence' }, turn: { type: 'constant' }, cents: { type: 'number' } });
 * journal.appendRecords('sales.jsonl', sale, { count: 2, first: 1, constants: [7], columns: [Float64Array.of(250, 99)] });
 * if (journal.isFull) await journal.ready();
 * await journal.close();
 */
export class WorkerJournal<FileName extends string = string> {
  readonly #fileNumbers: ReadonlyMap<string, number>;
  readonly #thread: WriterThread;
  readonly #batches: Batches;
  readonly #shapes = new ShapeNumbers();
  readonly #whenFull: WhenFull;
  readonly #maxBufferedBytes: number;
  readonly #onFailure: (error: MetricsError) => void;
  #statistics!: JournalStatistics;
  #failure: JournalFailure | undefined;
  #closing: Promise<void> | undefined;
  /** Requests that are not answered yet. */
  #requests = 0;

  private constructor(directory: string, fileNames: readonly FileName[], options: WorkerJournalOptions) {
    const { flushIntervalMs, maxBufferedBytes, onFailure, fileSystem: _, ...rest } = effectiveOptions(options);
    this.#whenFull = options.whenFull ?? 'block';
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#onFailure = onFailure;
    this.#fileNumbers = new Map(fileNames.map((name, i) => [name, i]));
    // A record waits half of its time here, and half of it there.
    const halfMs = Math.max(1, Math.floor(flushIntervalMs / 2));
    const writing = { ...rest, flushIntervalMs: halfMs, maxBufferedBytes };
    this.#thread = new WriterThread(
      { directory, fileNames, options: writing },
      {
        onWritten: (buffer, statistics) => this.#written(buffer, statistics),
        onFailed: (failure, statistics) => this.#failed(failure, statistics),
      },
    );
    this.#batches = new Batches({ files: fileNames.length, thread: this.#thread, maxHandedBytes: maxBufferedBytes, lingerMs: halfMs });
  }

  /**
   * Opens the files in `directory` as `Journal.open` does.
   * @throws {MetricsError} ERR_JOURNAL for a wrong option or file name, and when a file cannot be opened
   */
  static async open<const FileName extends string>(
    directory: string,
    fileNames: readonly FileName[],
    options: WorkerJournalOptions = {},
  ): Promise<WorkerJournal<FileName>> {
    assertFileNames(fileNames);
    const { whenFull = 'block' } = options;
    if (!WHEN_FULL.has(whenFull)) {
      const rule = `one of ${[...WHEN_FULL].join(', ')}`;
      throw new MetricsError('ERR_JOURNAL', `Journal option whenFull: expected ${rule}, got ${quoted(whenFull)}.`);
    }
    const journal = new WorkerJournal(directory, fileNames, options);
    journal.#statistics = await journal.#thread.opened;
    journal.#thread.keepAlive(false);
    return journal;
  }

  /** Whether more than `maxBufferedBytes` wait, so that the producer should await {@link ready}. */
  get isFull(): boolean {
    return this.#whenFull === 'block' && this.#state === 'open' && this.#batches.bytes > this.#maxBufferedBytes;
  }

  /**
   * Appends a record to a file: one JSON object without a newline. A journal that has failed or been closed drops it and
   * counts it.
   * @throws {MetricsError} ERR_JOURNAL for a file the journal was not opened with; never for a disk error
   */
  append(file: FileName, line: string): void {
    const number = this.#fileNumber(file);
    if (this.#state !== 'open') this.#batches.dropLine(number, line);
    else {
      this.#batches.addLine(number, line);
      this.#mindFullness();
    }
  }

  /**
   * Appends records of one shape, given as columns of numbers, which are copied.
   * @throws {MetricsError} ERR_JOURNAL for a file the journal was not opened with, and columns that are missing or too short
   */
  appendRecords(file: FileName, shape: RecordShape, records: RecordColumns): void {
    const number = this.#fileNumber(file);
    checkRecords(shape, records);
    if (records.count === 0) return;
    if (this.#state !== 'open') this.#batches.dropRecords(number, shape, records);
    else {
      this.#batches.addRecords(number, this.#numberOf(shape), records);
      this.#mindFullness();
    }
  }

  /** Resolves when there is room again, or the journal has failed. Never rejects. */
  async ready(): Promise<void> {
    while (this.isFull) await this.#batches.progress();
  }

  /** Resolves when every record appended before the call has been handed to the system, or dropped. Never rejects. */
  async flush(): Promise<void> {
    await this.#request('flush');
  }

  /** Resolves when every record appended before the call is on the disk (fsync), or dropped. Never rejects. */
  async durable(): Promise<void> {
    await this.#request('durable');
  }

  /** Writes what is buffered, brings all files to the disk and closes them; later records are dropped and counted. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#request('close');
    return this.#closing;
  }

  /** Returns what has been done so far: of the other thread, what it has said with the last batch. */
  statistics(): JournalStatistics<FileName> {
    const files = [...this.#fileNumbers].map(([name, number]) => {
      const written = this.#statistics.files[name]!;
      const { bytes, records } = this.#batches.dropped(number);
      return [name, { ...written, bytesDropped: written.bytesDropped + bytes, recordsDropped: written.recordsDropped + records }];
    });
    return {
      state: this.#state,
      failure: this.#failure,
      upkeepFailure: this.#statistics.upkeepFailure,
      bytesBuffered: this.#statistics.bytesBuffered + this.#batches.bytes,
      files: Object.fromEntries(files) as JournalStatistics<FileName>['files'],
    };
  }

  get #state(): JournalState {
    if (this.#closing !== undefined) return 'closed';
    return this.#failure === undefined ? 'open' : 'failed';
  }

  async #request(kind: 'flush' | 'durable' | 'close'): Promise<void> {
    this.#requests++;
    this.#keepAlive();
    await this.#batches.handAll();
    this.#statistics = (await this.#thread.request(kind)) ?? this.#statistics;
    this.#requests--;
    this.#keepAlive();
  }

  /** The process stays alive for what is on its way, and for whoever waits for an answer. */
  #keepAlive(): void {
    this.#thread.keepAlive(this.#requests > 0 || this.#batches.isOutstanding);
  }

  #numberOf(shape: RecordShape): number {
    const { id, isNew, forgotten } = this.#shapes.numberOf(shape);
    if (forgotten !== undefined) this.#batches.forget(forgotten);
    if (isNew) this.#thread.tell({ kind: 'shape', id, constants: shape.constants.length, fields: shape.fields, after: shape.after });
    return id;
  }

  #mindFullness(): void {
    if (this.#whenFull === 'block' || this.#batches.bytes <= this.#maxBufferedBytes) return;
    if (this.#whenFull === 'drop-oldest') this.#batches.dropOldest(this.#maxBufferedBytes);
    else {
      const message = `Journal: expected the disk to keep up, got ${this.#batches.bytes} bytes that wait. Raise maxBufferedBytes, or choose another whenFull.`;
      this.#failed({ file: '', code: 'ENOBUFS', message }, undefined);
    }
  }

  #written(buffer: ArrayBuffer, statistics: JournalStatistics): void {
    this.#statistics = statistics;
    this.#batches.returned(buffer);
    this.#keepAlive();
  }

  #failed(failure: JournalFailure, statistics: JournalStatistics | undefined): void {
    if (statistics !== undefined) this.#statistics = statistics;
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#batches.dropAll();
    const error = new MetricsError('ERR_JOURNAL', failure.message, { cause: diskFault(failure.code, failure.message) });
    queueMicrotask(() => this.#onFailure(error));
  }

  #fileNumber(name: string): number {
    const number = this.#fileNumbers.get(name);
    if (number !== undefined) return number;
    const known = [...this.#fileNumbers.keys()].map((file) => JSON.stringify(file)).join(', ');
    throw new MetricsError(
      'ERR_JOURNAL',
      `Journal.append: expected one of ${known}, got ${quoted(name)}. Name it when opening the journal.`,
    );
  }
}
