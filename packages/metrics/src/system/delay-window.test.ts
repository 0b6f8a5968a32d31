import type { IntervalHistogram } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DelayWindow } from './delay-window.ts';

/** Monitors that only know when they began and whether they run. */
class FakeMonitor {
  readonly #clock: { now: number };
  since = NaN;
  runs = false;

  constructor(clock: { now: number }) {
    this.#clock = clock;
  }

  enable(): void {
    this.runs = true;
    this.reset();
  }

  disable(): void {
    this.runs = false;
  }

  reset(): void {
    this.since = this.#clock.now;
  }
}

function fakeWindow(windowSeconds: number): { clock: { now: number }; monitors: FakeMonitor[]; window: DelayWindow } {
  const clock = { now: 1000 };
  const monitors: FakeMonitor[] = [];
  const create = (): IntervalHistogram => {
    const monitor = new FakeMonitor(clock);
    monitors.push(monitor);
    return monitor as unknown as IntervalHistogram;
  };
  return { clock, monitors, window: new DelayWindow(create, { windowSeconds, monotonic: () => clock.now }) };
}

describe('DelayWindow', () => {
  it('covers the window, and at most twice that and the time since the last reading', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 }),
        (windowSeconds, pauses) => {
          const { clock, window } = fakeWindow(windowSeconds);
          for (const pause of pauses) {
            clock.now += pause;
            const { since } = window.read() as unknown as FakeMonitor;
            const longestPause = Math.max(...pauses);
            expect(clock.now - since).toBeGreaterThanOrEqual(Math.min(windowSeconds, clock.now - 1000));
            expect(clock.now - since).toBeLessThanOrEqual(2 * windowSeconds + longestPause);
          }
        },
      ),
    );
  });

  it('reaches back to the last reading of each of several scrapers', () => {
    const { clock, window } = fakeWindow(60);
    const lastReadings = new Map<string, number>();
    for (let second = 1; second <= 600; second++) {
      clock.now = 1000 + second;
      for (const [scraper, interval, phase] of [
        ['a', 15, 0],
        ['b', 15, 7],
        ['c', 60, 31],
      ] as const) {
        if (second % interval !== phase) continue;
        const { since } = window.read() as unknown as FakeMonitor;
        expect(since).toBeLessThanOrEqual(lastReadings.get(scraper) ?? Infinity);
        lastReadings.set(scraper, clock.now);
      }
    }
    expect([...lastReadings.keys()].toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('shows what has happened since the last reading when nobody has read for long', () => {
    const { clock, window } = fakeWindow(60);
    clock.now += 60;
    window.read();
    clock.now += 3600;
    expect((window.read() as unknown as FakeMonitor).since).toBe(1060);
  });

  it('ends both monitors', () => {
    const { monitors, window } = fakeWindow(60);
    expect(monitors.map(({ runs }) => runs)).toEqual([true, true]);
    window.stop();
    expect(monitors.map(({ runs }) => runs)).toEqual([false, false]);
  });
});
