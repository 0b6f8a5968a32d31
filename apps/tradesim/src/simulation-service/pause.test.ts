import { describe, expect, it, vi } from 'vitest';
import { pause } from './pause.ts';

describe('a pause', () => {
  it.each([
    ['of no time', 0, new AbortController().signal],
    ['after the signal', 1000, AbortSignal.abort()],
  ])('%s lets the event loop go round once', async (_, seconds, signal) => {
    const timer = vi.spyOn(globalThis, 'setTimeout');
    let rounds = 0;
    setImmediate(() => rounds++);
    await pause(seconds, signal);
    expect(rounds).toBe(1);
    expect(timer).not.toHaveBeenCalled();
  });

  it('ends at the signal, and leaves neither a timer nor a listener', async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const removed = vi.spyOn(stop.signal, 'removeEventListener');
    const paused = pause(1000, stop.signal);
    expect(vi.getTimerCount()).toBe(1);
    stop.abort();
    await paused;
    expect(vi.getTimerCount()).toBe(0);
    expect(removed).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });

  it('ends when its time is over, at the longest time of a timer', async () => {
    vi.useFakeTimers();
    const isOver = vi.fn<() => void>();
    void pause(1e12, new AbortController().signal).then(isOver);
    await vi.advanceTimersByTimeAsync(2 ** 31 - 2);
    expect(isOver).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(isOver).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });
});
