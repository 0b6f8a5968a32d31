import { MetricsError, quoted } from '../model/errors.ts';
import { LONGEST_TIMER_MS } from '../timing/after-delay.ts';
import type { Authorization } from './authorization.ts';
import type { ScrapeMetricsOptions } from './scrape-metrics.ts';

/** How an application has its metrics scraped. */
export interface ScrapeOptions<Incoming> {
  /** Called with what made an answer fail; the response is then a 500. What it throws or rejects with is ignored. Default: nothing. */
  readonly onError?: (error: unknown) => void;
  /**
   * Whether clients that prefer OpenMetrics get it. It spells bounds as `le="1.0"` where the text format says `le="1"`,
   * and before version 3 Prometheus, which prefers it, keeps these as two series: a change of this option starts the
   * series of histograms anew there. Default: true.
   */
  readonly openMetrics?: boolean;
  /**
   * Whether OpenMetrics says since when each series counts, by `_created` samples. Prometheus keeps them as series of their
   * own unless it is told otherwise. Default: false.
   */
  readonly createdTimestamps?: boolean;
  /** Whether clients that ask for it get the body compressed, on other threads than the main one. Default: true. */
  readonly gzip?: boolean;
  /** How long a client may take to read 512 KiB before its connection is ended. 1 … 2,147,483,647. Default: 30,000. */
  readonly idleTimeoutMs?: number;
  /** How many scrapes are answered at a time, slow readers included; others get 503. An integer >= 1. Default: 100. */
  readonly maxConcurrentScrapes?: number;
  /**
   * Who may scrape: `{ username, password }`, `{ token }`, a list of these, or a function that is asked at each request and
   * admits with `true` only. Others get 401. Default: everyone.
   */
  readonly auth?: Authorization<Incoming>;
  /** Where to say how many scrapes there were, how long they took and how large they were. Default: nowhere. */
  readonly selfMetrics?: ScrapeMetricsOptions;
}

export interface ScrapeLimits {
  readonly idleTimeoutMs: number;
  readonly maxConcurrentScrapes: number;
}

/** @throws {MetricsError} ERR_EXPORTER */
export function scrapeLimits({ idleTimeoutMs = 30_000, maxConcurrentScrapes = 100 }: Partial<ScrapeLimits>): ScrapeLimits {
  if (!(typeof idleTimeoutMs === 'number' && idleTimeoutMs >= 1 && idleTimeoutMs <= LONGEST_TIMER_MS))
    throw wrong(`idleTimeoutMs to be a number 1 … ${LONGEST_TIMER_MS}`, idleTimeoutMs);
  if (!(Number.isInteger(maxConcurrentScrapes) && maxConcurrentScrapes >= 1))
    throw wrong('maxConcurrentScrapes to be an integer >= 1', maxConcurrentScrapes);
  return { idleTimeoutMs, maxConcurrentScrapes };
}

function wrong(expected: string, value: unknown): MetricsError {
  return new MetricsError('ERR_EXPORTER', `Exporter: expected ${expected}, got ${quoted(value)}.`);
}
