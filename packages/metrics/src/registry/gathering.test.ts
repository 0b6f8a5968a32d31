import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Collector } from '../model/collector.ts';
import type { MetricsError } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { Registry } from './registry.ts';

let registry: Registry;
let errors: MetricsError[];

beforeEach(() => {
  errors = [];
  registry = new Registry({ onError: (error) => void errors.push(error as MetricsError) });
});

/** A collector that finishes when told to, and what its signals were aborted with. */
function waiting(options: Partial<Collector> = {}) {
  const finishes: (() => void)[] = [];
  const reasons: unknown[] = [];
  const collect = (signal: AbortSignal): Promise<void> => {
    signal.addEventListener('abort', () => reasons.push(signal.reason));
    return new Promise((resolve) => finishes.push(resolve));
  };
  return { collector: { name: 'waiting', ...options, collect }, finishes, reasons };
}

describe('gather with a time of its own', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  const namesOf = async (gathered: Promise<readonly MetricFamily[]>): Promise<string[]> => (await gathered).map(({ name }) => name);

  it('resolves in time, without what was not collected by then, and tells the collector', async () => {
    const slow = registry.gauge({ name: 'slow', help: 'h' });
    registry.gauge({ name: 'other', help: 'h' });
    const { collector, reasons, finishes } = waiting({ metrics: [slow] });
    registry.addCollector(collector);
    const gathered = registry.gather({ timeoutMs: 50 });
    await vi.advanceTimersByTimeAsync(49);
    expect(reasons).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await namesOf(gathered)).toEqual(['other']);
    expect(reasons).toEqual([new Error('it took longer than the 50 ms of this scrape')]);
    expect(errors.map(({ message }) => message)).toEqual(['Collector "waiting" failed: it took longer than the 50 ms of this scrape']);
    finishes[0]!();
    await vi.advanceTimersByTimeAsync(0);
    const next = registry.gather();
    finishes[1]!();
    expect(await namesOf(next)).toEqual(['slow', 'other']);
    expect([errors.length, vi.getTimerCount()]).toEqual([1, 0]);
  });

  it('rejects when the clock fails by then, and the process goes on', async () => {
    let isBroken = false;
    const monotonic = (): number => {
      if (isBroken) throw new Error('no time');
      return 0;
    };
    registry = new Registry({ clock: { now: () => 0, monotonic } });
    registry.gauge({ name: 'a', help: 'h', ttlSeconds: 1 });
    registry.addCollector(waiting().collector);
    const outcome = registry.gather({ timeoutMs: 50 }).catch((error: Error) => error.message);
    isBroken = true;
    await vi.advanceTimersByTimeAsync(50);
    expect(await outcome).toBe('no time');
  });

  it('does not lengthen the time of a collector', async () => {
    const { collector } = waiting({ timeoutMs: 5 });
    registry.addCollector(collector);
    const gathered = registry.gather({ timeoutMs: 5000 });
    await vi.advanceTimersByTimeAsync(5);
    await gathered;
    expect(errors.map(({ message }) => message)).toEqual(['Collector "waiting" failed: it took longer than 5 ms']);
  });

  it('ends the wait of nobody else', async () => {
    const { collector, reasons, finishes } = waiting({ metrics: ['a'] });
    registry.gauge({ name: 'a', help: 'h' });
    registry.addCollector(collector);
    const [patient, longer, short] = [registry.gather(), registry.gather({ timeoutMs: 90 }), registry.gather({ timeoutMs: 10 })];
    await vi.advanceTimersByTimeAsync(10);
    expect(await namesOf(short)).not.toContain('a');
    expect(reasons).toEqual([]);
    const joined = registry.gather({ timeoutMs: 10 });
    finishes[0]!();
    expect(await namesOf(patient)).toContain('a');
    expect([await longer, await joined]).toEqual([await patient, await patient]);
    expect(await longer).toBe(await patient);
    expect(await joined).toBe(await patient);
    expect(await short).not.toBe(await patient);
    expect([errors.length, finishes.length]).toEqual([1, 1]);
  });

  it('is over for a collection that everybody has left, each counted for itself', async () => {
    const { collector, reasons } = waiting();
    registry.addCollector(collector);
    const gathered = [registry.gather({ timeoutMs: 10 }), registry.gather({ timeoutMs: 20 })];
    await vi.advanceTimersByTimeAsync(19);
    expect(reasons).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all(gathered);
    expect(reasons).toEqual([new Error('it took longer than the 20 ms of this scrape')]);
    expect(errors.map(({ message }) => message.slice(28))).toEqual([
      'it took longer than the 10 ms of this scrape',
      'it took longer than the 20 ms of this scrape',
    ]);
  });

  it('costs the next scrape nothing: it waits until the collector is free, and calls it anew', async () => {
    const { collector, finishes } = waiting({ timeoutMs: 100, metrics: ['a'] });
    registry.gauge({ name: 'a', help: 'h' });
    registry.addCollector(collector);
    const hasty = registry.gather({ timeoutMs: 10 });
    await vi.advanceTimersByTimeAsync(10);
    expect(await namesOf(hasty)).not.toContain('a');
    const next = registry.gather();
    const another = registry.gather({ timeoutMs: 10 });
    await vi.advanceTimersByTimeAsync(10);
    expect(await namesOf(another)).not.toContain('a');
    expect(finishes).toHaveLength(1);
    finishes[0]!();
    await vi.advanceTimersByTimeAsync(0);
    expect(finishes).toHaveLength(2);
    finishes[1]!();
    expect(await namesOf(next)).toContain('a');
    expect([errors.length, vi.getTimerCount()]).toEqual([2, 0]);
  });

  it('keeps nobody waiting for a collector that takes longer than it may', async () => {
    const { collector, finishes } = waiting({ timeoutMs: 100 });
    registry.addCollector(collector);
    const hasty = registry.gather({ timeoutMs: 10 });
    await vi.advanceTimersByTimeAsync(10);
    await hasty;
    const next = registry.gather();
    await vi.advanceTimersByTimeAsync(90);
    await next;
    await registry.gather();
    expect(errors.map(({ message }) => message.slice(28))).toEqual([
      'it took longer than the 10 ms of this scrape',
      'it is still busy with an earlier scrape',
      'it is still busy with an earlier scrape',
    ]);
    const left = registry.gather({ timeoutMs: 1 });
    await vi.advanceTimersByTimeAsync(1);
    await left;
    finishes[0]!();
    await vi.advanceTimersByTimeAsync(0);
    expect([errors.length, finishes.length]).toEqual([4, 1]);
  });

  it('is over before a collector is called that was waited for', async () => {
    const { collector, finishes } = waiting({ timeoutMs: 100 });
    registry.addCollector(collector);
    for (let i = 0; i < 2; i++) {
      const hasty = registry.gather({ timeoutMs: 10 });
      await vi.advanceTimersByTimeAsync(10);
      await hasty;
    }
    finishes[0]!();
    await vi.advanceTimersByTimeAsync(1000);
    expect([errors.length, finishes.length, vi.getTimerCount()]).toEqual([2, 1, 0]);
  });

  it('begins before collectors that keep the thread busy', async () => {
    const { collector } = waiting();
    registry.addCollector({ name: 'busy', collect: () => void vi.advanceTimersByTime(30) });
    registry.addCollector(collector);
    const gathered = registry.gather({ timeoutMs: 50 });
    await vi.advanceTimersByTimeAsync(20);
    await gathered;
    expect(errors).toHaveLength(1);
  });

  it('may be longer than a timer can be', async () => {
    const { collector, finishes } = waiting({ timeoutMs: 1e15 });
    registry.addCollector(collector);
    const gathered = registry.gather({ timeoutMs: 1e300 });
    await vi.advanceTimersByTimeAsync(60_000);
    finishes[0]!();
    await gathered;
    expect(errors).toEqual([]);
  });

  it.each([0, -1, NaN, Infinity, '5'])('needs a time that can pass, not %j', async (timeoutMs) => {
    await expect(registry.gather({ timeoutMs: timeoutMs as number })).rejects.toMatchObject({
      code: 'ERR_METRIC_OPTIONS',
      message: expect.stringMatching(/^gather\(\): expected timeoutMs to be a finite number > 0, got /),
    });
  });
});

describe('scrapes at the same time', () => {
  it('share one collection and one moment, also of collectors that finish at once', async () => {
    let calls = 0;
    registry.addCollector({ name: 'sync', collect: () => void calls++ });
    const [first, second] = await Promise.all([registry.gather(), registry.gather({ timeoutMs: 5 })]);
    expect(second).toBe(first);
    expect(calls).toBe(1);
    expect(await registry.gather()).not.toBe(first);
    expect(calls).toBe(2);
  });

  it('join the collection of a collector that gathers itself', async () => {
    let calls = 0;
    registry.addCollector({ name: 'curious', collect: () => ((calls += 1), void registry.gather()) });
    await registry.gather();
    expect(calls).toBe(1);
  });

  it('share one collection', async () => {
    let calls = 0;
    let finish: (() => void) | undefined;
    registry.addCollector({ name: 'c', collect: () => ((calls += 1), new Promise((resolve) => (finish = resolve))) });
    const scrapes = [registry.metrics(), registry.metrics(), registry.gather()];
    finish!();
    await Promise.all(scrapes);
    expect(calls).toBe(1);
    const next = registry.metrics();
    finish!();
    await next;
    expect(calls).toBe(2);
  });
});
