/** Reads what a request asks for, whatever carried it: all decisions that need nothing but its head. */
import { acceptsGzip } from '../exposition/accepts-gzip.ts';
import type { Exposition } from '../exposition/content-type.ts';
import { negotiate } from '../exposition/negotiate.ts';
import { NOT_ALLOWED } from './answer.ts';
import type { Answer } from './answer.ts';
import { listedNames } from './name-filter.ts';
import { collectionTimeoutMs } from './scrape-timeout.ts';

/** What is known of a request. */
export interface RequestHead {
  readonly method: string | undefined;
  /** The URL, or the part of it that a request line has. */
  readonly url: string | undefined;
  /** Returns the value of a header by its name in lower case. */
  header(name: string): string | null | undefined;
}

export interface ScrapeRequest {
  readonly exposition: Exposition;
  readonly gzip: boolean;
  /** Names to which the scrape is limited. */
  readonly names: ReadonlySet<string> | undefined;
  /** How long collectors may take at most. */
  readonly timeoutMs: number | undefined;
}

/** What the application allows. */
export interface ScrapeOffer {
  readonly openMetrics: boolean;
  readonly gzip: boolean;
}

const TOO_LONG: Answer = { status: 414, body: 'The query is too long: at most 1,000 names in 65,536 characters are read.\n' };

/** Returns what the scrape asks for, or the answer that refuses it. Never throws, and reads a bounded part of each header. */
export function readScrapeRequest(head: RequestHead, offer: ScrapeOffer): ScrapeRequest | Answer {
  if (head.method !== 'GET' && head.method !== 'HEAD') return NOT_ALLOWED;
  const names = listedNames(head.url ?? '');
  if (names === 'too long') return TOO_LONG;
  return {
    exposition: negotiate(head.header('accept') ?? undefined, offer.openMetrics ? ['openmetrics', 'text'] : ['text']),
    gzip: offer.gzip && acceptsGzip(head.header('accept-encoding') ?? undefined),
    names,
    timeoutMs: collectionTimeoutMs(head.header('x-prometheus-scrape-timeout-seconds')),
  };
}
