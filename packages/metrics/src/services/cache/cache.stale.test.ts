import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MetricsError } from '../../model/errors.ts';
import { Registry } from '../../registry/registry.ts';
import { Cache } from './cache.ts';
import { versioned } from './source.ts';

let now: number;
let errors: MetricsError[];
let cache: Cache;

const newCache = (onError?: (error: MetricsError) => void): Cache =>
  new Cache({ name: 'database', factory: new Registry(), prefix: 'shop', clock: { monotonic: () => now }, ...(onError && { onError }) });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  now = 1000;
  errors = [];
  cache = newCache((error) => void errors.push(error));
});

/** Lets everything run that waits for nothing but promises. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

interface Call {
  readonly signal: AbortSignal;
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
}

/** A slow source of answers: each call of `start` is answered by hand. */
function slowSource() {
  const calls: Call[] = [];
  const start = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      calls.push({ signal, resolve, reject });
    });
  return { start, calls };
}

const refused = (message: string): unknown => expect.objectContaining({ code: 'ERR_COMPUTE', message });

describe('stale-while-revalidate', () => {
  const options = { ttlSeconds: 30, staleSeconds: 300, timeoutSeconds: 5 };
  let source: ReturnType<typeof slowSource>;
  const ask = (): Promise<string> => cache.load('k', source.start, options);

  beforeEach(async () => {
    source = slowSource();
    const first = ask();
    source.calls[0]!.resolve('a');
    await first;
  });

  it('gives an expired answer at once while one load in the background replaces it', async () => {
    now += 30;
    expect([await ask(), await ask()]).toEqual(['a', 'a']);
    expect(source.calls).toHaveLength(2);
    source.calls[1]!.resolve('b');
    await settle();
    expect(await ask()).toBe('b');
    expect(source.calls).toHaveLength(2);
  });

  it('ends staleSeconds after the ttl: then the asker waits, for the load that is running already', async () => {
    now += 329.999;
    expect(await ask()).toBe('a');
    now += 0.001;
    const waiting = ask();
    expect(source.calls).toHaveLength(2);
    source.calls[1]!.resolve('b');
    expect(await waiting).toBe('b');
  });

  it('reports a refresh that fails, and gives the expired answer until its time ends', async () => {
    now += 30;
    await ask();
    const cause = new Error('The disk is on fire.');
    source.calls[1]!.reject(cause);
    await settle();
    expect(errors).toEqual([
      refused(
        'Cache "database", key "k": the answer could not be refreshed: The disk is on fire. The former one is given until its staleSeconds end.',
      ),
    ]);
    expect(errors[0]!.cause).toBe(cause);
    now += 299;
    expect(await ask()).toBe('a');
    now += 1;
    const waiting = ask();
    source.calls[2]!.resolve('c');
    expect(await waiting).toBe('c');
  });

  it('reports no failure of a load that somebody waits for', async () => {
    now += 330;
    const waiting = ask();
    source.calls[1]!.reject(new Error('boom'));
    await expect(waiting).rejects.toThrow('boom');
    expect(errors).toEqual([]);
  });

  it('tries a refresh that has failed again after a second, and not before', async () => {
    now += 30;
    await ask();
    source.calls[1]!.reject(new Error('boom'));
    await settle();
    now += 0.999;
    await ask();
    expect(source.calls).toHaveLength(2);
    now += 0.001;
    await ask();
    expect(source.calls).toHaveLength(3);
    source.calls[2]!.resolve('b');
    await settle();
    expect(await ask()).toBe('b');
  });

  it('gives up a refresh that hangs, says so once, and tries again', async () => {
    now += 30;
    await ask();
    vi.advanceTimersByTime(5000);
    await settle();
    expect(source.calls[1]!.signal.aborted).toBe(true);
    expect(errors.map(({ message }) => message)).toEqual([
      'Cache "database", key "k": the answer could not be refreshed: the load took longer than 5 s and was given up. Have it end when its signal is aborted, or raise timeoutSeconds. The former one is given until its staleSeconds end.',
    ]);
    now += 1;
    await ask();
    expect(source.calls).toHaveLength(3);
  });

  it.each<[string, ((error: MetricsError) => void) | undefined]>([
    [
      'throws',
      () => {
        throw new Error('the log is gone');
      },
    ],
    ['is missing', undefined],
  ])('goes on when onError %s, and no rejection is left unhandled', async (_, onError) => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    cache = newCache(onError);
    await cache.load('k', async () => 'a', options);
    now += 30;
    const failing = (): Promise<string> => cache.load('k', () => Promise.reject(new Error('boom')), options);
    expect(await failing()).toBe('a');
    await settle();
    expect(await failing()).toBe('a');
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('never gives an answer whose sources have changed', async () => {
    const input = versioned(1);
    const read = (): Promise<number> => cache.load('read', async (_, take) => take(input), options);
    expect(await read()).toBe(1);
    now += 30;
    input.set(2);
    expect(await read()).toBe(2);
  });

  it('keeps a refresh that took longer than the ttl as one that has expired already', async () => {
    now += 30;
    await ask();
    now += 31;
    source.calls[1]!.resolve('b');
    await settle();
    expect(await ask()).toBe('b');
    expect(source.calls).toHaveLength(3);
  });
});
