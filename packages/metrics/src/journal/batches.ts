/** The records that are on their way to the thread that writes: one batch that is filled, those that wait, those handed over. */
import { FrameBatch, roomForLine, roomForRecords } from './frames.ts';
import { LineBuffer } from './line-buffer.ts';
import { linesOf } from './record-lines.ts';
import type { RecordColumns } from './record-lines.ts';
import type { RecordShape } from './record-shape.ts';
import type { WriterThread } from './writer-thread.ts';

const BATCH_BYTES = 256 * 1024;
/** Buffers that are kept to be used again. */
const MAX_SPARE = 8;

interface Waiting {
  readonly batch: FrameBatch;
  /** Shapes that no later batch uses. */
  readonly forgotten: readonly number[];
}

export interface BatchesOptions {
  readonly files: number;
  readonly thread: Pick<WriterThread, 'tell' | 'keepAlive'>;
  /** The other thread is not handed more than this at a time, but for one batch. */
  readonly maxHandedBytes: number;
  /** Longest a record waits for others to be handed over with. */
  readonly lingerMs: number;
}

export class Batches {
  readonly #options: BatchesOptions;
  readonly #dropped: { bytes: number; records: number }[];
  readonly #spare: ArrayBuffer[] = [];
  #filling: FrameBatch;
  #forgotten: number[] = [];
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  /** Lengths of the batches that were handed over, the oldest first. */
  readonly #handed: number[] = [];
  #handedBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #progress: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(options: BatchesOptions) {
    this.#options = options;
    this.#dropped = Array.from({ length: options.files }, () => ({ bytes: 0, records: 0 }));
    this.#filling = this.#newBatch(BATCH_BYTES);
  }

  /** Bytes that the other thread has not dealt with. */
  get bytes(): number {
    return this.#filling.length + this.#waitingBytes + this.#handedBytes;
  }

  /** Whether the other thread has still something to do. */
  get isOutstanding(): boolean {
    return this.#handed.length + this.#waiting.length > 0;
  }

  addLine(file: number, line: string): void {
    this.#makeRoom(roomForLine(line));
    this.#filling.addLine(file, line);
  }

  addRecords(file: number, shape: number, records: RecordColumns): void {
    this.#makeRoom(roomForRecords(records));
    this.#filling.addRecords(file, shape, records);
  }

  /** Says that records from now on do not use a shape any more. */
  forget(shape: number): void {
    this.#forgotten.push(shape);
  }

  /** Counts a line as dropped. */
  dropLine(file: number, line: string): void {
    this.#countDropped(file, Buffer.byteLength(line) + 1, 1);
  }

  /** Counts records as dropped. */
  dropRecords(file: number, shape: RecordShape, records: RecordColumns): void {
    const lines = new LineBuffer(0);
    lines.appendRecords(linesOf(shape), records);
    this.#countDropped(file, lines.byteLength, records.count);
  }

  /** What was dropped here of a file. Of batches that were dropped as a whole, the bytes are those of the batch. */
  dropped(file: number): { readonly bytes: number; readonly records: number } {
    return this.#dropped[file]!;
  }

  /** Drops what waits longest until no more than `maxBytes` are left; what was handed over stays. */
  dropOldest(maxBytes: number): void {
    while (this.bytes > maxBytes && this.#waiting.length > 0) this.#drop(this.#waiting.shift()!);
  }

  /** Drops all that has not been handed over. */
  dropAll(): void {
    for (const waiting of this.#waiting.splice(0)) this.#drop(waiting);
    this.#countBatch(this.#filling);
    this.#filling = this.#newBatch(BATCH_BYTES);
    this.#clearTimer();
    this.#settle();
  }

  /** Hands over what there is, as the other thread deals with it. */
  async handAll(): Promise<void> {
    this.#endBatch();
    while (this.#waiting.length > 0) await this.progress();
  }

  /** Hands over what there is, and resolves when the other thread has dealt with a batch. */
  progress(): Promise<void> {
    this.#endBatch();
    if (this.#progress === undefined) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((settle) => {
        resolve = settle;
      });
      this.#progress = { promise, resolve };
    }
    return this.#progress.promise;
  }

  /** Takes back the buffer of the oldest batch that was handed over. */
  returned(buffer: ArrayBuffer): void {
    this.#handedBytes -= this.#handed.shift() ?? 0;
    if (buffer.byteLength === BATCH_BYTES && this.#spare.length < MAX_SPARE) this.#spare.push(buffer);
    this.#hand();
    this.#settle();
  }

  #makeRoom(bytes: number): void {
    if (!this.#filling.hasRoom(bytes)) this.#endBatch(bytes);
    this.#timer ??= setTimeout(() => this.#endBatch(), this.#options.lingerMs).unref();
  }

  #endBatch(bytes = 0): void {
    this.#clearTimer();
    const batch = this.#filling;
    if (batch.length > 0) {
      this.#waiting.push({ batch, forgotten: this.#forgotten });
      this.#waitingBytes += batch.length;
      this.#forgotten = [];
      this.#filling = this.#newBatch(bytes);
      this.#hand();
    } else if (!batch.hasRoom(bytes)) this.#filling = this.#newBatch(bytes);
  }

  #hand(): void {
    while (this.#waiting.length > 0 && this.#handedBytes < this.#options.maxHandedBytes) {
      const { batch, forgotten } = this.#waiting.shift()!;
      const { buffer, length } = batch;
      this.#waitingBytes -= length;
      this.#handedBytes += length;
      this.#handed.push(length);
      this.#options.thread.tell({ kind: 'batch', buffer, length }, [buffer]);
      this.#sayForgotten(forgotten);
      this.#options.thread.keepAlive(true);
    }
  }

  #drop({ batch, forgotten }: Waiting): void {
    this.#waitingBytes -= batch.length;
    this.#countBatch(batch);
    this.#sayForgotten(forgotten);
  }

  #sayForgotten(shapes: readonly number[]): void {
    for (const id of shapes) this.#options.thread.tell({ kind: 'forget', id });
  }

  #countBatch({ recordCounts, length }: FrameBatch): void {
    const all = recordCounts.reduce((sum, count) => sum + count, 0);
    for (const [file, count] of recordCounts.entries()) this.#countDropped(file, Math.round((length * count) / Math.max(all, 1)), count);
  }

  #countDropped(file: number, bytes: number, records: number): void {
    this.#dropped[file]!.bytes += bytes;
    this.#dropped[file]!.records += records;
  }

  #newBatch(bytes: number): FrameBatch {
    const buffer = bytes > BATCH_BYTES ? new ArrayBuffer((bytes + 7) & ~7) : (this.#spare.pop() ?? new ArrayBuffer(BATCH_BYTES));
    return new FrameBatch(buffer, this.#options.files);
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #settle(): void {
    this.#progress?.resolve();
    this.#progress = undefined;
  }
}
