import type { CacheSource } from './source.ts';

/** What a trace is made of. */
export interface TraceParts {
  readonly begunAt: number;
  readonly expiresAt: number;
  readonly versions: ReadonlyMap<CacheSource<unknown>, unknown>;
}

/** What an answer was found from: every source that was read, with its version at that moment, and a deadline. Immutable. */
export class Trace {
  /**
   * When the computation began, in seconds of the clock. Ages count from here: what a computation asks for may have been
   * looked up at its very beginning, so the answer is as old as the question.
   */
  readonly begunAt: number;
  /** When the answer expires, in seconds of the clock: `Infinity` when its sources alone say how long it holds. */
  readonly expiresAt: number;
  readonly #sources: readonly CacheSource<unknown>[];
  readonly #versions: readonly unknown[];

  constructor({ begunAt, expiresAt, versions }: TraceParts) {
    this.begunAt = begunAt;
    this.expiresAt = expiresAt;
    this.#sources = [...versions.keys()];
    this.#versions = [...versions.values()];
  }

  /** Whether every source still has the version that was read. O(sources). */
  isCurrent(): boolean {
    for (let i = 0; i < this.#sources.length; i++) if (!Object.is(this.#sources[i]!.version, this.#versions[i])) return false;
    return true;
  }

  /** Whether the answer is for nobody but those who wait for it, as there is none or it was found in spite of an error. */
  get isForAskersOnly(): boolean {
    return this.expiresAt === -Infinity;
  }

  /** Until when the answer is fresh for someone who takes none that is older than `ttlSeconds`. */
  freshUntil(ttlSeconds: number | undefined): number {
    return ttlSeconds === undefined ? this.expiresAt : Math.min(this.expiresAt, this.begunAt + ttlSeconds);
  }

  /** Calls `visit` with every source and the version that was read. */
  forEach(visit: (source: CacheSource<unknown>, version: unknown) => void): void {
    for (const [i, source] of this.#sources.entries()) visit(source, this.#versions[i]);
  }
}
