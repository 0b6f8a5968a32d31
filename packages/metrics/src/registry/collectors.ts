/**
 * Runs the collectors of one registry: all at once, each with its timeout, one collection for all who ask while it lasts.
 * Who can wait no longer gets what there is by then; the others go on waiting.
 */
import type { Collector } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { CheckedCollector } from './checked-collector.ts';
import { callCollector } from './collector-call.ts';
import type { CollectorCall } from './collector-call.ts';
import type { MetricReference } from './metric-reference.ts';

export interface CollectorsOptions {
  /** For collectors that do not bring a timeout of their own. */
  readonly timeoutMs: number;
  /** Called when a collector fails, in whatever way. */
  readonly onFailure: (name: string, error: MetricsError) => void;
}

/** What collectors have brought. */
export interface Collected {
  /** The metrics that have not been brought up to date. */
  readonly leftOut: ReadonlySet<MetricReference>;
  /** What collectors returned that took their time. */
  readonly results: ReadonlyMap<Collector, unknown>;
}

/** Somebody's part in a collection. */
export interface Participation {
  /** Resolves when every collector has finished, failed or taken too long. Never rejects. */
  readonly result: Promise<Collected>;
  /** Returns what there is now; collectors that are busy have failed for who asks, and are reported with `reason`. */
  soFar(reason: Error): Collected;
  /** Takes part no longer. When nobody else does, the calls are given up. */
  leave(reason: Error): void;
}

interface Collection extends Collected {
  /** Calls that have not settled, each with what ends it. */
  readonly pending: Map<CheckedCollector, (reason: Error) => void>;
  readonly leftOut: Set<MetricReference>;
  readonly results: Map<Collector, unknown>;
  /** How many still wait for it. */
  waiting: number;
  readonly result: Promise<Collected>;
}

export class Collectors {
  readonly #options: CollectorsOptions;
  readonly #collectors = new Map<Collector, CheckedCollector>();
  /** Calls that have not settled yet, also those that were given up: some never settle, and go with their collector. */
  readonly #calls = new WeakMap<Collector, CollectorCall>();
  #collection: Collection | undefined;

  constructor(options: CollectorsOptions) {
    this.#options = options;
  }

  /** Returns a function that removes the collector, unless it has been added once more since. */
  add(checked: CheckedCollector): () => void {
    this.#collectors.set(checked.collector, checked);
    return () => {
      if (this.#isPresent(checked)) this.#collectors.delete(checked.collector);
    };
  }

  /** Removes those that messages call so. */
  removeCalled(subject: string): void {
    for (const [collector, checked] of this.#collectors) if (checked.subject === subject) this.#collectors.delete(collector);
  }

  clear(): void {
    this.#collectors.clear();
  }

  #isPresent(checked: CheckedCollector): boolean {
    return this.#collectors.get(checked.collector) === checked;
  }

  /** Joins the collection under way, or begins one. All who take part to the end get the same result. */
  join(): Participation {
    const collection = this.#collection ?? this.#begin();
    collection.waiting++;
    return {
      result: collection.result,
      soFar: (reason) => this.#soFar(collection, reason),
      leave: (reason) => this.#leave(collection, reason),
    };
  }

  #begin(): Collection {
    let resolve!: (result: Promise<Collected>) => void;
    const result = new Promise<Collected>((settle) => {
      resolve = settle;
    });
    const collection: Collection = { pending: new Map(), leftOut: new Set(), results: new Map(), waiting: 0, result };
    // It is there before the first collector runs: one that gathers itself joins it, instead of running all of them again.
    this.#collection = collection;
    resolve(this.#run(collection));
    return collection;
  }

  async #run(collection: Collection): Promise<Collected> {
    await Promise.all([...this.#collectors.values()].map((checked) => this.#attempt(checked, collection)));
    this.#end(collection);
    return collection;
  }

  async #attempt(checked: CheckedCollector, collection: Collection): Promise<void> {
    try {
      const earlier = this.#calls.get(checked.collector);
      // Where only a scrape that could not wait has given it up, it will soon be free.
      if (earlier !== undefined) await this.#settled(checked, collection, earlier.free, () => undefined);
      // Another one may have removed it, in this collection or while it was waited for.
      if (!this.#isPresent(checked)) return;
      const call = this.#call(checked);
      if (call !== undefined) collection.results.set(checked.collector, await this.#settled(checked, collection, call.result, call.giveUp));
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
    collection: Collection,
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

  #soFar({ pending, leftOut, results }: Collection, reason: Error): Collected {
    const busy = [...pending.keys()];
    for (const checked of busy) this.#report(checked, reason);
    return { leftOut: new Set([...leftOut, ...busy.flatMap(({ metrics }) => metrics)]), results: new Map(results) };
  }

  #leave(collection: Collection, reason: Error): void {
    collection.waiting--;
    if (collection.waiting > 0) return;
    this.#end(collection);
    for (const giveUp of collection.pending.values()) giveUp(reason);
  }

  /** The next who asks begins a collection of his own. */
  #end(collection: Collection): void {
    if (this.#collection === collection) this.#collection = undefined;
  }

  #report({ name, subject }: CheckedCollector, cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : quoted(cause);
    this.#options.onFailure(name, new MetricsError('ERR_COMPUTE', `${subject} failed: ${reason}`, { cause }));
  }
}
