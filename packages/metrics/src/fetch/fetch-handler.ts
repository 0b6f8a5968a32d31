/** The handler for runtimes and frameworks that hand over a Request and take a Response: Workers, Deno, Bun, Hono, Next.js. */
import type { Gatherer } from '../model/collector.ts';
import { headersOf } from '../scrape/answer.ts';
import type { Answer } from '../scrape/answer.ts';
import type { ScrapeOptions } from '../scrape/scrape-options.ts';
import { Scraper } from '../scrape/scraper.ts';
import type { Scrape, ScrapeHead } from '../scrape/scraper.ts';
import { bodyStream } from './body-stream.ts';
import { chunksOf } from './chunks.ts';

/** How scrapes are answered. */
export type MetricsFetchHandlerOptions = ScrapeOptions<Request>;

/**
 * Returns a function that answers GET and HEAD with the exposition of `gatherer`, other methods with 405, on whatever path
 * it is asked. It never rejects. A body beyond 256 KiB is a stream that is made as it is read; compression takes a runtime
 * that has CompressionStream.
 * @throws {MetricsError} ERR_EXPORTER for options that are none
 * @example export default { fetch: metricsFetchHandler(registry) }
 */
export function metricsFetchHandler(gatherer: Gatherer, options: MetricsFetchHandlerOptions = {}): (request: Request) => Promise<Response> {
  const gzip = (options.gzip ?? true) && typeof CompressionStream === 'function';
  const scraper = new Scraper<Request>(gatherer, { ...options, gzip });
  return async (request) => {
    const answered = await scraper.answer(request, headOf(request));
    const isHead = request.method === 'HEAD';
    return 'status' in answered ? answerResponse(answered, isHead) : scrapeResponse(answered, isHead, scraper.limits.idleTimeoutMs);
  };
}

function headOf(request: Request): ScrapeHead {
  const { method, url, headers, signal } = request;
  return { method, url, header: (name) => headers.get(name), isGone: () => signal.aborted };
}

/** What fits into one chunk is sent with its length. Until the first chunk is made, a failure can still become a 500. */
async function scrapeResponse(scrape: Scrape, isHead: boolean, idleTimeoutMs: number): Promise<Response> {
  const chunks = chunksOf(scrape.body);
  try {
    const first = (await chunks.next()).value!;
    const length = first.isLast && !scrape.gzip ? { 'Content-Length': String(first.bytes.length) } : {};
    const headers = { ...scrape.headers, ...length };
    if (isHead || (first.isLast && !scrape.gzip)) {
      scrape.end(true);
      return response(isHead ? null : first.bytes, 200, headers);
    }
    const stream = bodyStream(first, chunks, scrape, idleTimeoutMs);
    return response(scrape.gzip ? stream.pipeThrough(new CompressionStream('gzip')) : stream, 200, headers);
  } catch (error) {
    return answerResponse(scrape.fail(error), isHead);
  }
}

function answerResponse(answer: Answer, isHead: boolean): Response {
  const body = new TextEncoder().encode(answer.body);
  return response(isHead ? null : body, answer.status, { ...headersOf(answer), 'Content-Length': String(body.length) });
}

/** Cloudflare Workers compress what has a Content-Encoding, once more unless they are told that it is done; others take no notice. */
function response(
  body: ReadableStream | Uint8Array<ArrayBuffer> | null,
  status: number,
  headers: Readonly<Record<string, string>>,
): Response {
  const init: ResponseInit & { readonly encodeBody: 'manual' } = { status, headers, encodeBody: 'manual' };
  return new Response(body, init);
}
