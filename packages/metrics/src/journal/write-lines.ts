import type { OpenFile } from './open-file.ts';
import { diskFault } from './journal-errors.ts';

const NEWLINE = 0x0a;

/** How much of a write of whole lines has reached the file, in whole lines. */
export interface Written {
  readonly byteLength: number;
  /** What stopped the write; absent when all lines are written. */
  readonly fault?: unknown;
}

/**
 * Writes whole lines at `position`, the end of the file. Short writes are continued; an error or a write of 0 bytes ends
 * it. Then the file is cut back to its last whole line, where the disk still allows that. Never rejects.
 */
export async function writeLines(file: OpenFile, bytes: Uint8Array, position: number): Promise<Written> {
  let written = 0;
  try {
    await assertUnchanged(file, position);
    while (written < bytes.length) {
      const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
      if (bytesWritten === 0) throw diskFault('EIO', 'a write of 0 bytes');
      written += bytesWritten;
    }
    return { byteLength: written };
  } catch (fault) {
    const whole = bytes.subarray(0, written).lastIndexOf(NEWLINE) + 1;
    if (whole < written) await truncateIfPossible(file, position + whole);
    return { byteLength: whole, fault };
  }
}

/**
 * Checks that the file is still there and ends at `sizeBytes`. The system itself reports neither: writes to a removed
 * file succeed and are lost, and a write beyond the end of a file that was cut leaves a gap of zeros.
 * @throws an error with code `ENOENT` or `ESTALE`.
 */
export async function assertUnchanged(file: OpenFile, sizeBytes: number): Promise<void> {
  const status = await file.stat();
  if (!status.isFile()) return;
  if (status.nlink === 0) throw diskFault('ENOENT', 'the file has been removed');
  if (status.size === sizeBytes) return;
  throw diskFault('ESTALE', `another process has changed its size from ${sizeBytes} to ${status.size} bytes`);
}

/** Counts the lines that end in `bytes`. */
export function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, end + 1)) count += 1;
  return count;
}

/** A torn last line stays where truncation fails; `repairFile` removes it later. */
async function truncateIfPossible(file: OpenFile, sizeBytes: number): Promise<void> {
  try {
    await file.truncate(sizeBytes);
  } catch {
    // The fault that stopped the write is the one to report.
  }
}
