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
  let bytes = new Uint8Array(expectedLength);
  let length = 0;
  for (const piece of new TextSnapshot(families, (block) => block).pieces()) {
    if (length + piece.length > bytes.length) bytes = grown(bytes, length + piece.length);
    bytes.set(piece, length);
    length += piece.length;
  }
  expectedLength = length + (length >> 6);
  return new TextDecoder().decode(bytes.subarray(0, length));
}

/** The length of the last text, and a little more: the next one is mostly about as long. */
let expectedLength = 16 * 1024;

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (length > MAX_STRING_LENGTH) {
    throw new MetricsError(
      'ERR_EXPORTER',
      `Exposition: expected at most ${MAX_STRING_LENGTH} bytes for one string, got more. Serve it with metricsHandler, which streams.`,
    );
  }
  const longer = new Uint8Array(Math.min(MAX_STRING_LENGTH, Math.max(length, 2 * bytes.length)));
  longer.set(bytes);
  return longer;
}
