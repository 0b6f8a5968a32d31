/** The Prometheus text format 0.0.4. */
import { MetricsError } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { TextSnapshot } from './text-snapshot.ts';

/** V8's longest string has 2^29 - 24 characters. */
const MAX_STRING_LENGTH = 2 ** 29 - 24;

/**
 * Returns the exposition of `families` as one string; a family without samples is left out.
 * @throws {MetricsError} ERR_EXPORTER when no string can hold it; the HTTP handler streams and knows no such limit.
 */
export function encodeText(families: Iterable<MetricFamily>): string {
  const pieces = [...new TextSnapshot(families, (block) => block).pieces()];
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length > MAX_STRING_LENGTH) {
    throw new MetricsError(
      'ERR_EXPORTER',
      `Exposition: expected at most ${MAX_STRING_LENGTH} bytes for one string, got ${length}. Serve it with metricsHandler, which streams.`,
    );
  }
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.length;
  }
  return new TextDecoder().decode(bytes);
}
