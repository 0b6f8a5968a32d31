import { beforeEach, describe, expect, it, vi } from 'vitest';
import { withTimeout } from './timeout.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

const tooLate = (): Error => new Error('too late');

describe('withTimeout', () => {
  it.each<[string, () => unknown]>([
    ['a promise', () => Promise.resolve(7)],
    ['a value', () => 7],
  ])('returns what comes of %s, and leaves no timer behind', async (_, start) => {
    expect(await withTimeout(start, 5, tooLate)).toBe(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, () => unknown]>([
    ['rejects', () => Promise.reject(new Error('boom'))],
    [
      'throws',
      () => {
        throw new Error('boom');
      },
    ],
  ])('rejects when the call %s, and leaves no timer behind', async (_, start) => {
    await expect(withTimeout(start, 5, tooLate)).rejects.toThrow('boom');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('aborts the signal and rejects with one reason when it takes too long, whatever comes of the call then', async () => {
    let signal: AbortSignal | undefined;
    const waiting = withTimeout(
      (given) => {
        signal = given;
        return new Promise((_, reject) => given.addEventListener('abort', () => reject(new Error('aborted'))));
      },
      5,
      tooLate,
    );
    vi.advanceTimersByTime(4999);
    expect(signal?.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(signal?.reason).toEqual(new Error('too late'));
    await expect(waiting).rejects.toThrow('too late');
  });
});
