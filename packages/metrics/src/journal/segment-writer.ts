/**
 * The live file of a journal: writes whole lines at its end, and closes it as a segment when it is due, before the next
 * write. What is done with the file is done one after the other.
 */
import { constants } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { FileSystem } from './file-system.ts';
import type { LineBuffer } from './line-buffer.ts';
import type { OpenFile } from './open-file.ts';
import { repairTail } from './repair.ts';
import { isRotationDue } from './retention.ts';
import type { RetentionLimits, RotationLimits } from './retention.ts';
import { closeSegment, tidySegments } from './rotation.ts';
import { SegmentUpkeep } from './segment-upkeep.ts';
import { listSegments, nextSegmentNumber } from './segments.ts';
import { assertUnchanged, countLines, writeLines } from './write-lines.ts';
import type { Written } from './write-lines.ts';

const NEWLINE = 0x0a;

export interface SegmentWriterOptions {
  readonly fileSystem: FileSystem;
  /** Whether each write is brought to the disk before the next begins. */
  readonly syncsWrites: boolean;
  /** Undefined for a file that is never closed. */
  readonly rotation: RotationLimits | undefined;
  readonly retention: RetentionLimits;
  readonly compress: boolean;
  /** Called each time closed segments could not be looked after, and with nothing each time they could. */
  readonly onUpkeep: (error: unknown) => void;
  /** The time, in milliseconds since 1970; may go back. */
  readonly now: () => number;
}

/** How much of a write has reached the disk. */
export interface WrittenLines extends Written {
  readonly lineCount: number;
}

interface Live {
  readonly file: OpenFile;
  /** Of what is written to it. */
  sizeBytes: number;
  readonly madeAtMs: number;
  readonly isRegular: boolean;
  readonly removedBytes: number;
}

export class SegmentWriter {
  readonly #path: string;
  readonly #options: SegmentWriterOptions;
  readonly #upkeep: SegmentUpkeep;
  readonly #ending = new AbortController();
  readonly #bytesRepaired: number;
  #live: Live;
  #nextNumber: number;
  #closedSegments = 0;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(path: string, options: SegmentWriterOptions, opened: { readonly live: Live; readonly nextNumber: number }) {
    this.#path = path;
    this.#options = options;
    this.#live = opened.live;
    this.#nextNumber = opened.nextNumber;
    this.#bytesRepaired = opened.live.removedBytes;
    this.#upkeep = new SegmentUpkeep(() => this.#tidy(), options.onUpkeep);
    if (options.rotation !== undefined) this.#upkeep.request();
  }

  /** Opens a file for appending after its last whole record, and creates it where there is none. */
  static async open(path: string, options: SegmentWriterOptions): Promise<SegmentWriter> {
    const { fileSystem, rotation } = options;
    const live = await openLive(path, options);
    try {
      const segments = rotation === undefined ? [] : await listSegments(dirname(path), basename(path), fileSystem);
      return new SegmentWriter(path, options, { live, nextNumber: nextSegmentNumber(segments) });
    } catch (error) {
      await live.file.close();
      throw error;
    }
  }

  /** Cut off the end of the file when it was opened. */
  get bytesRepaired(): number {
    return this.#bytesRepaired;
  }

  /** How many have been closed by this writer. */
  get closedSegments(): number {
    return this.#closedSegments;
  }

  /** Never rejects. */
  async write({ bytes, lineCount }: Pick<LineBuffer, 'bytes' | 'lineCount'>): Promise<WrittenLines> {
    const written = await this.#inTurn(() => this.#writeAll(bytes));
    const isWhole = written.byteLength === bytes.length;
    return { ...written, lineCount: isWhole ? lineCount : countLines(bytes.subarray(0, written.byteLength)) };
  }

  /** Brings what was written to the disk. */
  sync(): Promise<void> {
    return this.#inTurn(() => this.#sync());
  }

  /** Compressing ends where it is; the next who opens the file goes on. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#upkeep.idle();
    await this.#inTurn(() => this.#live.file.close());
  }

  get #isDue(): boolean {
    const { rotation, now } = this.#options;
    const { sizeBytes, madeAtMs, isRegular } = this.#live;
    return rotation !== undefined && isRegular && isRotationDue({ sizeBytes, ageSeconds: (now() - madeAtMs) / 1000 }, rotation);
  }

  async #writeAll(bytes: Uint8Array): Promise<Written> {
    let byteLength = 0;
    try {
      while (byteLength < bytes.length) {
        if (this.#isDue) await this.#rotate();
        const written = await writeLines(this.#live.file, this.#fitting(bytes.subarray(byteLength)), this.#live.sizeBytes);
        this.#live.sizeBytes += written.byteLength;
        byteLength += written.byteLength;
        if (written.fault !== undefined) return { byteLength, fault: written.fault };
      }
      if (this.#options.syncsWrites) await this.#live.file.sync();
      return { byteLength };
    } catch (fault) {
      return { byteLength, fault };
    }
  }

  /** Returns the lines with which the file reaches its size, so that the same records make the same segments. */
  #fitting(bytes: Uint8Array): Uint8Array {
    const room = (this.#options.rotation?.maxBytes ?? Infinity) - this.#live.sizeBytes;
    return bytes.length <= room ? bytes : bytes.subarray(0, bytes.indexOf(NEWLINE, Math.max(0, room - 1)) + 1);
  }

  async #rotate(): Promise<void> {
    const { fileSystem } = this.#options;
    await this.#sync();
    await closeSegment(dirname(this.#path), basename(this.#path), this.#nextNumber, fileSystem);
    await this.#live.file.close();
    this.#nextNumber++;
    this.#closedSegments++;
    this.#live = await openLive(this.#path, this.#options);
    this.#upkeep.request();
  }

  async #sync(): Promise<void> {
    if (!this.#live.isRegular) return;
    await assertUnchanged(this.#live.file, this.#live.sizeBytes);
    await this.#live.file.sync();
  }

  async #tidy(): Promise<void> {
    const { retention, compress, fileSystem: files, now, onUpkeep } = this.#options;
    await tidySegments(dirname(this.#path), basename(this.#path), { ...retention, compress, now, files, signal: this.#ending.signal });
    onUpkeep(undefined);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }
}

async function openLive(path: string, { fileSystem, now }: SegmentWriterOptions): Promise<Live> {
  const file = await fileSystem.open(path, constants.O_RDWR | constants.O_CREAT);
  try {
    const { removedBytes } = await repairTail(file);
    const status = await file.stat();
    const isRegular = status.isFile();
    // Which names are there has to be on the disk as well.
    if (isRegular) await fileSystem.syncDirectory(dirname(path));
    const madeAtMs = status.size > 0 && (status.birthtimeMs ?? 0) > 0 ? status.birthtimeMs! : now();
    return { file, sizeBytes: status.size, madeAtMs, isRegular, removedBytes };
  } catch (error) {
    await file.close();
    throw error;
  }
}
