/** Expositions as one string. */
import { MetricsError } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { TEXT_0_0_4, version1 } from './content-type.ts';
import { Document } from './document.ts';
import type { DocumentOptions } from './document.ts';
import type { EscapingScheme } from './escape-name.ts';
import { Moment } from './moment.ts';

/** V8's longest string has 2^29 - 24 characters. */
const MAX_STRING_LENGTH = 2 ** 29 - 24;
const PART_BYTES = 16 * 1024 * 1024;

/**
 * Returns the exposition of `families` in the text format 0.0.4; a family without samples is left out.
 * @throws {MetricsError} ERR_EXPORTER when no string can hold it; the HTTP handler streams and knows no such limit.
 */
export function encodeText(families: readonly MetricFamily[]): string {
  return textOf(new Document(Moment.passing(families), TEXT_0_0_4));
}

export interface OpenMetricsOptions extends DocumentOptions {
  /** How names beyond the legacy character set are written. Default: 'underscores'. */
  readonly escaping?: EscapingScheme;
}

/**
 * Returns the exposition of `families` in OpenMetrics 1.0.
 * @throws {MetricsError} ERR_METRIC_NAME when two families would show the same sample name, ERR_EXPORTER as `encodeText`
 */
export function encodeOpenMetrics(
  families: readonly MetricFamily[],
  { escaping = 'underscores', ...options }: OpenMetricsOptions = {},
): string {
  return textOf(new Document(Moment.passing(families), version1('openmetrics', escaping), options));
}

/**
 * Returns what is left of a document. It is joined as bytes, up to a size that is allocated without the kernel's help:
 * joining many strings takes ten times as long.
 */
export function textOf(document: Document): string {
  const bytes = new ByteBuffer(Math.min(expectedLength, PART_BYTES + PART_BYTES / 8));
  const parts: string[] = [];
  let length = 0;
  const takePart = (): void => {
    length += bytes.length;
    checkLength(length);
    parts.push(document.isAscii ? decodeAscii(bytes.view()) : new TextDecoder().decode(bytes.view()));
    bytes.length = 0;
  };
  while (document.appendNext(bytes)) if (bytes.length >= PART_BYTES) takePart();
  takePart();
  expectedLength = length + (length >> 6);
  return parts.length === 1 ? parts[0]! : parts.join('');
}

/** The length of the last text, and a little more: the next one is mostly about as long. */
let expectedLength = 16 * 1024;

/** Node's own way is eight times as fast as a TextDecoder. */
function decodeAscii(bytes: Uint8Array<ArrayBuffer>): string {
  if (typeof Buffer === 'undefined') return new TextDecoder().decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function checkLength(length: number): void {
  if (length <= MAX_STRING_LENGTH) return;
  throw new MetricsError(
    'ERR_EXPORTER',
    `Exposition: expected at most ${MAX_STRING_LENGTH} bytes for one string, got more. Serve it with metricsHandler, which streams.`,
  );
}
