import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import type { CacheLoadOptions, CacheOptions } from './cache-options.ts';
import { versioned } from './source.ts';
import type { Read } from './source.ts';

let now: number;
let registry: Registry;
let cache: Cache;

const newCache = (options: Partial<CacheOptions> = {}): Cache =>
  new Cache({
    name: 'database',
    factory: registry,
    prefix: 'shop',
    clock: { monotonic: () => now },
    ...options,
  });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  now = 1000;
  registry = new Registry();
  cache = newCache();
});

/** Lets everything run that waits for nothing but promises. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

interface Call {
  readonly signal: AbortSignal;
  readonly read: Read;
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
}

/** A slow source of answers: each call of `start` is answered by hand. */
function slowSource(before: (read: Read) => void = () => undefined) {
  const calls: Call[] = [];
  const start = (signal: AbortSignal, read: Read): Promise<string> => {
    before(read);
    return new Promise((resolve, reject) => calls.push({ signal, read, resolve, reject }));
  };
  return { start, calls };
}

const refused = (message: string): unknown => expect.objectContaining({ code: 'ERR_COMPUTE', message });

describe('load', () => {
  it('keeps an answer for ttlSeconds from when its load began, as it is as old as the question', async () => {
    const { start, calls } = slowSource();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30 });
    const first = ask();
    now += 20;
    calls[0]!.resolve('a');
    expect(await first).toBe('a');
    now += 9.999;
    expect(await ask()).toBe('a');
    now += 0.001;
    const second = ask();
    calls[1]!.resolve('b');
    expect(await second).toBe('b');
  });

  it('keeps an answer without a ttl as long as what it read', async () => {
    const source = versioned(1);
    const start = vi.fn<(signal: AbortSignal, read: Read) => Promise<number>>(async (_, read) => read(source));
    const ask = (): Promise<number> => cache.load('k', start);
    await ask();
    now += 1e9;
    expect(await ask()).toBe(1);
    expect(start).toHaveBeenCalledTimes(1);
    source.set(2);
    expect(await ask()).toBe(2);
  });

  it('refuses an answer that would be given for ever', async () => {
    await expect(cache.load('k', async () => 1)).rejects.toEqual(
      refused(
        'Cache "database", key "k": the computation read no source and has no ttlSeconds, so its answer would be given for ever. Read what it depends on through read(), or say how old the answer may be.',
      ),
    );
  });

  it('takes what is no promise for the answer', async () => {
    expect(await cache.load('k', () => 5, { ttlSeconds: 1 })).toBe(5);
  });

  it('loads once for all who ask at the same time', async () => {
    const { start, calls } = slowSource();
    const asking = [1, 2, 3].map(() => cache.load('k', start, { ttlSeconds: 30 }));
    await settle();
    const late = cache.load('k', start, { ttlSeconds: 30 });
    calls[0]!.resolve('a');
    expect(await Promise.all([...asking, late])).toEqual(['a', 'a', 'a', 'a']);
    expect(calls).toHaveLength(1);
  });

  it('begins at once, and once only, also when what it calls has itself asked for in the background', async () => {
    const options = { ttlSeconds: 1, staleSeconds: 100 };
    const begun: string[] = [];
    const ask = (key: string, next: string): Promise<string> =>
      cache.load(
        key,
        async () => {
          begun.push(key);
          return `${await ask(next, key)} for ${key}`;
        },
        options,
      );
    await cache.load('b', async () => 'old', options);
    now += 2;
    const asking = ask('a', 'b');
    expect(begun).toEqual(['a', 'b']);
    expect(await asking).toBe('old for a');
    await settle();
    expect(begun).toEqual(['a', 'b']);
  });

  it('keeps the loads of keys apart', async () => {
    const { start, calls } = slowSource();
    const asking = ['a', 'b'].map((key) => cache.load(key, start, { ttlSeconds: 30 }));
    calls[1]!.resolve('of b');
    calls[0]!.resolve('of a');
    expect(await Promise.all(asking)).toEqual(['of a', 'of b']);
  });

  it('goes on for the others when one asker loses interest', async () => {
    const { start, calls } = slowSource();
    const impatient = Promise.race([cache.load('k', start, { ttlSeconds: 30 }), Promise.resolve('gone')]);
    const patient = cache.load('k', start, { ttlSeconds: 30 });
    expect(await impatient).toBe('gone');
    expect(calls[0]!.signal.aborted).toBe(false);
    calls[0]!.resolve('a');
    expect(await patient).toBe('a');
  });

  it('gives an answer that took longer than its ttl to those who waited, and loads anew for the next', async () => {
    const { start, calls } = slowSource();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 5 });
    const first = ask();
    now += 6;
    const joined = ask();
    calls[0]!.resolve('a');
    expect([await first, await joined]).toEqual(['a', 'a']);
    void ask();
    expect(calls).toHaveLength(2);
  });

  it('gives nobody an answer that is older than it takes', async () => {
    const { start, calls } = slowSource();
    const ask = (options: CacheLoadOptions): Promise<string> => cache.load('k', start, options);
    const first = ask({ ttlSeconds: 30, staleSeconds: 300 });
    calls[0]!.resolve('a');
    await first;
    now += 20;
    expect(await ask({ ttlSeconds: 30, staleSeconds: 300 })).toBe('a');
    const strict = ask({ ttlSeconds: 10 });
    calls[1]!.resolve('b');
    expect(await strict).toBe('b');
  });
});

describe('a load that fails', () => {
  it.each<[string, () => Promise<string>]>([
    ['rejects', () => Promise.reject(new Error('boom'))],
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
  ])('as it %s, rejects for all who wait, and the next asker begins anew', async (_, fail) => {
    const start = vi.fn<() => Promise<string>>(fail);
    const asking = [1, 2].map(() => cache.load('k', start, { ttlSeconds: 30 }));
    await expect(Promise.allSettled(asking)).resolves.toMatchObject([1, 2].map(() => ({ reason: { message: 'boom' } })));
    expect(start).toHaveBeenCalledTimes(1);
    expect(await cache.load('k', async () => 'works', { ttlSeconds: 30 })).toBe('works');
  });
});

describe('a load that hangs', () => {
  const message =
    'Cache "database", key "k": the load took longer than 5 s and was given up. Have it end when its signal is aborted, or raise timeoutSeconds.';

  it('is given up after timeoutSeconds with an aborted signal, and the next asker begins a new one', async () => {
    const { start, calls } = slowSource();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30, timeoutSeconds: 5 });
    const asking = [ask(), ask()];
    const outcomes = Promise.allSettled(asking);
    vi.advanceTimersByTime(4999);
    expect(calls[0]!.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(calls[0]!.signal.reason).toEqual(refused(message));
    expect(await outcomes).toMatchObject([1, 2].map(() => ({ reason: { message } })));
    const next = ask();
    calls[0]!.resolve('too late');
    calls[1]!.resolve('b');
    expect(await next).toBe('b');
    expect(await ask()).toBe('b');
  });

  it('is not joined by whoever asks again because it was aborted', async () => {
    const { start, calls } = slowSource();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30, timeoutSeconds: 5 });
    const first = ask();
    const again = new Promise<string>((resolve) => calls[0]!.signal.addEventListener('abort', () => resolve(ask())));
    vi.advanceTimersByTime(5000);
    await expect(first).rejects.toThrow(message);
    calls[1]!.resolve('b');
    expect(await again).toBe('b');
  });

  it('may take 10 seconds unless it says otherwise', async () => {
    const { start, calls } = slowSource();
    const hanging = cache.load('k', start, { ttlSeconds: 30 });
    vi.advanceTimersByTime(9999);
    expect(calls[0]!.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    await expect(hanging).rejects.toThrow('longer than 10 s');
  });

  it('cannot read any more once it was given up', async () => {
    const { start, calls } = slowSource();
    const hanging = cache.load('k', start, { ttlSeconds: 30 });
    vi.advanceTimersByTime(10_000);
    await expect(hanging).rejects.toThrow('longer than 10 s');
    expect(() => calls[0]!.read(versioned(1))).toThrow('read() was called after the computation had ended');
  });

  it('leaves no timer behind when it ends in time', async () => {
    await cache.load('k', async () => 1, { ttlSeconds: 30 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a source that changes while an answer is loading', () => {
  const input = versioned('old');
  const readingFirst = (): ReturnType<typeof slowSource> => slowSource((read) => void read(input));

  beforeEach(() => input.set('old'));

  it('has those who ask afterwards wait for a new load; those who asked before get the former answer', async () => {
    const { start, calls } = readingFirst();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30 });
    const before = [ask(), ask()];
    input.set('new');
    const after = [ask(), ask()];
    expect(calls).toHaveLength(2);
    calls[1]!.resolve('from new');
    await settle();
    calls[0]!.resolve('from old');
    expect(await Promise.all([...before, ...after])).toEqual(['from old', 'from old', 'from new', 'from new']);
    expect(await ask()).toBe('from new');
    expect(calls).toHaveLength(2);
  });

  it('has its answer not kept, even if nobody asks meanwhile', async () => {
    const { start, calls } = readingFirst();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30, staleSeconds: 300 });
    const before = ask();
    input.set('new');
    calls[0]!.resolve('from old');
    expect(await before).toBe('from old');
    void ask();
    expect(calls).toHaveLength(2);
  });

  it('lets others join when it is read only after they have asked', async () => {
    const { start, calls } = slowSource();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30 });
    const before = ask();
    input.set('new');
    const after = ask();
    calls[0]!.resolve(`from ${calls[0]!.read(input)}`);
    expect([await before, await after]).toEqual(['from new', 'from new']);
    expect(calls).toHaveLength(1);
  });

  it('has a refresh in the background overtaken by a new load', async () => {
    const { start, calls } = readingFirst();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30, staleSeconds: 300 });
    const first = ask();
    calls[0]!.resolve('a');
    await first;
    now += 30;
    expect(await ask()).toBe('a');
    input.set('new');
    const after = ask();
    calls[2]!.resolve('from new');
    expect(await after).toBe('from new');
    calls[1]!.resolve('from old');
    await settle();
    expect(await ask()).toBe('from new');
  });

  it('has an answer that saw both states not kept, and joined by nobody, even when the first version is back', async () => {
    let version = 1;
    const swinging = {
      get version() {
        return version;
      },
      value: 0,
    };
    const { start, calls } = slowSource((read) => void read(swinging));
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30 });
    const first = ask();
    version = 2;
    calls[0]!.read(swinging);
    version = 1;
    const second = ask();
    expect(calls).toHaveLength(2);
    calls[0]!.resolve('torn');
    calls[1]!.resolve('whole');
    expect([await first, await second]).toEqual(['torn', 'whole']);
  });
});

describe('an entry that goes while it is loading', () => {
  it.each<[string, () => unknown]>([
    ['invalidated', () => cache.invalidate('k')],
    ['forgotten with all others', () => cache.clear()],
    ['evicted', () => cache.load('other', async () => 1, { ttlSeconds: 1 })],
  ])('as it is %s, is for those who asked before only', async (how, end) => {
    cache = newCache({ maxEntries: 1 });
    const { start, calls } = slowSource();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30 });
    const before = ask();
    await end();
    const after = ask();
    expect(calls).toHaveLength(2);
    calls[0]!.resolve(`before it was ${how}`);
    expect(await before).toBe(`before it was ${how}`);
    calls[1]!.resolve('afterwards');
    expect([await after, await ask()]).toEqual(['afterwards', 'afterwards']);
  });

  it('is not kept when the load itself invalidates it', async () => {
    const start = vi.fn<() => Promise<number>>(async () => Number(cache.invalidate('k')));
    await cache.load('k', start, { ttlSeconds: 30 });
    await cache.load('k', start, { ttlSeconds: 30 });
    expect(start).toHaveBeenCalledTimes(2);
  });

  it('leaves the entry of a newer load alone when it fails', async () => {
    const { start, calls } = slowSource();
    const ask = (): Promise<string> => cache.load('k', start, { ttlSeconds: 30 });
    const before = ask();
    cache.invalidate('k');
    const after = ask();
    calls[0]!.reject(new Error('boom'));
    await expect(before).rejects.toThrow('boom');
    const joining = ask();
    calls[1]!.resolve('b');
    expect([await after, await joining]).toEqual(['b', 'b']);
    expect(calls).toHaveLength(2);
  });
});
