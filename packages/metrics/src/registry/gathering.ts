/**
 * Gathers a registry together with those it includes: one gathering for all who ask while it lasts. Each registry
 * collects once for all of its readers, so that one that is exposed by itself as well runs its collectors once.
 */
import type { MetricFamily } from '../model/family.ts';
import { afterDelay } from '../timing/after-delay.ts';
import type { Collected, Collectors, Participation } from './collectors.ts';

/** A registry, as those who gather see it. */
export interface GatheredRegistry {
  readonly collectors: Collectors;
}

/** A registry and what its collectors have brought. */
export interface Gathered<Source extends GatheredRegistry> {
  readonly source: Source;
  readonly collected: Collected;
}

/** Returns what an exposition shows of the registries. */
type Read<Source extends GatheredRegistry> = (gathered: readonly Gathered<Source>[]) => readonly MetricFamily[];

interface Shared<Source> {
  readonly parts: { readonly source: Source; readonly participation: Participation }[];
  /** How many still wait for it. */
  waiting: number;
  readonly result: Promise<readonly MetricFamily[]>;
}

export class Gathering<Source extends GatheredRegistry> {
  readonly #sources: () => Iterable<Source>;
  readonly #read: Read<Source>;
  #shared: Shared<Source> | undefined;

  constructor(sources: () => Iterable<Source>, read: Read<Source>) {
    this.#sources = sources;
    this.#read = read;
  }

  /**
   * Resolves when all collectors have finished, failed or taken too long; joins a gathering under way. All whose time has
   * not passed by then get the same array.
   * @param timeoutMs how long to wait at most. Default: as long as the collectors may take
   */
  async gather(timeoutMs?: number): Promise<readonly MetricFamily[]> {
    const startMs = performance.now();
    const shared = this.#shared ?? this.#begin();
    shared.waiting++;
    if (timeoutMs === undefined) return shared.result;
    return this.#within(shared, timeoutMs, timeoutMs - (performance.now() - startMs));
  }

  #begin(): Shared<Source> {
    let resolve!: (result: Promise<readonly MetricFamily[]>) => void;
    const result = new Promise<readonly MetricFamily[]>((settle) => {
      resolve = settle;
    });
    const shared: Shared<Source> = { parts: [], waiting: 0, result };
    // It is there before the first collector runs, which may gather itself.
    this.#shared = shared;
    for (const source of this.#sources()) shared.parts.push({ source, participation: source.collectors.join() });
    resolve(this.#finished(shared));
    return shared;
  }

  async #finished(shared: Shared<Source>): Promise<readonly MetricFamily[]> {
    const gathered = await Promise.all(
      shared.parts.map(async ({ source, participation }) => ({ source, collected: await participation.result })),
    );
    this.#end(shared);
    return this.#read(gathered);
  }

  #within(shared: Shared<Source>, timeoutMs: number, delayMs: number): Promise<readonly MetricFamily[]> {
    return new Promise((resolve, reject) => {
      // What it throws rejects a promise; thrown from a timer, it would end the process.
      const left = (): Promise<readonly MetricFamily[]> => new Promise((settle) => settle(this.#leave(shared, timeoutMs)));
      const cancel = afterDelay(delayMs, () => resolve(left()));
      shared.result.then(resolve, reject).finally(cancel);
    });
  }

  /** Returns what there is for one who may wait no longer. */
  #leave(shared: Shared<Source>, timeoutMs: number): readonly MetricFamily[] {
    const reason = new Error(`it took longer than the ${timeoutMs} ms of this scrape`);
    const gathered = shared.parts.map(({ source, participation }) => ({ source, collected: participation.soFar(reason) }));
    shared.waiting--;
    if (shared.waiting === 0) {
      this.#end(shared);
      for (const { participation } of shared.parts) participation.leave(reason);
    }
    return this.#read(gathered);
  }

  /** The next who asks begins a gathering of his own. */
  #end(shared: Shared<Source>): void {
    if (this.#shared === shared) this.#shared = undefined;
  }
}
