import type { OpenFile } from './open-file.ts';

const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** Reads the bytes from `start` up to `end`; fewer when the file ends before. Continues short reads. */
export async function readRange(file: OpenFile, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, start + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

/** Returns the offset after the last `\n` before `end`, 0 without one. Reads backwards in blocks of 64 KiB. */
export async function endOfLastLine(file: OpenFile, end: number): Promise<number> {
  for (let blockEnd = end; blockEnd > 0; blockEnd -= BLOCK_BYTES) {
    const blockStart = Math.max(0, blockEnd - BLOCK_BYTES);
    const newline = (await readRange(file, blockStart, blockEnd)).lastIndexOf(NEWLINE);
    if (newline !== -1) return blockStart + newline + 1;
  }
  return 0;
}
