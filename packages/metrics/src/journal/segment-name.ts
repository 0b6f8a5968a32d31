/**
 * The names of what becomes of a journal file that is rotated. `x.jsonl` is live: the one that is written. It is closed
 * by renaming it to `x.000001.jsonl`, the next one to `x.000002.jsonl`, and may then be compressed to `x.000001.jsonl.gz`.
 * Numbers have six digits at least and are not used again within a run.
 *
 * An archived run keeps the scheme: `x-<run id>.jsonl` and `x-<run id>.000001.jsonl`, so that it is read as any other.
 */
import { parse } from 'node:path';
import { archiveName } from './archive-name.ts';

const MIN_DIGITS = 6;
const DIGITS = /^\d{6,}$/;
const COMPRESSED = '.gz';

/** What the name of a closed segment says. */
export interface SegmentName {
  /** In its directory. */
  readonly name: string;
  /** From 1, in the order in which they were closed. */
  readonly number: number;
  /** Whether it is a gzip file. */
  readonly isCompressed: boolean;
}

/** Returns the name that the live file gets when it is closed as segment `number`. */
export function segmentName(fileName: string, number: number): string {
  const { name, ext } = parse(fileName);
  return `${name}.${String(number).padStart(MIN_DIGITS, '0')}${ext}`;
}

/** Returns the name of a segment after its compression. */
export function compressedName(segment: string): string {
  return `${segment}${COMPRESSED}`;
}

/** Returns the name under which a segment is being compressed; it never counts as one. */
export function unfinishedName(segment: string): string {
  return `${compressedName(segment)}.tmp`;
}

/** Reads the name of a segment of `fileName`; undefined for any other name. */
export function parseSegmentName(fileName: string, name: string): SegmentName | undefined {
  const plain = numberIn(fileName, name);
  if (plain !== undefined) return { name, number: plain, isCompressed: false };
  if (!name.endsWith(COMPRESSED)) return undefined;
  const number = numberIn(fileName, name.slice(0, -COMPRESSED.length));
  return number === undefined ? undefined : { name, number, isCompressed: true };
}

/**
 * Returns the segments of `fileName` among the names in its directory, in their order. Where a segment is there both
 * plain and compressed, the plain one counts, because whoever compressed it did not come to an end.
 */
export function segmentsAmong(names: readonly string[], fileName: string): readonly SegmentName[] {
  const byNumber = new Map<number, SegmentName>();
  for (const name of names) {
    const segment = parseSegmentName(fileName, name);
    if (segment === undefined) continue;
    if (byNumber.get(segment.number)?.isCompressed !== false) byNumber.set(segment.number, segment);
  }
  return [...byNumber.values()].toSorted((a, b) => a.number - b.number);
}

/**
 * Returns how the segments of `fileName` are renamed when its run is archived, in this order, and the live file after
 * them: otherwise a reader that follows takes what has not been renamed yet for the next run.
 */
export function archivedSegments(
  names: readonly string[],
  fileName: string,
  runId: string,
): readonly { readonly from: string; readonly to: string }[] {
  const archived = archiveName(fileName, runId);
  return segmentsAmong(names, fileName).map(({ name, number, isCompressed }) => {
    const to = segmentName(archived, number);
    return { from: name, to: isCompressed ? compressedName(to) : to };
  });
}

function numberIn(fileName: string, name: string): number | undefined {
  const { name: stem, ext } = parse(fileName);
  if (!name.startsWith(`${stem}.`) || !name.endsWith(ext)) return undefined;
  const digits = name.slice(stem.length + 1, name.length - ext.length);
  const number = Number(digits);
  const isNumber = DIGITS.test(digits) && Number.isSafeInteger(number) && number > 0;
  return isNumber && segmentName(fileName, number) === name ? number : undefined;
}
