import type { RetentionLimits } from '@tradesim/metrics/journal';
import { inBytes } from './disk-use-warning.ts';

/** Says for people what is kept of a file; undefined where everything is. */
export function keptText({ maxSegments, maxTotalBytes, maxAgeSeconds }: RetentionLimits): string | undefined {
  const limits = [
    maxTotalBytes === undefined ? [] : [`up to ${inBytes(maxTotalBytes)}`],
    maxSegments === undefined ? [] : [`up to ${maxSegments} of them`],
    maxAgeSeconds === undefined ? [] : [`up to ${maxAgeSeconds} seconds old`],
  ].flat();
  return limits.length === 0 ? undefined : `closed segments ${limits.join(', ')}`;
}
