import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import { versioned } from './source.ts';

let now: number;
let registry: Registry;

const newCache = (name = 'reports', maxEntries = 100): Cache =>
  new Cache({ name, factory: registry, prefix: 'shop', maxEntries, clock: { monotonic: () => now } });

beforeEach(() => {
  now = 1000;
  registry = new Registry();
});

/** The samples whose names begin so, without the beginning that all share. */
async function samples(...beginnings: string[]): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n').flatMap((line) => /^shop_cache_(.*)$/.exec(line)?.[1] ?? []);
  return lines.filter((line) => beginnings.some((beginning) => line.startsWith(beginning)));
}

const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe("a cache's metrics of itself", () => {
  it('exist from the start, but for the age of an answer that was never given', async () => {
    newCache();
    expect(await registry.metrics())
      .toBe(`# HELP shop_cache_requests_total Questions by how they were answered: from the cache, from it although expired, or by computing.
# TYPE shop_cache_requests_total counter
shop_cache_requests_total{cache="reports",outcome="hit"} 0
shop_cache_requests_total{cache="reports",outcome="stale"} 0
shop_cache_requests_total{cache="reports",outcome="miss"} 0
# HELP shop_cache_evictions_total Answers that had to go for others.
# TYPE shop_cache_evictions_total counter
shop_cache_evictions_total{cache="reports"} 0
# HELP shop_cache_load_failures_total Computations of answers that failed or were given up.
# TYPE shop_cache_load_failures_total counter
shop_cache_load_failures_total{cache="reports"} 0
# HELP shop_cache_entries Answers that are kept or being loaded.
# TYPE shop_cache_entries gauge
shop_cache_entries{cache="reports"} 0
# HELP shop_cache_load_seconds Time to compute an answer.
# TYPE shop_cache_load_seconds histogram
${[0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, '+Inf'].map((le) => `shop_cache_load_seconds_bucket{cache="reports",le="${le}"} 0`).join('\n')}
shop_cache_load_seconds_sum{cache="reports"} 0
shop_cache_load_seconds_count{cache="reports"} 0
`);
  });

  it('count how questions were answered; whoever waits for the load of another asker misses, too', async () => {
    const cache = newCache();
    const source = versioned(1);
    for (let i = 0; i < 3; i++) cache.get('k', (read) => read(source));
    source.set(2);
    cache.get('k', (read) => read(source));
    const ask = (): Promise<number> => cache.load('l', async () => 1, { ttlSeconds: 10, staleSeconds: 100 });
    await Promise.all([ask(), ask()]);
    await ask();
    now += 10;
    await ask();
    expect(await samples('requests_total')).toEqual([
      'requests_total{cache="reports",outcome="hit"} 3',
      'requests_total{cache="reports",outcome="stale"} 1',
      'requests_total{cache="reports",outcome="miss"} 4',
    ]);
  });

  it('say how many entries there are, those that are loading included, and how many had to go', async () => {
    const cache = newCache('reports', 3);
    const keep = (key: string): number => cache.get(key, () => 1, { ttlSeconds: 10 });
    const shown = (): Promise<string[]> => samples('entries', 'evictions');
    for (const key of ['a', 'b', 'b']) keep(key);
    let finish!: (value: number) => void;
    const loading = cache.load('c', () => new Promise<number>((resolve) => (finish = resolve)), { ttlSeconds: 10 });
    expect(await shown()).toEqual(['evictions_total{cache="reports"} 0', 'entries{cache="reports"} 3']);
    for (const key of ['d', 'e', 'f']) keep(key);
    finish(1);
    await loading;
    expect(await shown()).toEqual(['evictions_total{cache="reports"} 3', 'entries{cache="reports"} 3']);
    cache.invalidate('d');
    expect(await shown()).toEqual(['evictions_total{cache="reports"} 3', 'entries{cache="reports"} 2']);
    cache.clear();
    expect(await shown()).toEqual(['evictions_total{cache="reports"} 3', 'entries{cache="reports"} 0']);
  });

  it('count no entry for a computation that failed, or came to an answer in spite of that', async () => {
    const cache = newCache();
    const rescued = (): number => {
      try {
        return cache.get('l', () => 1);
      } catch {
        return -1;
      }
    };
    cache.get('m', rescued, { ttlSeconds: 10 });
    await expect(cache.load('k', () => Promise.reject(new Error('boom')), { ttlSeconds: 10 })).rejects.toThrow('boom');
    expect(await samples('entries', 'load_failures')).toEqual(['load_failures_total{cache="reports"} 2', 'entries{cache="reports"} 0']);
  });

  it('say how long computations took, refreshes and those that failed included', async () => {
    const cache = newCache();
    const source = versioned(1);
    cache.get('k', (read) => ((now += 2), read(source)));
    cache.get('k', (read) => ((now += 2), read(source)));
    const ask = (): Promise<number> => cache.load('l', async () => (now += 3), { ttlSeconds: 10, staleSeconds: 100 });
    await ask();
    now += 10;
    await ask();
    await settle();
    const failing = (): never => {
      now += 0.5;
      throw new Error('boom');
    };
    expect(() => cache.get('m', failing)).toThrow('boom');
    expect(await samples('load_seconds_sum', 'load_seconds_count', 'load_failures')).toEqual([
      'load_failures_total{cache="reports"} 1',
      'load_seconds_sum{cache="reports"} 8.5',
      'load_seconds_count{cache="reports"} 4',
    ]);
  });

  it('count refreshes that failed', async () => {
    const cache = newCache();
    let isBroken = false;
    const ask = (): Promise<number> =>
      cache.load('k', () => (isBroken ? Promise.reject(new Error('boom')) : 1), { ttlSeconds: 10, staleSeconds: 100 });
    await ask();
    isBroken = true;
    now += 10;
    await ask();
    await settle();
    expect(await samples('load_failures')).toEqual(['load_failures_total{cache="reports"} 1']);
  });

  it('count loads that were given up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const hanging = newCache().load('k', () => new Promise(() => undefined), { ttlSeconds: 10 });
    vi.advanceTimersByTime(10_000);
    await expect(hanging).rejects.toThrow('10 s');
    vi.useRealTimers();
    expect(await samples('load_failures')).toEqual(['load_failures_total{cache="reports"} 1']);
  });

  it('say how old the answer given last is by now, from when its computation began', async () => {
    const cache = newCache();
    const source = versioned(1);
    const age = async (): Promise<string | undefined> => (await samples('answer_age'))[0];
    cache.get('k', (read) => ((now += 1), read(source)));
    expect(await age()).toBe('answer_age_seconds{cache="reports"} 1');
    now += 5;
    await cache.load('l', async () => 1, { ttlSeconds: 10 });
    expect(await age()).toBe('answer_age_seconds{cache="reports"} 0');
    cache.get('k', (read) => read(source));
    now += 5;
    expect(await age()).toBe('answer_age_seconds{cache="reports"} 11');
    await cache.load('l', async () => 1, { ttlSeconds: 10 });
    expect(await age()).toBe('answer_age_seconds{cache="reports"} 5');
  });

  it('are shared by the caches of a prefix, and add up for those of one name', async () => {
    const caches = [newCache('a'), newCache('b'), newCache('b')];
    for (const cache of caches) cache.get('k', () => 1, { ttlSeconds: 10 });
    caches[2]!.clear();
    newCache('b');
    expect(await samples('entries', 'load_seconds_count')).toEqual([
      'entries{cache="a"} 1',
      'entries{cache="b"} 1',
      'load_seconds_count{cache="a"} 1',
      'load_seconds_count{cache="b"} 2',
    ]);
    expect(await samples('answer_age')).toEqual(['answer_age_seconds{cache="a"} 0', 'answer_age_seconds{cache="b"} 0']);
  });

  it('have room for any number of caches, and may be those of several prefixes in a registry that replaces collectors', async () => {
    registry = new Registry({ onConflict: 'replace' });
    for (const prefix of ['shop', 'shop_cache_inner']) {
      const cache = new Cache({ name: 'reports', factory: registry, prefix, clock: { monotonic: () => now } });
      cache.get('k', () => 1, { ttlSeconds: 10 });
    }
    for (let i = 0; i < 1000; i++) newCache(`cache ${i}`);
    expect(await samples('answer_age', 'inner_cache_answer_age')).toEqual([
      'answer_age_seconds{cache="reports"} 0',
      'inner_cache_answer_age_seconds{cache="reports"} 0',
    ]);
    expect(await registry.metrics()).not.toContain('__overflow__');
  });
});
