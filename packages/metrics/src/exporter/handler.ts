import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGzip } from 'node:zlib';
import type { Gatherer } from '../model/collector.ts';
import { headersOf } from '../scrape/answer.ts';
import type { Answer } from '../scrape/answer.ts';
import type { ScrapeOptions } from '../scrape/scrape-options.ts';
import type { RequestHead } from '../scrape/scrape-request.ts';
import { Scraper } from '../scrape/scraper.ts';
import type { Scrape } from '../scrape/scraper.ts';
import { sendBody } from './send-body.ts';

/** Handles one request of node:http, or of a framework that hands its raw request and response on. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** How scrapes are answered. */
export type MetricsHandlerOptions = ScrapeOptions<IncomingMessage>;

/** More costs twice the time for a few percent. */
const GZIP_LEVEL = 1;

/**
 * Returns a handler that answers GET and HEAD with the exposition of `gatherer`, other methods with 405. It never
 * throws and never leaves a request without an answer.
 * @throws {MetricsError} ERR_EXPORTER for options that are none
 * @example http.createServer(metricsHandler(registry)).listen(9464, '127.0.0.1')
 */
export function metricsHandler(gatherer: Gatherer, options: MetricsHandlerOptions = {}): RequestHandler {
  const scraper = new Scraper<IncomingMessage>(gatherer, options);
  const { idleTimeoutMs } = scraper.limits;
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isGone = (): boolean => response.destroyed || response.headersSent;
    const answered = await scraper.answer(request, { ...headOf(request), isGone });
    if ('status' in answered) answer(request, response, answered);
    else await send(request, response, answered, idleTimeoutMs);
  };
  return (request, response) => void respond(request, response);
}

/** Returns what the scrape's decisions are made from. */
export function headOf(request: IncomingMessage): RequestHead {
  return { method: request.method, url: request.url, header: (name) => request.headers[name]?.toString() };
}

/** Node leaves the body out of the answer to HEAD. */
async function send(request: IncomingMessage, response: ServerResponse, scrape: Scrape, idleTimeoutMs: number): Promise<void> {
  try {
    const through = scrape.gzip ? { through: createGzip({ level: GZIP_LEVEL }) } : {};
    scrape.end(await sendBody(response, scrape.body, scrape.headers, { idleTimeoutMs, ...through }));
  } catch (error) {
    answer(request, response, scrape.fail(error));
  }
}

/** Writes a whole response; a HEAD request gets the headers only. */
export function answer(request: IncomingMessage, response: ServerResponse, written: Answer): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(written.status, { ...headersOf(written), 'Content-Length': Buffer.byteLength(written.body) });
  response.end(request.method === 'HEAD' ? undefined : written.body);
}
