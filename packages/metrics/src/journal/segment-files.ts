/** The file operations on segments. Tests put a memory or a failing disk in the place of the real one. */
import { Buffer } from 'node:buffer';
import { constants } from 'node:fs';
import { open, readdir, rename, stat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { CollectorSignal } from '../model/abort-signal.ts';
import type { FileStatus, OpenFile } from './open-file.ts';
import { faultCode } from './journal-errors.ts';

const LEVEL = 3;
const BLOCK_BYTES = 256 * 1024;

/** What is to be known of a file that may be renamed while it is read. */
export interface SegmentStatus extends FileStatus {
  /** Stays the same when the file is renamed. */
  readonly ino: number;
  /** When it was written last, in milliseconds since 1970. */
  readonly mtimeMs: number;
}

/** An open file that is only read. */
export interface ReadableFile extends Pick<OpenFile, 'read' | 'close'> {
  /** Tells the status of this moment. */
  stat(): Promise<SegmentStatus>;
}

/** What reading needs. */
export interface ReadableFiles {
  /** Tells the names in a directory. */
  readdir(path: string): Promise<readonly string[]>;
  /** Tells the status of the file that has this name now. */
  stat(path: string): Promise<SegmentStatus>;
  /** `flags` are those of `FileSystem`. */
  open(path: string, flags: number): Promise<ReadableFile>;
}

/** What rotation needs. */
export interface SegmentFiles extends Pick<ReadableFiles, 'readdir' | 'stat'> {
  /** In one step; what had the new name is gone. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a name; whoever has the file open keeps it. */
  unlink(path: string): Promise<void>;
  /**
   * Writes a compressed copy of `from` to `to`, whatever is there, and brings it to the disk. It gets the time of the
   * last change of `from`.
   */
  compress(from: string, to: string, signal: CollectorSignal | undefined): Promise<void>;
  /** Brings to the disk which names are in a directory. */
  syncDirectory(path: string): Promise<void>;
}

/** The real disk, for reading. */
export const nodeReadableFiles: ReadableFiles = { readdir: (path) => readdir(path), stat: (path) => stat(path), open };

/** The real disk, for rotation. */
export const nodeSegmentFiles: SegmentFiles = { ...nodeReadableFiles, rename, unlink, compress, syncDirectory };

async function compress(from: string, to: string, signal: CollectorSignal | undefined): Promise<void> {
  await using source = await open(from, constants.O_RDONLY);
  await using target = await open(to, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC);
  const { atime, mtime } = await source.stat();
  const gzip = createGzip({ level: LEVEL, chunkSize: BLOCK_BYTES });
  const write = async (pieces: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of pieces) await target.writeFile(piece);
  };
  await pipeline(blocksOf(source), gzip, write, signal === undefined ? {} : { signal });
  await target.utimes(atime, mtime);
  await target.sync();
}

async function* blocksOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(BLOCK_BYTES), 0, BLOCK_BYTES);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  await directory.sync();
}

/** Returns what the file system answers; undefined when there is no such file. */
export async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (fault) {
    if (faultCode(fault) === 'ENOENT') return undefined;
    throw fault;
  }
}
