import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import { versioned } from './source.ts';
import type { Read, Versioned } from './source.ts';

let now: number;
let cache: Cache;
let input: Versioned<number>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  now = 1000;
  cache = new Cache({ name: 'database', factory: new Registry(), prefix: 'shop', clock: { monotonic: () => now } });
  input = versioned(1);
});

/** Lets everything run that waits for nothing but promises. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

function newGate(): Gate {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const TTL = { ttlSeconds: 100 };

describe('a load that asks for other answers', () => {
  const inner = (): Promise<number> =>
    cache.load('inner', async (_, read) => {
      const value = read(input);
      await Promise.resolve();
      return value;
    });
  const computed = (): number => cache.get('computed', (read) => read(input));

  it.each<[string, (read: Read) => Promise<number>]>([
    ['for one that is loaded, at once', () => inner()],
    ['for one that is computed, at once', async () => computed()],
    [
      'for one that is loaded, behind an await, by read()',
      async (read) => {
        await Promise.resolve();
        return read(() => inner());
      },
    ],
    [
      'for one that is computed, behind an await, by read()',
      async (read) => {
        await Promise.resolve();
        return read(() => computed());
      },
    ],
  ])('depends on what they were found from: %s', async (_, ask) => {
    const outer = (): Promise<number> => cache.load('outer', async (_signal, read) => (await ask(read)) * 10, TTL);
    expect(await outer()).toBe(10);
    input.set(2);
    expect(await outer()).toBe(20);
    await inner();
    computed();
    input.set(3);
    expect(await outer()).toBe(30);
  });

  it('depends on it when an answer that is kept was given to it', async () => {
    await inner();
    const outer = (): Promise<number> => cache.load('outer', async () => (await inner()) * 10, TTL);
    await outer();
    input.set(2);
    expect(await outer()).toBe(20);
  });

  it('is joined by nobody once a source has changed that the other load has read, though that one still runs', async () => {
    const gate = newGate();
    const slowInner = (): Promise<number> =>
      cache.load('inner', async (_, read) => {
        const value = read(input);
        await gate.opened;
        return value;
      });
    const outer = (): Promise<number> => cache.load('outer', async () => (await slowInner()) * 10, TTL);
    const before = outer();
    input.set(2);
    const after = outer();
    gate.open();
    expect([await before, await after, await outer()]).toEqual([10, 20, 20]);
  });

  it('expires with them', async () => {
    let world = 1;
    const aging = (): Promise<number> => cache.load('aging', async () => world, { ttlSeconds: 10 });
    const outer = (): Promise<number> => cache.load('outer', aging, TTL);
    await aging();
    now += 6;
    expect(await outer()).toBe(1);
    world = 2;
    now += 4;
    expect(await outer()).toBe(2);
  });

  it('expires when the one who asked wants them newer, though it waited for a load of others', async () => {
    const gate = newGate();
    let world = 1;
    const aging = (ttlSeconds: number): Promise<number> =>
      cache.load(
        'aging',
        async () => {
          const seen = world;
          await gate.opened;
          return seen;
        },
        { ttlSeconds },
      );
    const outer = (): Promise<number> => cache.load('outer', () => aging(5), TTL);
    void aging(100);
    const first = outer();
    gate.open();
    expect(await first).toBe(1);
    world = 2;
    now += 5;
    expect(await outer()).toBe(2);
  });

  it.each<[string, () => unknown]>([
    ['invalidated', () => cache.invalidate('inner')],
    ['forgotten with all others', () => cache.clear()],
  ])('is for those who asked before when one of them is %s meanwhile', async (_, invalidate) => {
    const gate = newGate();
    let world = 1;
    const aging = (): Promise<number> => cache.load('inner', async () => world, TTL);
    const outer = (): Promise<number> =>
      cache.load(
        'outer',
        async () => {
          const value = await aging();
          await gate.opened;
          return value;
        },
        TTL,
      );
    const before = outer();
    await settle();
    world = 2;
    invalidate();
    const after = outer();
    gate.open();
    expect([await before, await after, await outer()]).toEqual([1, 2, 2]);
  });

  it('has an answer for those alone who waited when it was found in spite of an error', async () => {
    let isBroken = true;
    const failing = (): Promise<number> => cache.load('inner', () => (isBroken ? Promise.reject(new Error('boom')) : 1), TTL);
    const outer = (): Promise<number> => cache.load('outer', () => failing().catch(() => -1), TTL);
    expect(await Promise.all([outer(), outer()])).toEqual([-1, -1]);
    isBroken = false;
    expect(await outer()).toBe(1);
  });

  it('keeps the answer that has expired, rather than one found in spite of an error', async () => {
    const options = { ttlSeconds: 10, staleSeconds: 100 };
    let isBroken = false;
    const failing = (): Promise<number> =>
      cache.load('inner', () => (isBroken ? Promise.reject(new Error('boom')) : 1), { ttlSeconds: 10 });
    const outer = (): Promise<number> => cache.load('outer', () => failing().catch(() => -1), options);
    await outer();
    isBroken = true;
    now += 10;
    await outer();
    await settle();
    expect(await outer()).toBe(1);
  });

  it('has an answer for its asker alone when it did not wait for them, as nobody knows what they read', async () => {
    const gate = newGate();
    const start = vi.fn<() => Promise<number>>(async () => {
      void cache.load('inner', () => gate.opened, TTL);
      return 1;
    });
    await cache.load('outer', start, TTL);
    await cache.load('outer', start, TTL);
    expect(start).toHaveBeenCalledTimes(2);
    gate.open();
    await settle();
    await cache.load('outer', start, TTL);
    await cache.load('outer', start, TTL);
    expect(start).toHaveBeenCalledTimes(3);
  });
});

describe('loads that would wait for each other', () => {
  const circle =
    'Cache "database", key "a": it waits for itself: database "a" asks for database "b" asks for database "a". Let one of them do without the next.';

  it.each([1, 100])('are refused with the circle, with room for %i entries', async (maxEntries) => {
    cache = new Cache({ name: 'database', factory: new Registry(), prefix: 'shop', maxEntries });
    const ask = (key: string): Promise<number> => cache.load(key, () => ask(key === 'a' ? 'b' : 'a'), TTL);
    await expect(ask('a')).rejects.toThrow(circle);
  });

  it('are refused when they come to wait for each other only later', async () => {
    const [first, second] = [newGate(), newGate()];
    const a = (): Promise<number> =>
      cache.load(
        'a',
        async (_, read) => {
          await first.opened;
          return read(() => b());
        },
        TTL,
      );
    const b = (): Promise<number> =>
      cache.load(
        'b',
        async (_, read) => {
          await second.opened;
          return read(() => a());
        },
        TTL,
      );
    const outcomes = Promise.allSettled([a(), b()]);
    first.open();
    await settle();
    second.open();
    expect(await outcomes).toMatchObject([{ reason: { message: circle } }, { reason: { message: circle } }]);
  });

  it('may ask for what has asked for them, but waits no more', async () => {
    const gate = newGate();
    let isFirst = true;
    const a = (): Promise<number> => cache.load('a', () => (isFirst ? Promise.race([b(), Promise.resolve(1)]) : 2), TTL);
    const b = (): Promise<number> =>
      cache.load(
        'b',
        async (_, read) => {
          await gate.opened;
          return read(() => a());
        },
        TTL,
      );
    expect(await a()).toBe(1);
    isFirst = false;
    gate.open();
    expect(await b()).toBe(2);
  });
});
