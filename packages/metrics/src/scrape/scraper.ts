/** Answers scrapes, whatever carries them: who may, how many at a time, of which metrics, in which format. */
import type { ByteBuffer } from '../exposition/byte-buffer.ts';
import { Document } from '../exposition/document.ts';
import type { Gatherer } from '../model/collector.ts';
import { checkGatherer } from '../model/gatherer.ts';
import { report } from '../model/report.ts';
import { BUSY, FAILED, LEFT, unauthorized } from './answer.ts';
import type { Answer } from './answer.ts';
import { Guard } from './authorization.ts';
import { listedFamilies } from './name-filter.ts';
import type { BodySource } from './body-source.ts';
import { boundedGathering } from './bounded-gathering.ts';
import { endOfRound } from './loop-budget.ts';
import { leaseMoment, momentsTaken } from './shared-moments.ts';
import { ScrapeMetrics } from './scrape-metrics.ts';
import { scrapeLimits } from './scrape-options.ts';
import type { ScrapeLimits, ScrapeOptions } from './scrape-options.ts';
import { readScrapeRequest } from './scrape-request.ts';
import type { RequestHead, ScrapeRequest } from './scrape-request.ts';

/** A request, and whether anybody waits for its answer still. */
export interface ScrapeHead extends RequestHead {
  isGone(): boolean;
}

/** A body to be sent, with status 200. Who sends it says how that ended, once. */
export interface Scrape {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodySource;
  /** Whether the body is to be compressed on its way, as the headers say. */
  readonly gzip: boolean;
  /** @param isWhole whether the client has got all of it */
  end(isWhole: boolean): void;
  /** Reports what making the body threw, and returns the answer to send if nothing of the body has been sent yet. */
  fail(error: unknown): Answer;
}

export class Scraper<Incoming> {
  readonly limits: ScrapeLimits;
  readonly #gatherer: Gatherer;
  readonly #options: ScrapeOptions<Incoming>;
  readonly #guard: Guard<Incoming> | undefined;
  readonly #metrics: ScrapeMetrics | undefined;
  #active = 0;

  /** @throws {MetricsError} ERR_EXPORTER for options that are none, and for what is no gatherer */
  constructor(gatherer: Gatherer, options: ScrapeOptions<Incoming>) {
    checkGatherer(gatherer, 'Exporter', 'ERR_EXPORTER');
    this.limits = scrapeLimits(options);
    this.#gatherer = gatherer;
    this.#options = options;
    this.#guard = options.auth === undefined ? undefined : new Guard(options.auth);
    this.#metrics = options.selfMetrics === undefined ? undefined : new ScrapeMetrics(options.selfMetrics);
  }

  /** Returns what to answer; never rejects. */
  async answer(incoming: Incoming, head: ScrapeHead): Promise<Answer | Scrape> {
    const { openMetrics = true, gzip = true } = this.#options;
    try {
      const asked = readScrapeRequest(head, { openMetrics, gzip });
      if ('status' in asked) return this.#refuse(asked);
      if (this.#guard !== undefined && !(await this.#guard.admits(incoming, head)))
        return this.#refuse(unauthorized(this.#guard.challenge));
      if (this.#active >= this.limits.maxConcurrentScrapes) return this.#refuse(BUSY);
      return await this.#scrape(asked, head);
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** One body is one consistent moment: the values are copied before the first byte is sent. */
  async #scrape({ exposition, gzip, names, timeoutMs }: ScrapeRequest, head: ScrapeHead): Promise<Answer | Scrape> {
    const place = this.#begin();
    try {
      const since = momentsTaken();
      await endOfRound();
      const families = await boundedGathering(this.#gatherer, timeoutMs === undefined ? {} : { timeoutMs });
      if (head.isGone()) {
        place.end('aborted');
        return LEFT;
      }
      const { moment, release } = leaseMoment(listedFamilies(families, names), since);
      place.holds(release);
      const { createdTimestamps = false } = this.#options;
      const document = new Document(moment, exposition, { createdTimestamps });
      const headers = { 'Content-Type': exposition.contentType, Vary: 'Accept, Accept-Encoding' };
      return {
        headers: gzip ? { ...headers, 'Content-Encoding': 'gzip' } : headers,
        body: this.#metrics === undefined ? document : new MeasuredBody(document, this.#metrics),
        gzip,
        end: (isWhole) => place.end(isWhole ? 'whole' : 'aborted'),
        fail: (error) => (place.end('failed'), this.#fail(error)),
      };
    } catch (error) {
      place.end('failed');
      throw error;
    }
  }

  /** Takes one of the places until it is ended. */
  #begin(): Place {
    const metrics = this.#metrics;
    const stop = metrics?.begin();
    this.#active++;
    return new Place((outcome) => {
      this.#active--;
      if (stop !== undefined) metrics?.end(stop);
      if (outcome === 'whole') metrics?.countAnswer(200);
      if (outcome === 'aborted') metrics?.countAborted();
    });
  }

  #refuse(answer: Answer): Answer {
    this.#metrics?.countAnswer(answer.status);
    return answer;
  }

  #fail(error: unknown): Answer {
    report(error, this.#options.onError);
    return this.#refuse(FAILED);
  }
}

/** What a scrape holds from its beginning to its end, which comes once. */
class Place {
  readonly #onEnd: (outcome: 'whole' | 'aborted' | 'failed') => void;
  #release: (() => void) | undefined;
  #isOpen = true;

  constructor(onEnd: (outcome: 'whole' | 'aborted' | 'failed') => void) {
    this.#onEnd = onEnd;
  }

  /** Has `release` called at the end. */
  holds(release: () => void): void {
    this.#release = release;
  }

  end(outcome: 'whole' | 'aborted' | 'failed'): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#release?.();
    this.#onEnd(outcome);
  }
}

/** Records how long a body is when it has been made. */
class MeasuredBody implements BodySource {
  readonly #source: BodySource;
  readonly #metrics: ScrapeMetrics;
  #bytes = 0;

  constructor(source: BodySource, metrics: ScrapeMetrics) {
    this.#source = source;
    this.#metrics = metrics;
  }

  appendNext(target: ByteBuffer): boolean {
    const before = target.length;
    const hasMore = this.#source.appendNext(target);
    this.#bytes += target.length - before;
    if (!hasMore) this.#metrics.observeSize(this.#bytes);
    return hasMore;
  }
}
