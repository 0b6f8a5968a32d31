/**
 * Runs collectors: all at once, each with its timeout, one collection for all who ask while it lasts. Who may wait for a
 * shorter time than the others gets what there is by then; the others go on waiting, and share one result.
 */
import type { Collector } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { CheckedCollector } from './checked-collector.ts';
import { callCollector } from './collector-call.ts';
import type { CollectorCall } from './collector-call.ts';
import { afterDelay } from './deadline.ts';

export interface CollectorsOptions<Result> {
  /** For collectors that do not bring a timeout of their own. */
  readonly timeoutMs: number;
  /** Reads what has been collected, without the metrics of collectors that have failed. */
  readonly read: (leftOut: ReadonlySet<string>) => Result;
  /** Called when a collector fails, in whatever way. */
  readonly onFailure: (name: string, error: MetricsError) => void;
}

interface Collection<Result> {
  /** Calls that have not settled, each with what ends it. */
  readonly pending: Map<CheckedCollector, (reason: Error) => void>;
  /** Names of the metrics that have not been brought up to date. */
  readonly leftOut: Set<string>;
  /** How many still wait for it. */
  waiting: number;
  readonly result: Promise<Result>;
}

export class Collectors<Result> {
  readonly #options: CollectorsOptions<Result>;
  readonly #collectors = new Map<Collector, CheckedCollector>();
  /** Calls that have not settled yet, also those that were given up. */
  readonly #calls = new Map<Collector, CollectorCall>();
  #collection: Collection<Result> | undefined;

  constructor(options: CollectorsOptions<Result>) {
    this.#options = options;
  }

  add(checked: CheckedCollector): () => void {
    this.#collectors.set(checked.collector, checked);
    return () => void this.#collectors.delete(checked.collector);
  }

  clear(): void {
    this.#collectors.clear();
  }

  /**
   * Resolves when every collector has finished, failed or taken too long; joins a collection under way. All whose time
   * has not passed by then get the same result.
   * @param timeoutMs how long to wait at most. Default: as long as the collectors may take
   */
  async collect(timeoutMs?: number): Promise<Result> {
    const startMs = performance.now();
    const collection = this.#collection ?? this.#begin();
    collection.waiting++;
    if (timeoutMs === undefined) return collection.result;
    return this.#within(collection, timeoutMs, timeoutMs - (performance.now() - startMs));
  }

  #begin(): Collection<Result> {
    let resolve!: (result: Promise<Result>) => void;
    const result = new Promise<Result>((settle) => {
      resolve = settle;
    });
    const collection: Collection<Result> = { pending: new Map(), leftOut: new Set(), waiting: 0, result };
    // It is there before the first collector runs: one that gathers itself joins it, instead of running all of them again.
    this.#collection = collection;
    resolve(this.#run(collection));
    return collection;
  }

  async #run(collection: Collection<Result>): Promise<Result> {
    await Promise.all([...this.#collectors.values()].map((checked) => this.#attempt(checked, collection)));
    this.#end(collection);
    return this.#options.read(collection.leftOut);
  }

  async #attempt(checked: CheckedCollector, collection: Collection<Result>): Promise<void> {
    try {
      const earlier = this.#calls.get(checked.collector);
      // Where only a scrape that could not wait has given it up, it will soon be free.
      if (earlier !== undefined) await this.#settled(checked, collection, earlier.free, () => undefined);
      const call = this.#call(checked);
      if (call !== undefined) await this.#settled(checked, collection, call.result, call.giveUp);
    } catch (cause) {
      for (const metric of checked.metrics) collection.leftOut.add(metric);
      // Once nobody waits any more, everyone has been told already.
      if (this.#collection === collection) this.#report(checked, cause);
    } finally {
      collection.pending.delete(checked);
    }
  }

  #call({ collector, timeoutMs = this.#options.timeoutMs }: CheckedCollector): CollectorCall | undefined {
    const call = callCollector(collector, timeoutMs, () => void this.#calls.delete(collector));
    if (call !== undefined) this.#calls.set(collector, call);
    return call;
  }

  /** Waits until the promise settles, or everybody has left the collection. */
  #settled(
    checked: CheckedCollector,
    collection: Collection<Result>,
    promise: Promise<unknown>,
    giveUp: (reason: Error) => void,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      collection.pending.set(checked, (reason) => {
        giveUp(reason);
        reject(reason);
      });
      promise.then(resolve, reject);
    });
  }

  #within(collection: Collection<Result>, timeoutMs: number, delayMs: number): Promise<Result> {
    return new Promise((resolve, reject) => {
      const cancel = afterDelay(delayMs, () => resolve(this.#leave(collection, timeoutMs)));
      collection.result.then(resolve, reject).finally(cancel);
    });
  }

  /** Returns what there is for one who may wait no longer. Calls go on for as long as somebody waits for them. */
  #leave(collection: Collection<Result>, timeoutMs: number): Result {
    const reason = new Error(`it took longer than the ${timeoutMs} ms of this scrape`);
    const pending = [...collection.pending];
    collection.waiting--;
    if (collection.waiting === 0) {
      this.#end(collection);
      for (const [, giveUp] of pending) giveUp(reason);
    }
    for (const [checked] of pending) this.#report(checked, reason);
    return this.#options.read(new Set([...collection.leftOut, ...pending.flatMap(([{ metrics }]) => metrics)]));
  }

  /** The next who asks begins a collection of his own. */
  #end(collection: Collection<Result>): void {
    if (this.#collection === collection) this.#collection = undefined;
  }

  #report({ name }: CheckedCollector, cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : quoted(cause);
    this.#options.onFailure(name, new MetricsError('ERR_COMPUTE', `Collector "${name}" failed: ${reason}`, { cause }));
  }
}
