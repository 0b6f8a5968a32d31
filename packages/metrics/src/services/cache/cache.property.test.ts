import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import { versioned } from './source.ts';
import type { CacheSource, Read } from './source.ts';

const TTL_SECONDS = 10;

type Key = 'sum' | 'either' | 'failing' | 'rescued' | 'pair' | 'derived' | 'top';

/** What computations ask of others: a cache, or whoever computes anew each time. */
interface Asked {
  readonly read: Read;
  readonly ask: (key: Key) => number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Answers over three lists that read one or several of them, depend on what they read, fail, and ask for each other. */
function computationsOver([a, b, c]: readonly [CacheSource<number[]>, CacheSource<number[]>, CacheSource<number[]>]) {
  const computations: Record<Key, (asked: Asked) => number> = {
    sum: ({ read }) => sum(read(a)),
    either: ({ read }) => (read(b).length % 2 === 0 ? sum(read(c)) : -1),
    failing: ({ read, ask }) => {
      if (sum(read(c)) % 3 === 0) throw new Error('boom');
      return ask('sum');
    },
    rescued: ({ read, ask }) => {
      try {
        return ask('failing');
      } catch {
        return -read(b).length;
      }
    },
    pair: ({ ask }) => ask('sum') * 1000 + ask('either'),
    derived: ({ read, ask }) => {
      const ratio = { version: 0, value: 0 };
      return read(Object.defineProperty(ratio, 'value', { get: () => ask('pair') / 7 })) + read(c).length;
    },
    top: ({ read, ask }) => ask('derived') + ask('pair') + ask('rescued') + read(a).length,
  };
  return computations;
}

const KEYS = ['sum', 'either', 'failing', 'rescued', 'pair', 'derived', 'top'] as const;
const index = fc.integer({ min: 0, max: 2 });

type Step =
  | { readonly kind: 'get'; readonly key: Key }
  | { readonly kind: 'age' }
  | { readonly kind: 'set' | 'touch'; readonly source: number; readonly value: number }
  | { readonly kind: 'invalidate'; readonly key: Key }
  | { readonly kind: 'clear' }
  | { readonly kind: 'advance'; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('get'), key: fc.constantFrom(...KEYS) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('age') }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('set', 'touch'), source: index, value: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('invalidate'), key: fc.constantFrom(...KEYS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('advance'), seconds: fc.integer({ min: 1, max: TTL_SECONDS }) }) },
);

/** What a computation comes to, or that it fails. */
function outcomeOf(compute: () => number): number | string {
  try {
    return compute();
  } catch (error) {
    return String(error);
  }
}

function start(maxEntries: number) {
  const clock = { now: 0, monotonic: () => clock.now };
  const registry = new Registry();
  const caches = ['reports', 'pages'].map((name) => new Cache({ name, factory: registry, prefix: 'shop', maxEntries, clock }));
  const sources = [versioned([1]), versioned([2]), versioned([3])] as const;
  const computations = computationsOver(sources);
  const cacheOf = (key: Key): Cache => caches[KEYS.indexOf(key) % 2]!;
  const cached = (key: Key): number => cacheOf(key).get(key, (read) => computations[key]({ read, ask: cached }));
  const naiveRead = ((source: CacheSource<unknown>) => source.value) as Read;
  const fresh = (key: Key): number => computations[key]({ read: naiveRead, ask: fresh });
  const looked = (): number => caches[0]!.get('looked at', () => clock.now, { ttlSeconds: TTL_SECONDS });
  const passedOn = (): number => caches[1]!.get('passed on', (read) => (read(sources[0]), looked()));
  return { registry, clock, caches, sources, cacheOf, cached, fresh, looked, passedOn };
}

describe('get', () => {
  it('never differs from computing anew, whatever changes, is invalidated, evicted or asks for what', async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.array(step, { maxLength: 100, size: 'max' }), async (maxEntries, steps) => {
        const { registry, clock, caches, sources, cacheOf, cached, fresh, looked, passedOn } = start(maxEntries);
        for (const each of steps) {
          if (each.kind === 'get') expect(outcomeOf(() => cached(each.key))).toBe(outcomeOf(() => fresh(each.key)));
          else if (each.kind === 'set') sources[each.source]!.set([each.value]);
          else if (each.kind === 'touch') {
            sources[each.source]!.value.push(each.value);
            sources[each.source]!.touch();
          } else if (each.kind === 'invalidate') cacheOf(each.key).invalidate(each.key);
          else if (each.kind === 'clear') caches[0]!.clear();
          else if (each.kind === 'advance') clock.now += each.seconds;
          else for (const ask of [passedOn, looked]) expect(clock.now - ask()).toBeLessThan(TTL_SECONDS);
        }
        const text = await registry.metrics();
        for (const [, entries] of text.matchAll(/^shop_cache_entries\S* (\d+)/gm)) expect(Number(entries)).toBeLessThanOrEqual(maxEntries);
        for (const [, count] of text.matchAll(/outcome="hit"\} (\d+)/g)) hits += Number(count);
      }),
      { numRuns: 300 },
    );
    expect(hits).toBeGreaterThan(500);
  });
});
