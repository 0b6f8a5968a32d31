import { join } from 'node:path';
import type { CollectorSignal } from '../model/abort-signal.ts';
import { diskFault, journalError } from './journal-errors.ts';
import { assertLimits, segmentsToRemove } from './retention.ts';
import type { RetentionLimits } from './retention.ts';
import { ifThere, nodeSegmentFiles } from './segment-files.ts';
import type { SegmentFiles } from './segment-files.ts';
import { compressedName, parseSegmentName, segmentName, unfinishedName } from './segment-name.ts';
import { listSegments } from './segments.ts';
import type { Segment } from './segments.ts';

/** How closed segments are looked after. */
export interface TidyOptions extends RetentionLimits {
  /**
   * Whether closed segments are compressed.
   * @default true
   */
  readonly compress?: boolean;
  /** Stops compressing; a later call begins again where this one stops. */
  readonly signal?: CollectorSignal;
  /**
   * The time, in milliseconds since 1970.
   * @default Date.now
   */
  readonly now?: () => number;
  /** @default the real disk */
  readonly files?: SegmentFiles;
}

/** What {@link tidySegments} did, by the names the segments had. */
export interface TidiedSegments {
  /** In their order. */
  readonly compressed: readonly string[];
  /** In their order. */
  readonly removed: readonly string[];
}

/**
 * Closes the live file, which nobody has open for writing any more, as segment `number`, and returns its new name;
 * undefined when it is not there or empty. Nothing is live afterwards until a new file is made.
 * @throws {MetricsError} ERR_JOURNAL when the file cannot be renamed, and when there is such a segment already
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 *
 * await mkdir('logs');
 * await writeFile('logs/sales.jsonl', '{"seq":1}\n');
 * await closeSegment('logs', 'sales.jsonl', 1) // => 'sales.000001.jsonl'
 */
export async function closeSegment(
  directory: string,
  fileName: string,
  number: number,
  files: SegmentFiles = nodeSegmentFiles,
): Promise<string | undefined> {
  const name = segmentName(fileName, number);
  const live = join(directory, fileName);
  try {
    const status = await ifThere(files.stat(live));
    if (status === undefined || !status.isFile() || status.size === 0) return undefined;
    for (const taken of [name, compressedName(name)]) {
      if ((await ifThere(files.stat(join(directory, taken)))) !== undefined) throw diskFault('EEXIST', `${taken} is there already`);
    }
    await files.rename(live, join(directory, name));
    await files.syncDirectory(directory);
    return name;
  } catch (fault) {
    throw journalError(`Journal file ${JSON.stringify(live)}`, `to be renamed to ${JSON.stringify(name)}`, fault);
  }
}

/**
 * Compresses the closed segments of a file that are not compressed yet, and removes the oldest ones beyond the limits.
 * May be stopped by anything at any moment: each segment is there plain or as a whole `.gz`, and the next call goes on.
 * One call at a time; the live file may be written and closed meanwhile.
 *
 * A reader that has a segment open reads on to its end when it is removed; one that has not come to it yet reports it
 * missing.
 * @throws {MetricsError} ERR_JOURNAL for a wrong limit, and when a segment cannot be compressed or removed; what can be
 * removed has been by then.
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 *
 * await mkdir('logs');
 * for (const number of [1, 2, 3]) await writeFile(`logs/sales.00000${number}.jsonl`, '{"seq":1}\n');
 * const { compressed, removed } = await tidySegments('logs', 'sales.jsonl', { maxSegments: 2 });
 * compressed // => ['sales.000002.jsonl', 'sales.000003.jsonl']
 * removed // => ['sales.000001.jsonl']
 */
export async function tidySegments(directory: string, fileName: string, options: TidyOptions = {}): Promise<TidiedSegments> {
  const { compress = true, signal, now = Date.now, files = nodeSegmentFiles, ...limits } = options;
  assertLimits('retention', limits);
  const place = { directory, fileName, files };
  try {
    await removeUnfinished(directory, fileName, files);
    // What goes by its number or age need not be compressed; what goes by its size is judged afterwards.
    const removed = await removeBeyond(place, { ...limits, maxTotalBytes: Infinity }, now());
    const compressed: string[] = [];
    const [compressing] = await Promise.allSettled([compress ? compressAll(place, compressed, signal) : undefined]);
    removed.push(...(await removeBeyond(place, limits, now())));
    if (compressing.status === 'rejected' && signal?.aborted !== true) throw compressing.reason;
    return { compressed, removed };
  } catch (fault) {
    const subject = `Journal segments of ${JSON.stringify(join(directory, fileName))}`;
    throw journalError(subject, 'to be compressed, and removed beyond the limits', fault);
  }
}

interface Place {
  readonly directory: string;
  readonly fileName: string;
  readonly files: SegmentFiles;
}

/**
 * Removes what a call of {@link tidySegments} has left that did not come to its end: copies that are not whole, and those
 * whose original is still there. To be called before a run is archived.
 * @throws the error of the file system
 */
export async function removeUnfinished(directory: string, fileName: string, files: SegmentFiles = nodeSegmentFiles): Promise<void> {
  const names = new Set(await files.readdir(directory));
  for (const name of names) {
    const segment = parseSegmentName(fileName, name);
    const original = segment === undefined ? originalOf(fileName, name) : twinOf(segment, names);
    if (original !== undefined) await ifThere(files.unlink(join(directory, name)));
  }
}

/** The name of the segment that an unfinished copy is of. */
function originalOf(fileName: string, name: string): string | undefined {
  const original = name.slice(0, -unfinishedName('').length);
  const isUnfinished = name === unfinishedName(original) && parseSegmentName(fileName, original)?.isCompressed === false;
  return isUnfinished ? original : undefined;
}

function twinOf({ name, isCompressed }: { name: string; isCompressed: boolean }, names: ReadonlySet<string>): string | undefined {
  const plain = name.slice(0, -compressedName('').length);
  return isCompressed && names.has(plain) ? plain : undefined;
}

async function removeBeyond({ directory, fileName, files }: Place, limits: RetentionLimits, nowMs: number): Promise<string[]> {
  const segments: readonly Segment[] = await listSegments(directory, fileName, files);
  const removed = segmentsToRemove(segments, limits, nowMs);
  for (const { name } of removed) await ifThere(files.unlink(join(directory, name)));
  return removed.map(({ name }) => name);
}

/** Notes in `compressed` what is done. */
async function compressAll(place: Place, compressed: string[], signal: CollectorSignal | undefined): Promise<void> {
  const { directory, fileName, files } = place;
  for (const { name, isCompressed } of await listSegments(directory, fileName, files)) {
    if (isCompressed) continue;
    signal?.throwIfAborted();
    await compressSegment(place, name, signal);
    compressed.push(name);
  }
}

/** The plain one goes when the copy is on the disk under its name, and not before. */
async function compressSegment({ directory, files }: Place, name: string, signal: CollectorSignal | undefined): Promise<void> {
  const unfinished = join(directory, unfinishedName(name));
  try {
    await files.compress(join(directory, name), unfinished, signal);
  } catch (fault) {
    // A full disk gets its room back; what else is wrong is reported by the fault.
    await files.unlink(unfinished).catch(() => {});
    throw fault;
  }
  await files.rename(unfinished, join(directory, compressedName(name)));
  await files.syncDirectory(directory);
  await files.unlink(join(directory, name));
}
