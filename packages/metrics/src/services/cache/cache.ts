import type { CollectorSignal } from '../../model/abort-signal.ts';
import type { Clock } from '../../model/clock.ts';
import { systemClock } from '../../timing/system-clock.ts';
import { computeAnswer } from './answer.ts';
import type { Answer, Load } from './answer.ts';
import { CacheMetrics } from './cache-metrics.ts';
import { DEFAULT_MAX_ENTRIES, checkCacheOptions, checkKey, checkLoadOptions, checkTtl } from './cache-options.ts';
import type { CacheGetOptions, CacheLoadOptions, CacheOptions } from './cache-options.ts';
import { Computation, activeComputation, refuseCircle } from './computation.ts';
import { Entries } from './entries.ts';
import { Loads } from './loads.ts';
import type { Question } from './question.ts';
import { versioned } from './source.ts';
import type { Read } from './source.ts';

/**
 * Keeps answers with the versions of what was read to find them, and gives them again only while all of these are the same.
 * So a computation gets whatever may change through `read`, or has a `ttlSeconds`; what else it looks at is not seen. A key
 * stands for one computation: who gives a key to two of them gets the answer of either. Answers are shared: nobody changes them.
 * @example
 * const cache = new Cache({ name: 'reports', factory: registry, prefix: 'shop' });
 * const orders = versioned([{ country: 'CH' }, { country: 'AT' }]);
 * const count = () => cache.get('count', (read) => read(orders).length);
 * count(); // => 2
 * orders.set([]);
 * count() // => 0
 */
export class Cache {
  /** Tells caches apart, in metrics and errors. */
  readonly name: string;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #metrics: CacheMetrics;
  readonly #entries: Entries;
  readonly #loads: Loads;
  /** A source of every answer that was found from others of this cache, as those that are invalidated may be among them. */
  readonly #invalidations = versioned(undefined);

  /** @throws {MetricsError} ERR_METRIC_OPTIONS; what the factory throws for the prefix or the name */
  constructor(options: CacheOptions) {
    checkCacheOptions(options);
    const { name, factory, prefix, maxEntries = DEFAULT_MAX_ENTRIES, clock = systemClock, onError } = options;
    this.name = name;
    this.#clock = clock;
    this.#metrics = new CacheMetrics({ name, factory, prefix, clock });
    this.#entries = new Entries(maxEntries, this.#metrics);
    this.#loads = new Loads({ entries: this.#entries, clock, metrics: this.#metrics, onError });
  }

  /**
   * Returns the answer that is kept for `key`, or computes it when there is none, when a source that was read has another
   * version, or when it is too old. What `compute` asks caches for counts as read. What it throws is thrown on, and nothing is
   * kept. A key of several parts is written `JSON.stringify([a, b])`, which keeps them apart. O(sources) for a kept answer.
   * @throws {MetricsError} ERR_COMPUTE for a computation that waits for itself, that returns a promise, or that neither reads
   * nor has a `ttlSeconds`, as its answer would be given for ever; ERR_METRIC_OPTIONS
   * @example
   * const cache = new Cache({ name: 'prices', factory: registry, prefix: 'shop' });
   * const price = versioned(100);
   * const withTax = () => cache.get('with-tax', (read) => read(price) * 1.5);
   * const pair = () => cache.get('pair', () => withTax() * 2);
   * pair(); // => 300
   * price.set(200);
   * pair() // => 600
   */
  get<Value>(key: string, compute: (read: Read) => Value, options?: CacheGetOptions): Value {
    const ttlSeconds = options?.ttlSeconds;
    const answer = this.#entries.find(key)?.answer;
    if (answer !== undefined && this.#isBefore(answer.trace.freshUntil(ttlSeconds)) && answer.trace.isCurrent()) {
      this.#metrics.hits.inc();
      this.#give(answer, ttlSeconds);
      return answer.value as Value;
    }
    const question = this.#question(key);
    checkTtl(ttlSeconds, question);
    return this.#compute(question, compute, ttlSeconds) as Value;
  }

  /**
   * Returns the answer that is kept for `key`, or loads it as `get` computes it. Whoever asks while it is loading waits for
   * the same load, unless a source that the load has read has changed since, or the key was invalidated: then a new one
   * begins, and the former answer goes to those who asked before. No answer is older than `ttlSeconds + staleSeconds` when it
   * is given, but for one that was waited for, which is as old as its load took. Behind an `await`, what `start` asks caches
   * for counts only by `read(() => cache.get(…))`. When a load fails, all who wait for it fail, and the next asker begins a new
   * one; a refresh that fails, for which nobody waits, is reported and tried again after a second.
   * @throws {MetricsError} ERR_COMPUTE as `get`, and for a load that took too long; ERR_METRIC_OPTIONS
   * @example
   * const cache = new Cache({ name: 'database', factory: registry, prefix: 'shop' });
   * const countOpen = async ({ signal }: { signal: AbortSignal }) => (signal.aborted ? 0 : 12);
   * await cache.load('open-orders', (signal) => countOpen({ signal }), { ttlSeconds: 30, staleSeconds: 300 }) // => 12
   */
  async load<Value>(
    key: string,
    start: (signal: CollectorSignal, read: Read) => Value | PromiseLike<Value>,
    options: CacheLoadOptions = {},
  ): Promise<Value> {
    const question = this.#question(key);
    checkLoadOptions(options, question);
    const load = { start, options };
    const kept = this.#kept(question, load);
    if (kept !== undefined) return kept.value as Value;
    const asker = this.#asker(question);
    this.#metrics.misses.inc();
    const { value, trace } = await this.#loads.join(question, load, asker);
    this.#metrics.givenBegunAt = trace.begunAt;
    return value as Value;
  }

  /**
   * Forgets the answer of a key, and all that were found from others of this cache. One that is being computed is given to
   * those who asked before, and not kept. Only needed for what cannot be a source. Returns whether there was one.
   */
  invalidate(key: string): boolean {
    this.#invalidations.touch();
    return this.#entries.remove(key);
  }

  /** Forgets all answers, as `invalidate` does one. */
  clear(): void {
    this.#invalidations.touch();
    this.#entries.clear();
  }

  #compute(question: Question, compute: (read: Read) => unknown, ttlSeconds: number | undefined): unknown {
    const asker = this.#asker(question);
    this.#metrics.misses.inc();
    const computation = new Computation(question, this.#clock.monotonic(), asker);
    const { version } = this.#invalidations;
    try {
      const answer = computeAnswer(computation, compute, ttlSeconds, { clock: this.#clock, metrics: this.#metrics });
      const isKept = !answer.trace.isForAskersOnly && version === this.#invalidations.version;
      if (isKept) this.#entries.obtain(question.key).answer = answer;
      this.#metrics.givenBegunAt = computation.begunAt;
      return answer.value;
    } finally {
      const { trace } = computation;
      if (trace !== undefined) asker?.include(trace, trace.freshUntil(ttlSeconds));
    }
  }

  /** Gives the answer that can be given at once, if there is one; one that has expired is being refreshed then. */
  #kept(question: Question, load: Load): Answer | undefined {
    const entry = this.#entries.find(question.key);
    const answer = entry?.answer;
    if (entry === undefined || answer === undefined || !answer.trace.isCurrent()) return undefined;
    const until = answer.trace.freshUntil(load.options.ttlSeconds);
    const isFresh = this.#isBefore(until);
    if (!isFresh && !this.#isBefore(until + (load.options.staleSeconds ?? 0))) return undefined;
    this.#metrics[isFresh ? 'hits' : 'stale'].inc();
    this.#give(answer, load.options.ttlSeconds);
    if (!isFresh) this.#loads.refresh(entry, question, load);
    return answer;
  }

  /** Notes that a kept answer is given, for the computation that asks, if there is one. */
  #give({ trace }: Answer, ttlSeconds: number | undefined): void {
    this.#metrics.givenBegunAt = trace.begunAt;
    const asker = activeComputation();
    if (asker !== undefined) {
      asker.record(this.#invalidations, this.#invalidations.version);
      asker.include(trace, trace.freshUntil(ttlSeconds));
    }
  }

  /** Returns the computation that asks, if there is one, which from now on waits for the answer. */
  #asker(question: Question): Computation | undefined {
    const asker = activeComputation();
    refuseCircle(question, asker);
    asker?.record(this.#invalidations, this.#invalidations.version);
    return asker;
  }

  #question(key: string): Question {
    checkKey(key, this.name);
    return { cache: this, key };
  }

  /** The clock, which takes longer than the rest of a hit, is asked only where there is a deadline. */
  #isBefore(seconds: number): boolean {
    return seconds === Infinity || this.#clock.monotonic() < seconds;
  }
}
