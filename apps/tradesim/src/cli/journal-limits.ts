import type { RetentionLimits, RotationLimits } from '@tradesim/metrics/journal';
import type { RunOptions } from './program.ts';
import { UsageError } from './usage-error.ts';

/** Bytes; for a run without end. */
const DEFAULT_ROTATE_SIZE = 64 * 2 ** 20;
const DEFAULT_KEEP_SIZE = 2 ** 30;

/** How the files of a run are rotated, and what is kept of them. */
export interface JournalLimits {
  /** Undefined for never. */
  readonly rotation: RotationLimits | undefined;
  readonly retention: RetentionLimits;
}

/**
 * Returns the limits of a run's journal: those of a run without end are bounded unless they are set to none.
 * @throws {UsageError} for limits that could never apply
 */
export function journalLimits(
  options: Pick<RunOptions, 'turns' | 'rotateSize' | 'rotateAge' | 'keepSize' | 'keepAge' | 'keepSegments'>,
): JournalLimits {
  const { turns, rotateAge, keepAge, keepSegments } = options;
  const isEndless = turns === undefined;
  const rotateSize = options.rotateSize ?? (isEndless ? DEFAULT_ROTATE_SIZE : Infinity);
  const isRotated = rotateSize !== Infinity || rotateAge !== Infinity;
  const keepSize = options.keepSize ?? (isEndless && isRotated ? DEFAULT_KEEP_SIZE : Infinity);
  const retention = withoutInfinity({ maxTotalBytes: keepSize, maxAgeSeconds: keepAge, maxSegments: keepSegments });
  if (isRotated) return { rotation: withoutInfinity({ maxBytes: rotateSize, maxAgeSeconds: rotateAge }), retention };
  if (Object.keys(retention).length === 0) return { rotation: undefined, retention };
  throw new UsageError(
    '--keep-size, --keep-age and --keep-segments: expected --rotate-size or --rotate-age beside them, as only closed segments are removed, got none. Add --rotate-size 64M.',
  );
}

function withoutInfinity<Limits extends Readonly<Record<string, number>>>(limits: Limits): Partial<Limits> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== Infinity)) as Partial<Limits>;
}
