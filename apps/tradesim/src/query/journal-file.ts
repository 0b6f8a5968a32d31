/**
 * How much of a file is whole. The process that writes a journal may be in the middle of a line, or may have been killed
 * there; nothing but the end is ever torn, so only the end is looked at, whatever the size of the file.
 */
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export interface JournalFile {
  readonly path: string;
  /** Tells it from another file that takes its place. */
  readonly inode: number;
  /** Up to the end of the last whole line; Infinity for a file that is as it will be. */
  readonly wholeBytes: number;
  /** What a torn file holds before its last, broken line; undefined for a file that ends with a line break. */
  readonly torn: WholeRecords | undefined;
}

/** `seq` of the first and last whole record, which are 1 and 0 where there is none. */
export interface WholeRecords {
  readonly first: number;
  readonly last: number;
}

const BLOCK_BYTES = 64 * 1024;
const LINE_BREAK = 0x0a;

/** Returns a file that nobody writes to, so that it is whole or corrupt. */
export async function finishedFile(path: string): Promise<JournalFile> {
  const { ino } = await stat(path);
  return { path, inode: ino, wholeBytes: Infinity, torn: undefined };
}

/** Returns a file that may be written to, and whose end may be torn. */
export async function writtenFile(path: string): Promise<JournalFile> {
  const file = await open(path, 'r');
  try {
    const { size, ino } = await file.stat();
    const wholeBytes = await endOfLastLine(file, size);
    const torn = wholeBytes === size ? undefined : await wholeRecords(file, wholeBytes);
    return { path, inode: ino, wholeBytes, torn };
  } finally {
    await file.close();
  }
}

async function wholeRecords(file: FileHandle, wholeBytes: number): Promise<WholeRecords> {
  if (wholeBytes === 0) return { first: 1, last: 0 };
  const first = await readText(file, 0, await endOfFirstLine(file, wholeBytes));
  const last = await readText(file, await endOfLastLine(file, wholeBytes - 1), wholeBytes);
  return { first: seqOf(first) ?? 1, last: seqOf(last) ?? Number.MAX_SAFE_INTEGER };
}

/** Returns the offset after the last line break before `end`; 0 when there is none. */
async function endOfLastLine(file: FileHandle, end: number): Promise<number> {
  for (let blockEnd = end; blockEnd > 0; blockEnd -= BLOCK_BYTES) {
    const start = Math.max(0, blockEnd - BLOCK_BYTES);
    const index = (await readBytes(file, start, blockEnd)).lastIndexOf(LINE_BREAK);
    if (index >= 0) return start + index + 1;
  }
  return 0;
}

async function endOfFirstLine(file: FileHandle, size: number): Promise<number> {
  for (let start = 0; start < size; start += BLOCK_BYTES) {
    const index = (await readBytes(file, start, Math.min(size, start + BLOCK_BYTES))).indexOf(LINE_BREAK);
    if (index >= 0) return start + index + 1;
  }
  return size;
}

async function readText(file: FileHandle, start: number, end: number): Promise<string> {
  return (await readBytes(file, start, end)).toString();
}

async function readBytes(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}

function seqOf(line: string): number | undefined {
  try {
    const record = JSON.parse(line) as { readonly seq?: unknown } | null;
    return typeof record?.seq === 'number' ? record.seq : undefined;
  } catch {
    return undefined;
  }
}
