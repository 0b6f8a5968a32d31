/** When a live file is rotated, and which closed segments are kept. */
import { MetricsError, quoted } from '../model/errors.ts';

/** When the live file is closed; without limits, never. */
export interface RotationLimits {
  /** As soon as it has this many bytes. */
  readonly maxBytes?: number;
  /** As soon as it has been written for this long. */
  readonly maxAgeSeconds?: number;
}

/**
 * Which closed segments are kept, per file; without limits, all. The oldest go first. The live file is not counted, and
 * the newest closed segment always stays: numbers go on after it, and readers find out by it what has happened.
 */
export interface RetentionLimits {
  /** How many. */
  readonly maxSegments?: number;
  /** How many bytes on the disk, together. */
  readonly maxTotalBytes?: number;
  /** How long, from the last record of a segment on. */
  readonly maxAgeSeconds?: number;
}

/** What retention looks at. */
export interface RetainedSegment {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
}

/** Returns whether the live file is to be closed. An empty one never is. */
export function isRotationDue(live: { readonly sizeBytes: number; readonly ageSeconds: number }, limits: RotationLimits): boolean {
  const { maxBytes = Infinity, maxAgeSeconds = Infinity } = limits;
  return live.sizeBytes > 0 && (live.sizeBytes >= maxBytes || live.ageSeconds >= maxAgeSeconds);
}

/**
 * Returns the closed segments that the limits do not allow: the oldest, so that what stays has no gap. A segment that is
 * younger than allowed keeps those after it, whatever their times say.
 * @param segments in their order
 */
export function segmentsToRemove<Each extends RetainedSegment>(
  segments: readonly Each[],
  limits: RetentionLimits,
  nowMs: number,
): readonly Each[] {
  const { maxSegments = Infinity, maxTotalBytes = Infinity, maxAgeSeconds = Infinity } = limits;
  let bytes = segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let removed = 0;
  for (const { sizeBytes, modifiedAtMs } of segments.slice(0, -1)) {
    const isTooMany = segments.length - removed > maxSegments || bytes > maxTotalBytes;
    if (!isTooMany && nowMs - modifiedAtMs <= maxAgeSeconds * 1000) break;
    bytes -= sizeBytes;
    removed += 1;
  }
  return segments.slice(0, removed);
}

const LIMITS = { rotation: ['maxBytes', 'maxAgeSeconds'], retention: ['maxSegments', 'maxTotalBytes', 'maxAgeSeconds'] } as const;

/**
 * Checks the limits of rotation or retention.
 * @throws {MetricsError} ERR_JOURNAL when one is unknown, or no number above 0
 */
export function assertLimits(option: keyof typeof LIMITS, limits: RotationLimits | RetentionLimits): void {
  for (const [limit, value] of Object.entries(limits) as [string, unknown][]) {
    const subject = `Journal option ${option}.${limit}`;
    const known: readonly string[] = LIMITS[option];
    if (!known.includes(limit)) throw new MetricsError('ERR_JOURNAL', `${subject}: expected one of ${known.join(', ')}, got another.`);
    if (value === undefined || (typeof value === 'number' && value > 0)) continue;
    throw new MetricsError('ERR_JOURNAL', `${subject}: expected a number above 0, got ${quoted(value)}. Leave it out for no limit.`);
  }
}
