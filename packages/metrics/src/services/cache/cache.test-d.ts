/** What a cache is asked and gives, as types: the compiler checks this file, nothing runs it. */
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import { versioned } from './source.ts';
import type { CacheSource } from './source.ts';

const cache = new Cache({ name: 'reports', factory: new Registry(), prefix: 'shop', clock: { monotonic: () => 0 } });
const orders = versioned<readonly string[]>([]);
declare const turn: CacheSource<number>;

cache.get('count', (read) => read(orders).length + read(turn)) satisfies number;
(await cache.load('open', (signal, read) => fetch(read(orders)[0]!, { signal }))) satisfies Response;
(await cache.load('now', () => 5, { ttlSeconds: 1, staleSeconds: 1, timeoutSeconds: 1 })) satisfies number;
(await cache.load('sum', async (_, read) => (await read(() => cache.load('now', () => 5))) + read(turn))) satisfies number;

// @ts-expect-error -- what has no version would never change
cache.get('k', (read) => read([1]));
// @ts-expect-error -- only a load can be refreshed in the background
cache.get('k', () => 1, { ttlSeconds: 1, staleSeconds: 1 });
// @ts-expect-error -- parts of a key are not joined by the cache
cache.get(['a', 'b'], () => 1);
// @ts-expect-error -- a number in another unit
cache.get('k', () => 1, { ttlMs: 1 });
// @ts-expect-error -- the metrics need a place
new Cache({ name: 'reports', prefix: 'shop' }).clear();
// @ts-expect-error -- the value of a source is of one type
orders.set([1]);
