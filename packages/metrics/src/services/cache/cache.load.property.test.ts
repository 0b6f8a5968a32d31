import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import { versioned } from './source.ts';
import type { Read } from './source.ts';

const OPTIONS = { ttlSeconds: 5, staleSeconds: 10 };
const KEYS = ['early', 'late', 'both', 'outer'] as const;
type Key = (typeof KEYS)[number];

/** A load as it was when it began, and what it has read since. */
interface Part {
  readonly key: Key;
  readonly begunAt: number;
  /** How often its key had been invalidated when it began. */
  readonly invalidations: number;
  readonly reads: { readonly source: number; readonly version: number }[];
}

/** The load of an answer, and behind it those whose answers it was found from. */
type Answer = readonly [Part, ...Part[]];

/** What is asked for, with all that an answer must not be older than. */
interface Question {
  readonly askedAt: number;
  readonly versions: readonly number[];
  readonly invalidations: Readonly<Record<Key, number>>;
  readonly endedBefore: ReadonlySet<Part>;
}

const key = fc.constantFrom(...KEYS);
const step = fc.record({
  action: fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('ask' as const), key }) },
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('open' as const), gate: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), gate: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('change' as const), source: fc.nat(1) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('invalidate' as const), key }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('advance' as const), seconds: fc.integer({ min: 1, max: 8 }) }) },
  ),
  // How much of what waits for promises runs before the next step.
  ticks: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }), fc.constant(50)),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

class Model {
  now = 0;
  kept = 0;
  readonly sources = [versioned(0), versioned(0)] as const;
  readonly running = new Set<Part>();
  readonly ended = new Set<Part>();
  readonly outcomes: Promise<void>[] = [];
  readonly invalidations: Record<Key, number> = { early: 0, late: 0, both: 0, outer: 0 };
  readonly cache: Cache;
  readonly #gates: { readonly open: () => void; readonly fail: () => void }[] = [];
  readonly #hasRoomForAll: boolean;

  constructor(maxEntries: number) {
    this.#hasRoomForAll = maxEntries >= KEYS.length;
    this.cache = new Cache({ name: 'c', factory: new Registry(), prefix: 'shop', maxEntries, clock: { monotonic: () => this.now } });
  }

  apply(action: Step['action']): void {
    if (action.kind === 'ask') this.outcomes.push(this.#ask(action.key));
    else if (action.kind === 'open' || action.kind === 'fail') this.#gates.splice(action.gate, 1)[0]?.[action.kind]();
    else if (action.kind === 'change') this.sources[action.source as 0 | 1].touch();
    else if (action.kind === 'advance') this.now += action.seconds;
    else if (action.kind === 'invalidate') {
      this.invalidations[action.key] += 1;
      this.cache.invalidate(action.key);
    } else {
      for (const each of KEYS) this.invalidations[each] += 1;
      this.cache.clear();
    }
  }

  /** Lets all loads end. */
  async finish(): Promise<void> {
    for (let i = 0; i < 10; i++) {
      for (const gate of this.#gates.splice(0)) gate.open();
      await new Promise((resolve) => void setImmediate(resolve));
    }
    await Promise.all(this.outcomes);
  }

  async #ask(asked: Key): Promise<void> {
    const question: Question = {
      askedAt: this.now,
      versions: this.sources.map(({ version }) => version),
      invalidations: { ...this.invalidations },
      endedBefore: new Set(this.ended),
    };
    let answer: Answer;
    try {
      answer = await this.#load(asked);
    } catch (error) {
      expect(String(error)).toBe('Error: boom');
      return;
    }
    this.#check(question, answer);
  }

  #check(question: Question, answer: Answer): void {
    for (const { source, version } of answer.flatMap(({ reads }) => reads)) {
      expect(version).toBeGreaterThanOrEqual(question.versions[source]!);
    }
    for (const part of answer) expect(part.invalidations).toBeGreaterThanOrEqual(question.invalidations[part.key]);
    if (!question.endedBefore.has(answer[0])) return;
    this.kept += 1;
    for (const { begunAt } of answer) expect(question.askedAt - begunAt).toBeLessThan(OPTIONS.ttlSeconds + OPTIONS.staleSeconds);
  }

  #load(asked: Key): Promise<Answer> {
    return this.cache.load(asked, (_, read) => this.#start(asked, read), OPTIONS);
  }

  async #start(asked: Key, read: Read): Promise<Answer> {
    const part: Part = { key: asked, begunAt: this.now, invalidations: this.invalidations[asked], reads: [] };
    this.#checkSingleFlight(part);
    this.running.add(part);
    try {
      return [part, ...(await this.#work(part, read))];
    } finally {
      this.running.delete(part);
      void this.#noteEnd(part);
    }
  }

  /** Once the cache has heard of it; until then, whoever asks waits for it, too. */
  async #noteEnd(part: Part): Promise<void> {
    for (let i = 0; i < 20; i++) await Promise.resolve();
    this.ended.add(part);
  }

  async #work(part: Part, read: Read): Promise<Part[]> {
    const take = (source: 0 | 1): void =>
      void part.reads.push({ source, version: (read(this.sources[source]), this.sources[source].version) });
    if (part.key === 'outer') {
      const early = await this.#load('early');
      await this.#gate();
      return [...early, ...(await read(() => this.#load('late')))];
    }
    if (part.key !== 'late') take(0);
    await this.#gate();
    if (part.key !== 'early') take(1);
    if (part.key === 'both') await this.#gate();
    return [];
  }

  #gate(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#gates.push({ open: resolve, fail: () => reject(new Error('boom')) });
    });
  }

  /** While a load runs that could be joined, no other one of its key begins. */
  #checkSingleFlight(part: Part): void {
    if (!this.#hasRoomForAll || part.key === 'outer') return;
    const isCurrent = ({ reads }: Part): boolean => reads.every(({ source, version }) => this.sources[source]!.version === version);
    const joinable = [...this.running].filter((each) => each.key === part.key && each.invalidations === part.invalidations);
    expect(joinable.filter(isCurrent)).toEqual([]);
  }
}

describe('load', () => {
  it('gives no answer that was outdated, invalidated or too old when it was asked for, and has one load of a key at a time', async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 100, size: 'max' }), async (maxEntries, steps) => {
        const model = new Model(maxEntries);
        for (const { action, ticks } of steps) {
          model.apply(action);
          for (let i = 0; i < ticks; i++) await Promise.resolve();
        }
        await model.finish();
        kept += model.kept;
      }),
      { numRuns: 500 },
    );
    expect(kept).toBeGreaterThan(100);
  });
});
