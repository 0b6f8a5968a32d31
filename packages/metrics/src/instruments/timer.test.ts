import { describe, expect, it } from 'vitest';
import type { Clock } from '../model/clock.ts';
import { Registry } from '../registry/registry.ts';
import type { Histogram } from './histogram.ts';

/** A clock that tests move, and whose methods need their object. */
class MovableClock implements Clock {
  #seconds = 1000;

  now(): number {
    return this.#seconds;
  }

  monotonic(): number {
    return this.#seconds;
  }

  advance(seconds: number): void {
    this.#seconds += seconds;
  }
}

function timedHistogram(): {
  clock: MovableClock;
  histogram: Histogram;
  observed: () => { sum: number | undefined; count: number | undefined };
} {
  const clock = new MovableClock();
  const histogram = new Registry({ clock }).histogram({ name: 'h', help: 'h', buckets: [1] });
  const value = (name: string): number | undefined => histogram.get().find((sample) => sample.name === name)?.value;
  return { clock, histogram, observed: () => ({ sum: value('h_sum'), count: value('h_count') }) };
}

describe('startTimer()', () => {
  it('observes the elapsed seconds when stopped, and returns them', () => {
    const { clock, histogram, observed } = timedHistogram();
    const stop = histogram.startTimer();
    clock.advance(2.5);
    expect(observed()).toEqual({ sum: 0, count: 0 });
    expect(stop()).toBe(2.5);
    expect(observed()).toEqual({ sum: 2.5, count: 1 });
  });

  it('observes once, however often it is stopped', () => {
    const { clock, histogram, observed } = timedHistogram();
    const stop = histogram.startTimer();
    clock.advance(1);
    stop();
    clock.advance(1);
    expect(stop()).toBe(1);
    stop[Symbol.dispose]();
    expect(observed()).toEqual({ sum: 1, count: 1 });
  });

  it('observes at the end of a using block, also when the block throws', () => {
    const { clock, histogram, observed } = timedHistogram();
    const work = (): void => {
      using _timer = histogram.startTimer();
      clock.advance(3);
      throw new Error('the block failed');
    };
    expect(work).toThrow('the block failed');
    expect(observed()).toEqual({ sum: 3, count: 1 });
  });

  it('times several runs at once apart', () => {
    const { clock, histogram, observed } = timedHistogram();
    const first = histogram.startTimer();
    clock.advance(1);
    const second = histogram.startTimer();
    clock.advance(1);
    expect([first(), second()]).toEqual([2, 1]);
    expect(observed()).toEqual({ sum: 3, count: 2 });
  });

  it('never observes less than 0', () => {
    const { clock, histogram } = timedHistogram();
    const stop = histogram.startTimer();
    clock.advance(-1);
    expect(stop()).toBe(0);
  });

  it('works through the handle of a labelled histogram', () => {
    const clock = new MovableClock();
    const histogram = new Registry({ clock }).histogram({ name: 'h', help: 'h', buckets: [1], labelNames: ['a'] });
    const stop = histogram.labels({ a: 'x' }).startTimer();
    clock.advance(0.5);
    stop();
    expect(histogram.get().map(({ labels, value }) => [labels['a'], value])).toEqual([
      ['x', 1],
      ['x', 1],
      ['x', 0.5],
      ['x', 1],
    ]);
  });

  it('uses the clock of the machine by default', () => {
    const histogram = new Registry().histogram({ name: 'h', help: 'h' });
    const seconds = histogram.startTimer()();
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThan(10);
  });
});

describe('time()', () => {
  it('returns the result and observes nothing when the clock tells no time', () => {
    const { clock, histogram, observed } = timedHistogram();
    expect(histogram.time(() => (clock.advance(NaN), 'result'))).toBe('result');
    expect(observed()).toEqual({ sum: 0, count: 0 });
  });

  it('observes how long a function took, and returns its result', () => {
    const { clock, histogram, observed } = timedHistogram();
    const result = histogram.time(() => {
      clock.advance(2);
      return 'result';
    });
    expect(result).toBe('result');
    expect(observed()).toEqual({ sum: 2, count: 1 });
  });

  it('observes also when the function throws, and throws the same', () => {
    const { clock, histogram, observed } = timedHistogram();
    const failure = new Error('it failed');
    const work = (): never => {
      clock.advance(2);
      throw failure;
    };
    expect(() => histogram.time(work)).toThrow(failure);
    expect(observed()).toEqual({ sum: 2, count: 1 });
  });

  it('observes a promise when it resolves, not before', async () => {
    const { clock, histogram, observed } = timedHistogram();
    const { promise, resolve } = withResolvers<string>();
    const timed = histogram.time(() => promise);
    clock.advance(2);
    expect(observed()).toEqual({ sum: 0, count: 0 });
    resolve('result');
    expect(await timed).toBe('result');
    expect(observed()).toEqual({ sum: 2, count: 1 });
  });

  it('observes a promise when it rejects, and rejects with the same', async () => {
    const { clock, histogram, observed } = timedHistogram();
    const failure = new Error('it failed');
    const timed = histogram.time(async () => {
      await Promise.resolve();
      clock.advance(2);
      throw failure;
    });
    await expect(timed).rejects.toBe(failure);
    expect(observed()).toEqual({ sum: 2, count: 1 });
  });

  it.each([null, undefined, 0, JSON.parse('{"then": "no function"}') as object])('takes %j for a result, not for a promise', (result) => {
    const { histogram, observed } = timedHistogram();
    expect(histogram.time(() => result)).toBe(result);
    expect(observed()).toEqual({ sum: 0, count: 1 });
  });
});

function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
