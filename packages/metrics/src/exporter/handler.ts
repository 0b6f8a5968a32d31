import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';
import { acceptsGzip } from '../exposition/accepts-gzip.ts';
import { ByteBuffer } from '../exposition/byte-buffer.ts';
import type { Exposition } from '../exposition/content-type.ts';
import { Document } from '../exposition/document.ts';
import { sharedMoment } from '../exposition/moment.ts';
import { negotiate } from '../exposition/negotiate.ts';
import type { Gatherer } from '../model/collector.ts';
import type { MetricFamily } from '../model/family.ts';
import { sendPieces } from './send-pieces.ts';

/** Handles one request of node:http, or of a framework that hands its raw request and response on. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** How scrapes are answered. */
export interface MetricsHandlerOptions {
  /** Called with what made an answer fail; the response is then a 500. What it throws is ignored. Default: nothing. */
  readonly onError?: (error: unknown) => void;
  /**
   * Whether clients that prefer OpenMetrics get it. It spells bounds as `le="1.0"` where the text format says `le="1"`,
   * and before version 3 Prometheus, which prefers it, keeps these as two series: a change of this option starts the
   * series of histograms anew there. Default: true.
   */
  readonly openMetrics?: boolean;
  /** Whether clients that ask for it get the body compressed, on other threads than the main one. Default: true. */
  readonly gzip?: boolean;
  /** How long a client may take to read 256 KiB before its connection is ended. Minimum: 1. Default: 30,000. */
  readonly idleTimeoutMs?: number;
}

type Settings = Required<Pick<MetricsHandlerOptions, 'openMetrics' | 'gzip' | 'idleTimeoutMs'>>;

/** More costs twice the time for a few percent. */
const GZIP_LEVEL = 1;

/**
 * Returns a handler that answers GET and HEAD with the exposition of `gatherer`, other methods with 405. It never
 * throws and never leaves a request without an answer.
 * @example http.createServer(metricsHandler(registry)).listen(9464, '127.0.0.1')
 */
export function metricsHandler(gatherer: Gatherer, options: MetricsHandlerOptions = {}): RequestHandler {
  const settings = { openMetrics: options.openMetrics ?? true, gzip: options.gzip ?? true, idleTimeoutMs: options.idleTimeoutMs ?? 30_000 };
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(request, response, { status: 405, body: 'Only GET and HEAD are answered here.\n', headers: { Allow: 'GET, HEAD' } });
      return;
    }
    scrape(gatherer, request, response, settings).catch((error: unknown) => {
      answer(request, response, { status: 500, body: 'The metrics could not be collected; the application reports why.\n' });
      report(error, options.onError);
    });
  };
}

/** One body is one consistent moment: the values are copied before the first byte is sent. Node leaves the body out of the answer to HEAD. */
async function scrape(gatherer: Gatherer, request: IncomingMessage, response: ServerResponse, settings: Settings): Promise<void> {
  const families = await gatherer.gather();
  const exposition = negotiate(request.headers.accept, settings.openMetrics ? ['openmetrics', 'text'] : ['text']);
  const headers = { 'Content-Type': exposition.contentType, Vary: 'Accept, Accept-Encoding' };
  if (response.destroyed) return;
  const pieces = piecesOf(families, exposition);
  const { idleTimeoutMs } = settings;
  if (!settings.gzip || !acceptsGzip(request.headers['accept-encoding'])) {
    await sendPieces(response, pieces, headers, { idleTimeoutMs });
    return;
  }
  const through = createGzip({ level: GZIP_LEVEL });
  response.once('close', () => through.destroy());
  await sendPieces(response, pieces, { ...headers, 'Content-Encoding': 'gzip' }, { idleTimeoutMs, through });
}

/** Hands an error to the application; what that throws in turn has nowhere left to go, and must not end the process. */
export function report(error: unknown, onError: MetricsHandlerOptions['onError']): void {
  try {
    onError?.(error);
  } catch {
    // Ignored, as the options say.
  }
}

/** Yields a document in pieces, each valid until the next is asked for. */
function* piecesOf(families: readonly MetricFamily[], exposition: Exposition): Generator<Uint8Array, void, undefined> {
  const document = new Document(sharedMoment(families), exposition);
  const piece = new ByteBuffer(16 * 1024);
  while (document.appendNext(piece)) {
    yield piece.view();
    piece.length = 0;
  }
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Default: text/plain. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Writes a whole response; a HEAD request gets the headers only. */
export function answer(request: IncomingMessage, response: ServerResponse, { status, body, type, headers }: Answer): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, {
    'Content-Type': type ?? 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
