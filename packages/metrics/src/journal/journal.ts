/**
 * The journal: a directory of append-only files with one JSON object per line.
 *
 * The caller builds the text of each record and numbers it; the journal brings the lines to the disk, whole and in
 * order, without ever making the caller wait inside `append` or throwing a disk error at it.
 *
 * - Memory is bounded: above `maxBufferedBytes` the producer awaits `ready()` between two turns.
 * - A live file that has reached its limits is closed as a segment, compressed, and removed in its time, beside the writing.
 * - After a kill at any moment every line of a file but possibly the last is whole; `open` and `repairFile` cut that
 *   one off. What was appended in the last `flushIntervalMs` is lost; what a power failure loses is `durability`'s.
 * - After a disk error the journal as a whole has failed: all files end at about the same turn, each with a whole
 *   record, and what follows is dropped and counted. It does not recover.
 *
 * Absent on purpose: serialization, `seq`, and any knowledge of what the records mean.
 */
import { join } from 'node:path';
import { MetricsError, quoted } from '../model/errors.ts';
import { faultCode, journalError } from './journal-errors.ts';
import { JournalFile } from './journal-file.ts';
import type { JournalFileStatistics } from './journal-file.ts';
import { assertFileNames, effectiveOptions } from './journal-options.ts';
import type { EffectiveJournalOptions, JournalOptions } from './journal-options.ts';
import { checkRecords, linesOf } from './record-lines.ts';
import type { RecordColumns, RecordLines } from './record-lines.ts';
import type { RecordShape } from './record-shape.ts';

/** `open` takes records; `failed` drops them after a disk error; `closed` drops them after `close()`. */
export type JournalState = 'open' | 'failed' | 'closed';

/** Why a journal has failed. */
export interface JournalFailure {
  /** The name of the file whose write failed first. */
  readonly file: string;
  /**
   * The code of the file system, such as `ENOSPC`; `EIO` for a write of 0 bytes, `ENOENT` for a file removed and
   * `ESTALE` for one changed by another process during the run.
   */
  readonly code: string;
  /** What the file system said, as text. */
  readonly message: string;
}

/** What a journal has done since it was opened. */
export interface JournalStatistics<FileName extends string = string> {
  /** Whether it takes records. */
  readonly state: JournalState;
  /** Stays after `close()`. */
  readonly failure: JournalFailure | undefined;
  /** Why closed segments could not be compressed or removed when that was last tried; undefined when they could. */
  readonly upkeepFailure: JournalFailure | undefined;
  /** Over all files. */
  readonly bytesBuffered: number;
  /** What it has done with each file, by name. */
  readonly files: Readonly<Record<FileName, JournalFileStatistics>>;
}

/**
 * A directory of journal files, open for appending.
 * @example
 * const journal = await Journal.open('logs', ['events.jsonl', 'metrics.jsonl']);
 * journal.append('events.jsonl', '{"seq":1,"turn":0,"kind":"run_started"}');
 * if (journal.isFull) await journal.ready();
 * await journal.close();
 */
export class Journal<FileName extends string = string> {
  readonly #options: EffectiveJournalOptions;
  readonly #files: Map<FileName, JournalFile> = new Map();
  readonly #directory: string;
  readonly #upkeepFailures: Map<FileName, JournalFailure> = new Map();
  #failure: JournalFailure | undefined;
  #closing: Promise<void> | undefined;
  #syncing: Promise<void> | undefined;
  #nextSync: Promise<void> | undefined;

  private constructor(directory: string, options: EffectiveJournalOptions) {
    this.#directory = directory;
    this.#options = options;
  }

  /**
   * Opens the files in `directory`, and creates what is missing, the directory included. Records are appended after
   * those already there; a torn last record is cut off first, as by `repairFile`. To begin with empty files, call
   * `archiveRun` before.
   * @throws {MetricsError} ERR_JOURNAL for a wrong option or file name, and when a file cannot be opened; then none
   * stays open.
   */
  static async open<const FileName extends string>(
    directory: string,
    fileNames: readonly FileName[],
    options: JournalOptions = {},
  ): Promise<Journal<FileName>> {
    assertFileNames(fileNames);
    const journal = new Journal<FileName>(directory, effectiveOptions(options));
    try {
      await journal.#options.fileSystem.mkdir(directory, { recursive: true });
      for (const name of fileNames) journal.#files.set(name, await journal.#openFile(name));
    } catch (fault) {
      await journal.close();
      throw journalError(`Journal directory ${JSON.stringify(directory)}`, 'a directory whose files can be opened and written', fault);
    }
    return journal;
  }

  /** Whether more than `maxBufferedBytes` are buffered, so that the producer should await {@link ready}. */
  get isFull(): boolean {
    return this.#state === 'open' && this.#bytesBuffered > this.#options.maxBufferedBytes;
  }

  /**
   * Appends a record to a file. `line` is one JSON object without a newline. Buffers it and returns: 0.07 microseconds
   * for 190 bytes, 0.2 where the text has just been concatenated (Node 20). A journal that has failed or been closed
   * drops the record and counts it.
   * @throws {MetricsError} ERR_JOURNAL for a file the journal was not opened with; never for a disk error.
   */
  append(file: FileName, line: string): void {
    this.#file(file).append(line);
  }

  /**
   * Appends records of one shape, given as columns of numbers; their lines are put together here.
   * @throws {MetricsError} ERR_JOURNAL for a file the journal was not opened with, and columns that are missing or too
   * short; never for a disk error.
   * @example
   * const journal = await Journal.open('logs', ['sales.jsonl']);
   * const sale = new RecordShape({ seq: { type: 'sequence' }, turn: { type: 'constant' }, cents: { type: 'number' } });
   * journal.appendRecords('sales.jsonl', sale, { count: 2, first: 1, constants: [7], columns: [Float64Array.of(250, 99)] });
   * await journal.close();
   */
  appendRecords(file: FileName, shape: RecordShape, records: RecordColumns): void {
    checkRecords(shape, records);
    this.#file(file).appendRecords(linesOf(shape), records);
  }

  /** As `appendRecords`, of records that have been checked. @internal */
  appendLines(file: FileName, lines: RecordLines, records: RecordColumns): void {
    this.#file(file).appendRecords(lines, records);
  }

  /** Appends lines that are encoded already, each with its newline. @internal */
  appendBytes(file: FileName, lines: Uint8Array, lineCount: number): void {
    this.#file(file).appendBytes(lines, lineCount);
  }

  /**
   * Resolves when there is room again: at once unless {@link isFull}, else when writes have made room or the journal has
   * failed. What is left is written while the next records come. Never rejects.
   */
  async ready(): Promise<void> {
    while (this.isFull)
      await Promise.race([...this.#files.values()].filter((file) => file.bytesBuffered > 0).map((file) => file.progress()));
  }

  /**
   * Resolves when every record appended before the call has been handed to the system, or dropped. A kill no longer
   * loses those written, a power failure may. Never rejects.
   */
  async flush(): Promise<void> {
    await Promise.all(this.#eachFile((file) => file.flush()));
  }

  /**
   * Resolves when every record appended before the call is on the disk (fsync), or dropped; calls at the same time share
   * one. Never rejects.
   */
  durable(): Promise<void> {
    if (this.#syncing === undefined) this.#syncing = this.#sync();
    // What was appended since that one began is part of the next.
    else return (this.#nextSync ??= this.#syncing.then(() => this.durable()));
    return this.#syncing;
  }

  async #sync(): Promise<void> {
    await Promise.all(this.#eachFile((file) => file.sync()));
    this.#syncing = undefined;
    this.#nextSync = undefined;
  }

  /**
   * Writes what is buffered, brings all files to the disk (fsync) and closes them. Records appended after the call are
   * dropped and counted. Never rejects: a fault is a failure like any other. Further calls return the same promise.
   */
  close(): Promise<void> {
    this.#closing ??= Promise.all(this.#eachFile((file) => file.close())).then(() => {});
    return this.#closing;
  }

  /** Returns what has been done so far, as a copy. */
  statistics(): JournalStatistics<FileName> {
    const files = Object.fromEntries([...this.#files].map(([name, file]) => [name, file.statistics()]));
    return {
      state: this.#state,
      failure: this.#failure,
      upkeepFailure: this.#upkeepFailures.values().next().value,
      bytesBuffered: this.#bytesBuffered,
      files: files as Record<FileName, JournalFileStatistics>,
    };
  }

  #file(name: FileName): JournalFile {
    const file = this.#files.get(name);
    if (file === undefined) throw this.#unknownFile(name);
    return file;
  }

  get #state(): JournalState {
    if (this.#closing !== undefined) return 'closed';
    return this.#failure === undefined ? 'open' : 'failed';
  }

  get #bytesBuffered(): number {
    let bytes = 0;
    for (const file of this.#files.values()) bytes += file.bytesBuffered;
    return bytes;
  }

  #openFile(name: FileName): Promise<JournalFile> {
    return JournalFile.open(join(this.#directory, name), {
      ...this.#options,
      syncsWrites: this.#options.durability === 'interval',
      onFault: (fault) => this.#fail(name, fault),
      onUpkeep: (error) => this.#noteUpkeep(name, error),
      now: Date.now,
    });
  }

  #noteUpkeep(file: FileName, error: unknown): void {
    this.#upkeepFailures.delete(file);
    if (error instanceof Error) this.#upkeepFailures.set(file, { file, code: faultCode(error.cause), message: error.message });
  }

  #fail(file: FileName, fault: unknown): void {
    if (this.#failure !== undefined) return;
    const subject = `Journal file ${JSON.stringify(join(this.#directory, file))}`;
    const error = fault instanceof MetricsError ? fault : journalError(subject, 'to be written', fault);
    this.#failure = { file, code: faultCode(error.cause), message: error.message };
    for (const each of this.#files.values()) each.stop();
    queueMicrotask(() => this.#options.onFailure(error));
  }

  #eachFile(action: (file: JournalFile) => Promise<void>): Promise<void>[] {
    return [...this.#files.values()].map(action);
  }

  #unknownFile(name: string): MetricsError {
    const known = [...this.#files.keys()].map((file) => JSON.stringify(file)).join(', ');
    return new MetricsError(
      'ERR_JOURNAL',
      `Journal.append: expected one of ${known}, got ${quoted(name)}. Name it when opening the journal.`,
    );
  }
}
