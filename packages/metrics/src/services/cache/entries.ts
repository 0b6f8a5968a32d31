import type { Answer } from './answer.ts';
import type { CacheMetrics } from './cache-metrics.ts';
import { RecentlyUsed } from './recently-used.ts';
import type { RunningLoad } from './running-load.ts';

/** What a cache has for a key. */
export interface Entry {
  readonly key: string;
  answer: Answer | undefined;
  /** The load whose answer will be kept. */
  running: RunningLoad | undefined;
  /** When a refresh may begin, in seconds of the clock. */
  refreshAt: number;
}

/** The entries of a cache: a limited number of them, which its metrics show. */
export class Entries {
  readonly #entries: RecentlyUsed<Entry>;
  readonly #metrics: CacheMetrics;
  /** What this cache has added to the metric, which caches of one name share. */
  #shownSize = 0;

  constructor(maxEntries: number, metrics: CacheMetrics) {
    this.#entries = new RecentlyUsed(maxEntries);
    this.#metrics = metrics;
  }

  /** Returns the entry of a key, if there is one, as the latest to be evicted. */
  find(key: string): Entry | undefined {
    return this.#entries.use(key);
  }

  /** Returns the entry of a key, new if need be. A load whose entry is evicted goes on for those who wait for it. */
  obtain(key: string): Entry {
    const known = this.#entries.use(key);
    if (known !== undefined) return known;
    const entry: Entry = { key, answer: undefined, running: undefined, refreshAt: -Infinity };
    if (this.#entries.add(key, entry)) this.#metrics.evictions.inc();
    this.#showSize();
    return entry;
  }

  /** Whether the entry is still there, not evicted or removed since. */
  has(entry: Entry): boolean {
    return this.#entries.peek(entry.key) === entry;
  }

  /** Removes the entry of a key. Returns whether it was there. */
  remove(key: string): boolean {
    const wasThere = this.#entries.delete(key);
    this.#showSize();
    return wasThere;
  }

  clear(): void {
    this.#entries.clear();
    this.#showSize();
  }

  #showSize(): void {
    const { size } = this.#entries;
    this.#metrics.entries.inc(size - this.#shownSize);
    this.#shownSize = size;
  }
}
