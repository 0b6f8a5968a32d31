import { describe, expect, it } from 'vitest';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import type { CacheGetOptions, CacheLoadOptions, CacheOptions } from './cache-options.ts';

const newCache = (options: Partial<CacheOptions> = {}): Cache =>
  new Cache({ name: 'reports', factory: new Registry(), prefix: 'shop', ...options });

const refused = (message: string): unknown => expect.objectContaining({ code: 'ERR_METRIC_OPTIONS', message });

describe('options of a cache', () => {
  it.each<[object, string]>([
    [{ name: '' }, 'Cache: expected name to be a string that is not empty, got "" (string). It tells caches apart in metrics and errors.'],
    [{ name: 5 }, 'Cache: expected name to be a string that is not empty, got 5 (number). It tells caches apart in metrics and errors.'],
    ...[0, 1.5, NaN, '10'].map((maxEntries): [object, string] => [
      { maxEntries },
      `Cache "reports": expected maxEntries to be an integer >= 1, got ${JSON.stringify(maxEntries).replace('null', 'NaN')} (${typeof maxEntries}). To keep nothing, compute without a cache.`,
    ]),
  ])('are checked: %j', (options, message) => {
    expect(() => newCache(options as Partial<CacheOptions>)).toThrow(refused(message));
  });

  it('may leave out everything but the name and where its metrics go', () => {
    expect(newCache().name).toBe('reports');
  });
});

const IN_CACHE = 'Cache "reports", key "k": expected';
const TTL_REMEDY = 'Leave it out where the sources alone say how long the answer holds.';

describe('options of a call', () => {
  it.each<[unknown, string]>([
    [0, '0 (number)'],
    [-1, '-1 (number)'],
    [NaN, 'NaN (number)'],
    [Infinity, 'Infinity (number)'],
    ['5', '"5" (string)'],
    [null, 'null'],
  ])('ttlSeconds is a finite number > 0, not %s', async (ttlSeconds, got) => {
    const error = refused(`${IN_CACHE} ttlSeconds to be a finite number > 0, got ${got}. ${TTL_REMEDY}`);
    expect(() => newCache().get('k', () => 1, { ttlSeconds } as CacheGetOptions)).toThrow(error);
    await expect(newCache().load('k', () => 1, { ttlSeconds } as CacheLoadOptions)).rejects.toEqual(error);
  });

  it.each<[object, string]>([
    [
      { ttlSeconds: 1, staleSeconds: -1 },
      `${IN_CACHE} staleSeconds to be a finite number >= 0, got -1 (number). 0 gives no answer that has expired.`,
    ],
    [
      { ttlSeconds: 1, staleSeconds: Infinity },
      `${IN_CACHE} staleSeconds to be a finite number >= 0, got Infinity (number). 0 gives no answer that has expired.`,
    ],
    [
      { staleSeconds: 1 },
      `${IN_CACHE} ttlSeconds with staleSeconds, got undefined. An answer without it never expires, and one whose sources have changed is never given.`,
    ],
    [
      { ttlSeconds: 1, timeoutSeconds: 0 },
      `${IN_CACHE} timeoutSeconds to be a finite number > 0, got 0 (number). A load without an end would block its key.`,
    ],
    [
      { ttlSeconds: 1, timeoutSeconds: Infinity },
      `${IN_CACHE} timeoutSeconds to be a finite number > 0, got Infinity (number). A load without an end would block its key.`,
    ],
  ])('of load() are checked: %j', async (options, message) => {
    await expect(newCache().load('k', () => 1, options)).rejects.toEqual(refused(message));
  });

  it('of load() may have no stale time', async () => {
    expect(await newCache().load('k', () => 1, { ttlSeconds: 1, staleSeconds: 0 })).toBe(1);
  });

  it.each<[unknown, string]>([
    [5, '5 (number)'],
    [['a', 'b'], '["a","b"] (object)'],
    [undefined, 'undefined'],
  ])('the key is a string, not %j', async (key, got) => {
    const error = refused(
      `Cache "reports": expected the key to be a string, got ${got}. Of several parts make one key by JSON.stringify([...]), which keeps them apart.`,
    );
    expect(() => newCache().get(key as string, () => 1)).toThrow(error);
    await expect(newCache().load(key as string, () => 1)).rejects.toEqual(error);
  });
});
