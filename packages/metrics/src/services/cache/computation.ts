/**
 * A computation of an answer while it runs: what it has read so far, and whom it waits for.
 *
 * Which computation asks is known by `active`, as long as it runs synchronously. Behind an `await` its own `read` knows it;
 * there is no portable way to know it for other calls.
 */
import { circleError, endlessError, lateReadError, noSourceError } from './cache-errors.ts';
import type { Question } from './question.ts';
import type { CacheSource, Read } from './source.ts';
import { Trace } from './trace.ts';

/** The version of a source that was read twice and changed in between: no source ever has it. */
const TORN = Symbol('torn');

let active: Computation | undefined;

/** The computation that is running right now. */
export function activeComputation(): Computation | undefined {
  return active;
}

export class Computation {
  readonly question: Question;
  /** In seconds of the clock. */
  readonly begunAt: number;
  readonly #versions = new Map<CacheSource<unknown>, unknown>();
  /** The loads that this one has asked for; what they read counts while they run. */
  readonly #awaited = new Set<Computation>();
  /** The computations that wait for this one. Invariant: following them leads to no computation twice. */
  readonly #askers = new Set<Computation>();
  #expiresAt = Infinity;
  #trace: Trace | undefined;

  /** @param asker who goes on when this one has returned */
  constructor(question: Question, begunAt: number, asker?: Computation) {
    this.question = question;
    this.begunAt = begunAt;
    if (asker !== undefined) this.#askers.add(asker);
  }

  /** Calls `work`; what it asks of caches before it returns or awaits counts for this computation. */
  run<Result>(work: (read: Read) => Result): Result {
    const read = (input: CacheSource<unknown> | (() => unknown)): unknown => this.#read(input);
    return within(this, () => work(read as Read));
  }

  /** Whether every source that was read up to now still has the version that was read. */
  isCurrent(): boolean {
    for (const [source, version] of this.#versions) if (!Object.is(source.version, version)) return false;
    for (const each of this.#awaited) if (!each.isCurrent()) return false;
    return true;
  }

  /** Notes that a source was read. */
  record(source: CacheSource<unknown>, version: unknown): void {
    const isTorn = this.#versions.has(source) && !Object.is(this.#versions.get(source), version);
    this.#versions.set(source, isTorn ? TORN : version);
  }

  /** Notes that another answer was used, which the one who asked took until `until` only. */
  include(trace: Trace, until: number): void {
    trace.forEach((source, version) => this.record(source, version));
    this.#expireBy(until);
  }

  /** Notes that this computation waits for a load, whose answer it takes for `ttlSeconds` only. */
  waitFor(load: Computation, ttlSeconds: number | undefined): void {
    this.#awaited.add(load);
    load.#askers.add(this);
    if (ttlSeconds !== undefined) this.#expireBy(load.begunAt + ttlSeconds);
  }

  /**
   * Ends the computation with an answer that may be `ttlSeconds` old.
   * @throws {MetricsError} ERR_COMPUTE when nothing would ever end that answer
   */
  end(ttlSeconds: number | undefined): Trace {
    if (ttlSeconds !== undefined) this.#expireBy(this.begunAt + ttlSeconds);
    for (const { trace } of this.#awaited) {
      // Of a load that was not waited for, nobody knows yet what it reads.
      if (trace === undefined) this.#expireBy(-Infinity);
      else this.include(trace, trace.expiresAt);
    }
    if (this.#versions.size === 0 && this.#expiresAt === Infinity) throw endlessError(this.question);
    return this.#seal();
  }

  /** Ends the computation without an answer. Whoever used that it failed has an answer for itself alone. */
  fail(): void {
    this.#expireBy(-Infinity);
    this.#seal();
  }

  /** What was read, once the computation has ended. */
  get trace(): Trace | undefined {
    return this.#trace;
  }

  /** Whether others may still join: nothing that was read has changed, and nothing has failed. */
  isJoinable(): boolean {
    return this.#trace?.isForAskersOnly !== true && this.isCurrent();
  }

  /** The questions from `question` down to that of this computation, each of which waits for the next; undefined when it does not. */
  pathFrom(question: Question): readonly Question[] | undefined {
    if (this.#trace !== undefined) return undefined;
    if (this.question.cache === question.cache && this.question.key === question.key) return [this.question];
    for (const asker of this.#askers) {
      const path = asker.pathFrom(question);
      if (path !== undefined) return [...path, this.question];
    }
    return undefined;
  }

  #read(input: CacheSource<unknown> | (() => unknown)): unknown {
    if (this.#trace !== undefined) throw lateReadError(this.question);
    if (typeof input === 'function') return this.#inside(input);
    // The version comes first: if taking the value changes it, the answer counts as outdated, not as newer than it is.
    const version: unknown = (input as CacheSource<unknown> | null | undefined)?.version;
    // What has no version would never change.
    if (version === undefined) throw noSourceError(this.question, input);
    this.record(input, version);
    // An inner computation may read through the `read` of an outer one.
    if (active !== this) active?.record(input, version);
    return this.#inside(() => input.value);
  }

  /** What is asked by an inner computation is passed on by that one. */
  #inside<Result>(work: () => Result): Result {
    return active === undefined ? within(this, work) : work();
  }

  #expireBy(seconds: number): void {
    this.#expiresAt = Math.min(this.#expiresAt, seconds);
  }

  #seal(): Trace {
    this.#trace = new Trace({ begunAt: this.begunAt, expiresAt: this.#expiresAt, versions: this.#versions });
    return this.#trace;
  }
}

function within<Result>(computation: Computation, work: () => Result): Result {
  const outer = active;
  active = computation;
  try {
    return work();
  } finally {
    active = outer;
  }
}

/**
 * Refuses a question on whose answer its own computation would wait.
 * @throws {MetricsError} ERR_COMPUTE with the circle
 */
export function refuseCircle(question: Question, asker: Computation | undefined): void {
  const path = asker?.pathFrom(question);
  if (path !== undefined) throw circleError(path);
}
