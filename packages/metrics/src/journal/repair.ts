import { constants } from 'node:fs';
import { nodeFileSystem } from './file-system.ts';
import type { OpenFile } from './open-file.ts';
import { endOfLastLine, readRange } from './line-scan.ts';

/** What {@link repairFile} did. */
export interface Repair {
  /** Bytes cut off the end of the file; 0 when it was whole. */
  readonly removedBytes: number;
}

/**
 * Cuts a torn tail off a journal file: whatever follows the last `\n`, and then the last line if it is not valid
 * JSON in valid UTF-8. What a killed process leaves becomes a prefix of whole records. At most one complete line is
 * removed, so a file that is no journal at all is not eaten up.
 *
 * Reads from the end, in blocks; memory is bounded by the last line. Anything but a regular file is left alone.
 * @throws the error of the file system (`ENOENT`, `EACCES`, `EROFS`, …).
 * @example
 * import { writeFile } from 'node:fs/promises';
 *
 * await writeFile('events.jsonl', '{"seq":1}\n{"se');
 * await repairFile('events.jsonl') // => { removedBytes: 4 }
 */
export async function repairFile(path: string): Promise<Repair> {
  const file = await nodeFileSystem.open(path, constants.O_RDWR);
  try {
    return await repairTail(file);
  } finally {
    await file.close();
  }
}

/**
 * Cuts the last record off a journal file that is whole, such as the one that says that a run has ended, so that it can go
 * on. Returns whether it did.
 * @param isTakenBack says of the text of the last record whether it is to go
 * @throws the error of the file system
 * @example
 * import { writeFile } from 'node:fs/promises';
 *
 * await writeFile('events.jsonl', '{"seq":1}\n{"seq":2,"kind":"end"}\n');
 * await takeBackLast('events.jsonl', (line) => line.includes('"kind":"end"')) // => true
 */
export async function takeBackLast(path: string, isTakenBack: (line: string) => boolean): Promise<boolean> {
  const file = await nodeFileSystem.open(path, constants.O_RDWR);
  try {
    const end = (await file.stat()).size;
    const start = end === 0 ? 0 : await endOfLastLine(file, end - 1);
    if (end === 0 || !isTakenBack((await readRange(file, start, end - 1)).toString('utf8'))) return false;
    await file.truncate(start);
    await file.sync();
    return true;
  } finally {
    await file.close();
  }
}

/** {@link repairFile} for a file that is open for reading and writing. */
export async function repairTail(file: OpenFile): Promise<Repair> {
  const status = await file.stat();
  if (!status.isFile()) return { removedBytes: 0 };
  const end = await endOfWholeRecords(file, status.size);
  if (end < status.size) await file.truncate(end);
  return { removedBytes: status.size - end };
}

async function endOfWholeRecords(file: OpenFile, size: number): Promise<number> {
  const end = await endOfLastLine(file, size);
  if (end === 0) return 0;
  const start = await endOfLastLine(file, end - 1);
  return isJson(await readRange(file, start, end)) ? end : start;
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}
