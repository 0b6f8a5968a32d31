import type { Exposition } from '../exposition/content-type.ts';
import { encodeOpenMetrics } from '../exposition/openmetrics.ts';
import { TextSnapshot } from '../exposition/text-snapshot.ts';
import type { MetricFamily } from '../model/family.ts';

/**
 * Returns the exposition of this moment in pieces, each of which is valid until any other is asked for. The moment is
 * taken now; the pieces are made when they are asked for.
 */
export function piecesOf(families: readonly MetricFamily[], { format, escaping }: Exposition): Iterable<Uint8Array> {
  if (format === 'text') return new TextSnapshot(families, (block) => block.slice()).pieces();
  return [new TextEncoder().encode(encodeOpenMetrics(families, { escaping }))];
}
