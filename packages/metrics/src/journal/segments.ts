import { join } from 'node:path';
import { ifThere, nodeSegmentFiles } from './segment-files.ts';
import type { SegmentFiles } from './segment-files.ts';
import { segmentsAmong } from './segment-name.ts';
import type { SegmentName } from './segment-name.ts';

/** A closed segment of a journal file. */
export interface Segment extends SegmentName {
  /** On the disk. */
  readonly sizeBytes: number;
  /** When its last record was written, in milliseconds since 1970; compression leaves it. */
  readonly modifiedAtMs: number;
}

/**
 * Returns the closed segments of a journal file in their order, the live one not among them. `fileName` may also be that
 * of an archived run, `x-<run id>.jsonl`.
 * @throws the error of the file system, such as ENOENT for a directory that is not there
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 *
 * await mkdir('logs');
 * await writeFile('logs/sales.000001.jsonl.gz', '');
 * await writeFile('logs/sales.jsonl', '{"seq":2}\n');
 * (await listSegments('logs', 'sales.jsonl')).map(({ number, name }) => ({ number, name })) // => [{ number: 1, name: 'sales.000001.jsonl.gz' }]
 */
export async function listSegments(
  directory: string,
  fileName: string,
  files: Pick<SegmentFiles, 'readdir' | 'stat'> = nodeSegmentFiles,
): Promise<readonly Segment[]> {
  for (;;) {
    const names = segmentsAmong(await files.readdir(directory), fileName);
    const segments = await Promise.all(names.map((name) => withStatus(directory, name, files)));
    // One that has been compressed or removed meanwhile is looked for again.
    if (segments.every((segment) => segment !== undefined)) return segments;
  }
}

/** Returns the number of the segment that is closed next, after the newest one there is and those closed before. */
export function nextSegmentNumber(segments: readonly SegmentName[], lastClosed = 0): number {
  return Math.max(lastClosed, segments.at(-1)?.number ?? 0) + 1;
}

async function withStatus(directory: string, name: SegmentName, files: Pick<SegmentFiles, 'stat'>): Promise<Segment | undefined> {
  const status = await ifThere(files.stat(join(directory, name.name)));
  return status === undefined ? undefined : { ...name, sizeBytes: status.size, modifiedAtMs: status.mtimeMs };
}
