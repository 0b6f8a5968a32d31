import type { IncomingMessage, ServerResponse } from 'node:http';
import { TEXT_CONTENT_TYPE, encodeText } from '../exposition/text.ts';
import type { Gatherer } from '../model/collector.ts';

/** Handles one request of node:http, or of a framework that hands its raw request and response on. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface MetricsHandlerOptions {
  /** Called with what made an answer fail; the response is then a 500. What it throws is ignored. Default: nothing. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Returns a handler that answers GET and HEAD with the exposition of `gatherer`, other methods with 405. It never
 * throws and never leaves a request without an answer.
 * @example http.createServer(metricsHandler(registry)).listen(9464, '127.0.0.1')
 */
export function metricsHandler(gatherer: Gatherer, options: MetricsHandlerOptions = {}): RequestHandler {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(request, response, { status: 405, body: 'Only GET and HEAD are answered here.\n', headers: { Allow: 'GET, HEAD' } });
      return;
    }
    exposition(gatherer).then(
      (body) => answer(request, response, { status: 200, body, type: TEXT_CONTENT_TYPE }),
      (error: unknown) => {
        answer(request, response, { status: 500, body: 'The metrics could not be collected; the application reports why.\n' });
        report(error, options.onError);
      },
    );
  };
}

async function exposition(gatherer: Gatherer): Promise<string> {
  return encodeText(await gatherer.gather());
}

/** Hands an error to the application; what that throws in turn has nowhere left to go, and must not end the process. */
export function report(error: unknown, onError: MetricsHandlerOptions['onError']): void {
  try {
    onError?.(error);
  } catch {
    // Ignored, as the options say.
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
