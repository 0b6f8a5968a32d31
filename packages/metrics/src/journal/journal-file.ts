import { LineBuffer } from './line-buffer.ts';
import type { RecordColumns, RecordLines } from './record-lines.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { SegmentWriterOptions } from './segment-writer.ts';

/** What has become of the records of one file of a journal. Bytes include the `\n` of each record. */
export interface JournalFileStatistics {
  /** Handed to the system since the journal was opened. */
  readonly bytesWritten: number;
  /** Records that were handed to the file system. */
  readonly recordsWritten: number;
  /** Lost: appended or still buffered when the journal failed, or appended after it was closed. */
  readonly bytesDropped: number;
  /** Records that were not written, because the journal had failed or was closed. */
  readonly recordsDropped: number;
  /** Appended, and neither written nor dropped yet. */
  readonly bytesBuffered: number;
  /** Cut off the end of the file when it was opened, because a former process had left it torn. */
  readonly bytesRepaired: number;
  /** How often the file was closed as a segment since the journal was opened. */
  readonly segmentsClosed: number;
}

/** A buffer that has grown beyond so many writes is given back. */
const RETAINED_WRITES = 8;

/** How a journal file writes. */
export interface JournalFileOptions extends SegmentWriterOptions {
  readonly flushBytes: number;
  readonly flushIntervalMs: number;
  /** Called with the fault of the file system each time an operation fails; by then the file has stopped. */
  readonly onFault: (fault: unknown) => void;
}

/**
 * One append-only file of a journal: a buffer of whole lines, and at most one write in flight.
 *
 * A write takes all that is buffered at its start, so a file on disk is always a prefix of the lines appended, in
 * order, over its segments, and only its last line may be torn while a write is going on. A write starts when `flushBytes` are buffered
 * or `flushIntervalMs` after the first unwritten line. The timer does not keep the process alive; a write does.
 *
 * Invariant: lines are pending without a timer only when they are due to be written after the write in flight.
 */
export class JournalFile {
  readonly #writer: SegmentWriter;
  readonly #options: JournalFileOptions;
  #pending: LineBuffer;
  #inFlight: LineBuffer;
  /** Where what is dropped is counted. */
  #dropped: LineBuffer | undefined;
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isAccepting = true;
  #bytesWritten = 0;
  #recordsWritten = 0;
  #bytesDropped = 0;
  #recordsDropped = 0;

  private constructor(writer: SegmentWriter, options: JournalFileOptions) {
    this.#writer = writer;
    this.#options = options;
    this.#pending = new LineBuffer(RETAINED_WRITES * options.flushBytes);
    this.#inFlight = new LineBuffer(RETAINED_WRITES * options.flushBytes);
  }

  /** Opens a file for appending after its last whole record, and creates it where there is none. */
  static async open(path: string, options: JournalFileOptions): Promise<JournalFile> {
    return new JournalFile(await SegmentWriter.open(path, options), options);
  }

  get bytesBuffered(): number {
    return this.#pending.byteLength + this.#inFlight.byteLength;
  }

  append(line: string): void {
    this.#take((buffer) => buffer.append(line));
  }

  /** Appends whole lines that are encoded already. */
  appendBytes(lines: Uint8Array, lineCount: number): void {
    this.#take((buffer) => buffer.appendBytes(lines, lineCount));
  }

  appendRecords(lines: RecordLines, records: RecordColumns): void {
    this.#take((buffer) => buffer.appendRecords(lines, records));
  }

  #take(append: (buffer: LineBuffer) => void): void {
    if (!this.#isAccepting) {
      this.#drop(append);
      return;
    }
    append(this.#pending);
    if (this.#pending.byteLength >= this.#options.flushBytes) void this.#startWrite();
    else this.#timer ??= setTimeout(() => this.#writeWhatIsDue(), this.#options.flushIntervalMs).unref();
  }

  /** Resolves when every line appended before the call is written or dropped. Never rejects. */
  async flush(): Promise<void> {
    // After the write in flight at the call, the lines are pending or in the write that followed it.
    await this.#writing;
    if (this.#writing !== undefined || this.#pending.byteLength > 0) await this.#startWrite();
  }

  /** Resolves when a write has ended that makes room, or there is nothing to write. Never rejects. */
  async progress(): Promise<void> {
    if (this.#writing !== undefined || this.#pending.byteLength > 0) await this.#startWrite();
  }

  /** Resolves when every line appended before the call is on the disk (fsync), or dropped. Never rejects. */
  async sync(): Promise<void> {
    await this.flush();
    if (!this.#isAccepting) return;
    try {
      await this.#writer.sync();
    } catch (fault) {
      this.#fail(fault);
    }
  }

  /** Drops what is pending and every later line. A write in flight goes on. */
  stop(): void {
    this.#isAccepting = false;
    this.#clearTimer();
    this.#countDropped(this.#pending.byteLength, this.#pending.lineCount);
    this.#pending.clear();
  }

  /** Writes what is pending, brings it to the disk, and closes the file. Never rejects. */
  async close(): Promise<void> {
    this.#isAccepting = false;
    await this.flush();
    try {
      await this.#writer.sync();
    } catch (fault) {
      this.#fail(fault);
    }
    await this.#writer.close().catch((fault: unknown) => this.#fail(fault));
  }

  statistics(): JournalFileStatistics {
    return {
      bytesWritten: this.#bytesWritten,
      recordsWritten: this.#recordsWritten,
      bytesDropped: this.#bytesDropped,
      recordsDropped: this.#recordsDropped,
      bytesBuffered: this.bytesBuffered,
      bytesRepaired: this.#writer.bytesRepaired,
      segmentsClosed: this.#writer.closedSegments,
    };
  }

  #writeWhatIsDue(): void {
    this.#timer = undefined;
    void this.#startWrite();
  }

  #startWrite(): Promise<void> {
    this.#writing ??= this.#writePending();
    return this.#writing;
  }

  async #writePending(): Promise<void> {
    this.#clearTimer();
    const lines = this.#pending;
    [this.#pending, this.#inFlight] = [this.#inFlight, lines];
    const written = await this.#writer.write(lines);
    this.#bytesWritten += written.byteLength;
    this.#recordsWritten += written.lineCount;
    this.#countDropped(lines.byteLength - written.byteLength, lines.lineCount - written.lineCount);
    lines.clear();
    this.#writing = undefined;
    if (written.fault !== undefined) this.#fail(written.fault);
    if (this.#isDue()) void this.#startWrite();
  }

  #isDue(): boolean {
    const { byteLength } = this.#pending;
    return byteLength >= this.#options.flushBytes || (byteLength > 0 && this.#timer === undefined);
  }

  #fail(fault: unknown): void {
    this.stop();
    this.#options.onFault(fault);
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Counts what would have been written. */
  #drop(append: (buffer: LineBuffer) => void): void {
    this.#dropped ??= new LineBuffer(0);
    append(this.#dropped);
    this.#countDropped(this.#dropped.byteLength, this.#dropped.lineCount);
    this.#dropped.clear();
  }

  #countDropped(bytes: number, records: number): void {
    this.#bytesDropped += bytes;
    this.#recordsDropped += records;
  }
}
