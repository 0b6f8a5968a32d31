import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import { versioned } from './source.ts';
import type { CacheSource, Read } from './source.ts';

let now: number;
let cache: Cache;

const newCache = (maxEntries = 100): Cache =>
  new Cache({ name: 'reports', factory: new Registry(), prefix: 'shop', maxEntries, clock: { monotonic: () => now } });

beforeEach(() => {
  now = 1000;
  cache = newCache();
});

/** A computation that says how often it ran. */
function counting<Value>(compute: (read: Read) => Value) {
  return vi.fn<(read: Read) => Value>(compute);
}

const refused = (message: string): unknown => expect.objectContaining({ code: 'ERR_COMPUTE', message });

describe('get', () => {
  it.each<[string, () => { source: CacheSource<readonly number[]>; change: () => void }]>([
    [
      'is set',
      () => {
        const source = versioned([1, 2]);
        return { source, change: () => source.set([1, 2, 3]) };
      },
    ],
    [
      'is changed in place, and says so',
      () => {
        const source = versioned([1, 2]);
        const change = (): void => {
          source.value.push(3);
          source.touch();
        };
        return { source, change };
      },
    ],
    [
      'belongs to the next turn',
      () => {
        let turn = 2;
        const source = {
          get version() {
            return turn;
          },
          get value() {
            return Array.from({ length: turn }, (_, i) => i + 1);
          },
        };
        return { source, change: () => (turn += 1) };
      },
    ],
    [
      'is an immutable object that is replaced',
      () => {
        let state = Object.freeze([1, 2]);
        const source = {
          get version() {
            return state;
          },
          get value() {
            return state;
          },
        };
        return { source, change: () => (state = Object.freeze([...state, 3])) };
      },
    ],
  ])('a changed input is never answered from the cache: one that %s', (_, start) => {
    const { source, change } = start();
    const sum = (): number => cache.get('sum', (read) => read(source).reduce((total, each) => total + each, 0));
    expect(sum()).toBe(3);
    change();
    expect(sum()).toBe(6);
  });

  it('gives the very answer that is kept while nothing has changed', () => {
    const orders = versioned(['bread']);
    const compute = counting((read) => [...read(orders)]);
    const first = cache.get('copy', compute);
    now += 1e9;
    expect(cache.get('copy', compute)).toBe(first);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  it('keeps answers that are undefined or false', () => {
    const source = versioned(0);
    const compute = counting((read) => (read(source) === 0 ? undefined : false));
    expect([cache.get('k', compute), cache.get('k', compute)]).toEqual([undefined, undefined]);
    source.set(1);
    expect([cache.get('k', compute), cache.get('k', compute)]).toEqual([false, false]);
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('depends on what was read, which may be another source each time', () => {
    const [isDetailed, summary, details] = [versioned(false), versioned('sum'), versioned('list')];
    const compute = counting((read) => (read(isDetailed) ? read(details) : read(summary)));
    const report = (): string => cache.get('report', compute);
    report();
    details.set('longer list');
    expect(report()).toBe('sum');
    expect(compute).toHaveBeenCalledTimes(1);
    isDetailed.set(true);
    expect(report()).toBe('longer list');
    summary.set('other sum');
    expect(report()).toBe('longer list');
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('takes versions for the same that Object.is takes for the same', () => {
    let version: number = NaN;
    const source = {
      get version() {
        return version;
      },
      value: 1,
    };
    const compute = counting((read) => read(source));
    const timesAt = (changed: number): number => {
      version = changed;
      cache.get('k', compute);
      return compute.mock.calls.length;
    };
    expect([NaN, NaN, 0, -0].map(timesAt)).toEqual([1, 1, 2, 3]);
  });

  it('keeps the answers of keys apart whose parts would look the same when joined', () => {
    const source = versioned(0);
    const of = (...parts: string[]): string => cache.get(JSON.stringify(parts), (read) => `${read(source)} ${parts.length}`);
    expect([of('a', 'b'), of('a,b'), of('a","b'), of('a", "b')]).toEqual(['0 2', '0 1', '0 1', '0 1']);
  });

  it('takes the answer of a computation that changes its own input for outdated', () => {
    const source = versioned(1);
    const compute = counting((read) => {
      const value = read(source);
      if (value < 3) source.set(value + 1);
      return value;
    });
    expect([1, 2, 3, 4].map(() => cache.get('k', compute))).toEqual([1, 2, 3, 3]);
  });

  it('takes an answer for outdated that saw two states of a source, even when the version is the first again', () => {
    let version = 'a';
    const source = {
      get version() {
        return version;
      },
      get value() {
        return version;
      },
    };
    const compute = counting((read) => {
      const first = read(source);
      version = 'b';
      const second = read(source);
      version = 'a';
      return first + second;
    });
    cache.get('k', compute);
    cache.get('k', compute);
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('takes an answer for outdated when taking the value has changed the version', () => {
    let version = 0;
    const lazy = {
      get version() {
        return version;
      },
      get value() {
        return ++version;
      },
    };
    expect([1, 2].map(() => cache.get('k', (read) => read(lazy)))).toEqual([1, 2]);
  });
});

describe('ttlSeconds', () => {
  it('limits the age of an answer that depends on more than was read', () => {
    let world = 'old';
    const look = (): string => cache.get('world', () => world, { ttlSeconds: 10 });
    look();
    world = 'new';
    now += 9.999;
    expect(look()).toBe('old');
    now += 0.001;
    expect(look()).toBe('new');
  });

  it('counts from when the computation began, as it may have looked at the world right then', () => {
    const compute = counting(() => (now += 6));
    const look = (): number => cache.get('slow', compute, { ttlSeconds: 10 });
    look();
    now += 4;
    look();
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('is no excuse for a source that has changed', () => {
    const source = versioned(1);
    const look = (): number => cache.get('k', (read) => read(source), { ttlSeconds: 10 });
    look();
    source.set(2);
    expect(look()).toBe(2);
  });

  it('that is shorter counts, whichever of two askers has it', () => {
    const compute = counting(() => 1);
    const look = (ttlSeconds: number): number => cache.get('k', compute, { ttlSeconds });
    look(100);
    now += 10;
    look(10);
    expect(compute).toHaveBeenCalledTimes(2);
    now += 10;
    look(100);
    expect(compute).toHaveBeenCalledTimes(3);
  });
});

describe('a computation', () => {
  it('that neither reads nor has a ttl is refused, as its first answer would be given for ever', () => {
    let turn = 1;
    expect(() => cache.get('turn', () => turn++)).toThrow(
      refused(
        'Cache "reports", key "turn": the computation read no source and has no ttlSeconds, so its answer would be given for ever. Read what it depends on through read(), or say how old the answer may be.',
      ),
    );
    expect(cache.get('turn', () => turn, { ttlSeconds: 1 })).toBe(2);
  });

  it('that throws is not kept, and gives way to nothing older', () => {
    const source = versioned(1);
    const compute = (read: Read): number => {
      if (read(source) === 2) throw new Error('boom');
      return read(source);
    };
    expect(cache.get('k', compute)).toBe(1);
    source.set(2);
    expect(() => cache.get('k', compute)).toThrow('boom');
    expect(() => cache.get('k', compute)).toThrow('boom');
    source.set(3);
    expect(cache.get('k', compute)).toBe(3);
  });

  it('that returns a promise is refused, and what comes of the promise disturbs nobody', async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    expect(() => cache.get('k', () => Promise.reject(new Error('boom')), { ttlSeconds: 1 })).toThrow(
      refused('Cache "reports", key "k": expected get() to compute an answer, got a promise. Call load() for what has to be awaited.'),
    );
    await new Promise((resolve) => void setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('that is lazy cannot read once it has ended', () => {
    const source = versioned(1);
    const lazy = cache.get('k', (read) => () => read(source), { ttlSeconds: 1 });
    expect(lazy).toThrow(
      refused(
        'Cache "reports", key "k": read() was called after the computation had ended, too late to count for the answer. Read before returning; what has to be awaited belongs into load().',
      ),
    );
  });

  it.each<[string, unknown, string]>([
    ['a number', 5, '5 (number)'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['an array', [1], '[1] (object)'],
    ['an object without a version', { value: 1 }, '{"value":1} (object)'],
    ['an object whose version is undefined', { version: undefined, value: 1 }, '{"value":1} (object)'],
  ])('cannot read %s, which would never change', (_, given, got) => {
    expect(() => cache.get('k', (read) => read(given as CacheSource<unknown>))).toThrow(
      refused(
        `Cache "reports", key "k": expected read() to be given a source with a version, got ${got}. Wrap the value: versioned(value).`,
      ),
    );
  });

  it('that asks for its own answer is refused with the circle', () => {
    const ask = (key: string, next: string): number => cache.get(key, () => ask(next, key));
    expect(() => ask('a', 'a')).toThrow(
      refused('Cache "reports", key "a": it waits for itself: reports "a" asks for reports "a". Let one of them do without the next.'),
    );
    expect(() => ask('a', 'b')).toThrow(
      refused(
        'Cache "reports", key "a": it waits for itself: reports "a" asks for reports "b" asks for reports "a". Let one of them do without the next.',
      ),
    );
  });

  it('that asks for its own answer is refused however few entries are kept, and after it had an answer', () => {
    cache = newCache(1);
    const source = versioned(1);
    const ask = (key: string): number => cache.get(key, (read) => (read(source) === 1 ? 0 : ask(key === 'a' ? 'b' : 'a')));
    ask('a');
    source.set(2);
    expect(() => ask('a')).toThrow('reports "a" asks for reports "b" asks for reports "a"');
  });

  it('may ask for the same key of another cache', () => {
    const other = newCache();
    const source = versioned(1);
    expect(cache.get('k', () => other.get('k', (read) => read(source)))).toBe(1);
  });
});

describe('invalidation', () => {
  let world: number;
  const look = (key: string): number => cache.get(key, () => world, { ttlSeconds: 100 });

  beforeEach(() => {
    world = 1;
    look('a');
    look('b');
    world = 2;
  });

  it('forgets one key', () => {
    expect([cache.invalidate('a'), cache.invalidate('a'), cache.invalidate('never')]).toEqual([true, false, false]);
    expect([look('a'), look('b')]).toEqual([2, 1]);
  });

  it('forgets all keys', () => {
    cache.clear();
    expect([look('a'), look('b')]).toEqual([2, 2]);
  });

  it.each<[string, () => unknown]>([
    ['of its key', () => cache.invalidate('c')],
    ['of all keys', () => cache.clear()],
  ])('%s while an answer is computed has it not kept', (_, invalidate) => {
    const compute = counting(() => void invalidate());
    cache.get('c', compute, { ttlSeconds: 100 });
    cache.get('c', compute, { ttlSeconds: 100 });
    expect(compute).toHaveBeenCalledTimes(2);
  });
});

describe('the limit of entries', () => {
  it('has the answer go that was not used for the longest time', () => {
    cache = newCache(2);
    const source = versioned(1);
    const computed: string[] = [];
    const ask = (key: string): number => cache.get(key, (read) => (computed.push(key), read(source)));
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) ask(key);
    expect(computed).toEqual(['a', 'b', 'c', 'b']);
  });

  it('leaves an answer that was found from one that has gone as dependent as before', () => {
    cache = newCache(1);
    const source = versioned(1);
    const inner = (): number => cache.get('inner', (read) => read(source));
    const compute = counting(() => inner() * 10);
    expect([cache.get('outer', compute), cache.get('outer', compute)]).toEqual([10, 10]);
    expect(compute).toHaveBeenCalledTimes(1);
    source.set(2);
    expect(cache.get('outer', compute)).toBe(20);
  });
});
