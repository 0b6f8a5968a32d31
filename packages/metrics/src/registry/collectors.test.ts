import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Collector } from '../model/collector.ts';
import type { MetricsError } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { Registry } from './registry.ts';

let registry: Registry;
let errors: MetricsError[];

beforeEach(() => {
  errors = [];
  registry = new Registry({ selfMetricsPrefix: 'shop', onError: (error) => void errors.push(error as MetricsError) });
});

/** The samples of the metrics whose names begin so, as /metrics shows them. */
async function samples(...beginnings: string[]): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => beginnings.some((beginning) => line.startsWith(beginning)));
}

const FAILED = 'shop_registry_collector_errors_total';

describe('collectors', () => {
  it('bring metrics up to date before every exposition, also asynchronously', async () => {
    const [first, second] = [registry.gauge({ name: 'a', help: 'h' }), registry.gauge({ name: 'b', help: 'h' })];
    registry.addCollector({ name: 'sync', collect: () => first.inc() });
    registry.addCollector({
      name: 'async',
      collect: async () => {
        await Promise.resolve();
        second.inc();
      },
    });
    expect(await samples('a', 'b')).toEqual(['a 1', 'b 1']);
    expect(await samples('a', 'b')).toEqual(['a 2', 'b 2']);
  });

  it('may define metrics while they collect', async () => {
    registry.addCollector({ name: 'late', collect: () => registry.gauge({ name: 'late', help: 'h' }).set(5) });
    expect(await samples('late')).toEqual(['late 5']);
  });

  it('are called no more after the function that addCollector returned', async () => {
    const gauge = registry.gauge({ name: 'a', help: 'h' });
    const remove = registry.addCollector({ name: 'c', collect: () => gauge.inc() });
    await registry.metrics();
    remove();
    expect(await samples('a')).toEqual(['a 1']);
  });

  it.each([undefined, 5, '__overflow__'])('need a name that can be a label value, not %s', (name) => {
    expect(() => registry.addCollector({ name: name as string, collect: () => undefined })).toThrow(
      expect.objectContaining({ code: 'ERR_LABEL_VALUE' }),
    );
  });

  const collect = (): void => undefined;
  it.each<[unknown, string, string]>([
    [null, 'ERR_METRIC_OPTIONS', 'Collector: expected an object, got null.'],
    [{ name: 'c' }, 'ERR_METRIC_OPTIONS', 'Collector "c": expected a function collect, got {"name":"c"} (object).'],
    [
      { name: 'c', collect, timeoutMs: 0 },
      'ERR_METRIC_OPTIONS',
      'Collector "c": expected timeoutMs to be a finite number > 0, got 0 (number).',
    ],
    [
      { name: 'c', collect, timeoutMs: '5' },
      'ERR_METRIC_OPTIONS',
      'Collector "c": expected timeoutMs to be a finite number > 0, got "5" (string).',
    ],
    [
      { name: 'c', collect, metrics: 'a' },
      'ERR_METRIC_OPTIONS',
      'Collector "c": expected metrics to be a list of metrics or of their names, got "a" (string).',
    ],
    [
      { name: 'c', collect, metrics: [{ name: 5 }] },
      'ERR_METRIC_NAME',
      'Collector "c", its metrics: expected a name of letters, digits, "_" and ":" that does not begin with a digit, got 5 (number).',
    ],
  ])('are checked when they are added: %j', (collector, code, message) => {
    expect(() => registry.addCollector(collector as Collector)).toThrow(expect.objectContaining({ code, message }));
  });

  it('may return what is no promise', async () => {
    const gauge = registry.gauge({ name: 'a', help: 'h' });
    registry.addCollector({ name: 'c', collect: () => (gauge.inc(), 5 as never) });
    expect(await samples('a ', FAILED)).toEqual(['a 1']);
    expect(await samples('a ', FAILED)).toEqual(['a 2']);
  });
});

describe('a collector that fails', () => {
  const cause = new Error('disk on fire');

  it.each([
    [
      'throws',
      () => {
        throw cause;
      },
    ], // oxfmt keeps no one-line functions
    ['rejects', () => Promise.reject(cause)],
    [
      'rejects late',
      async () => {
        await Promise.resolve();
        throw cause;
      },
    ],
  ])('costs its own update only, and is counted: %s', async (_, collect) => {
    const gauge = registry.gauge({ name: 'a', help: 'h' });
    registry.addCollector({ name: 'before', collect: () => gauge.inc(1) });
    registry.addCollector({ name: 'broken', collect });
    registry.addCollector({ name: 'after', collect: () => gauge.inc(10) });
    expect(await samples('a', FAILED)).toEqual([`${FAILED}{collector="broken"} 1`, 'a 11']);
    expect(await samples('a', FAILED)).toEqual([`${FAILED}{collector="broken"} 2`, 'a 22']);
    expect(errors.map(({ code, message, cause: from }) => [code, message, from])).toEqual(
      Array.from({ length: 2 }, () => ['ERR_COMPUTE', 'Collector "broken" failed: disk on fire', cause]),
    );
  });

  it.each([
    ['a string', 'boom', '"boom" (string)'],
    ['nothing', undefined, 'undefined'],
    ['what cannot be printed', { __proto__: null, big: 1n }, 'an unprintable object (object)'],
  ])('may throw %s', async (_, thrown, shown) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- code of others rejects with anything
    registry.addCollector({ name: 'broken', collect: () => Promise.reject(thrown) });
    expect(await samples(FAILED)).toEqual([`${FAILED}{collector="broken"} 1`]);
    expect(errors.map(({ message }) => message)).toEqual([`Collector "broken" failed: ${shown}`]);
  });

  it('costs nothing more when onError throws', async () => {
    registry = new Registry({
      selfMetricsPrefix: 'shop',
      onError: () => {
        throw new Error('onError failed');
      },
    });
    registry.gauge({ name: 'a', help: 'h' });
    registry.addCollector({ name: 'broken', collect: () => Promise.reject(cause) });
    expect(await samples('a', FAILED)).toEqual([`${FAILED}{collector="broken"} 1`, 'a 0']);
  });

  it('leaves out the metrics that it names as its own, and no others, until it works again', async () => {
    const [first, second, other] = ['a', 'b', 'c'].map((name) => registry.gauge({ name, help: 'h' }));
    let works = true;
    registry.addCollector({
      name: 'flaky',
      metrics: [first!, 'b', 'never_defined'],
      collect: async () => {
        other!.inc();
        await Promise.resolve();
        if (!works) throw cause;
        first!.inc();
        second!.inc();
      },
    });
    expect(await samples('a ', 'b ', 'c ')).toEqual(['a 1', 'b 1', 'c 1']);
    works = false;
    expect(await samples('a ', 'b ', 'c ', FAILED)).toEqual([`${FAILED}{collector="flaky"} 1`, 'c 2']);
    works = true;
    expect(await samples('a ', 'b ', 'c ')).toEqual(['a 2', 'b 2', 'c 3']);
  });

  it('leaves out a metric that another collector feeds too', async () => {
    const gauge = registry.gauge({ name: 'a', help: 'h' });
    registry.addCollector({ name: 'works', metrics: [gauge], collect: () => gauge.inc() });
    registry.addCollector({ name: 'broken', metrics: [gauge], collect: () => Promise.reject(cause) });
    expect(await samples('a ')).toEqual([]);
  });

  it('leaves metrics that it does not name at their last value', async () => {
    const gauge = registry.gauge({ name: 'a', help: 'h' });
    let works = true;
    registry.addCollector({
      name: 'flaky',
      collect: () => {
        if (!works) throw cause;
        gauge.set(7);
      },
    });
    await registry.metrics();
    works = false;
    expect(await samples('a')).toEqual(['a 7']);
  });

  it('needs neither onError nor metrics of the registry', async () => {
    const plain = new Registry();
    plain.gauge({ name: 'a', help: 'h' });
    plain.addCollector({ name: 'broken', collect: () => Promise.reject(cause) });
    expect(await plain.metrics()).toBe('# HELP a h\n# TYPE a gauge\na 0\n');
  });
});

describe('a collector that takes too long', () => {
  it('is given up, told so and counted, while the others are shown', async () => {
    const gauge = registry.gauge({ name: 'a', help: 'h' });
    let aborted: unknown;
    registry.addCollector({ name: 'quick', collect: () => gauge.inc() });
    registry.addCollector({
      name: 'hanging',
      timeoutMs: 5,
      collect: (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => (aborted = signal.reason));
        }),
    });
    expect(await samples('a ', FAILED)).toEqual([`${FAILED}{collector="hanging"} 1`, 'a 1']);
    expect(aborted).toEqual(new Error('it took longer than 5 ms'));
    expect(errors.map(({ message }) => message)).toEqual(['Collector "hanging" failed: it took longer than 5 ms']);
  });

  it('is not called again before it has settled', async () => {
    let calls = 0;
    const settle: (() => void)[] = [];
    const collect = (): Promise<void> => {
      calls++;
      return new Promise((resolve) => settle.push(resolve));
    };
    registry.addCollector({ name: 'slow', timeoutMs: 1, collect });
    await registry.metrics();
    await registry.metrics();
    expect([calls, errors.at(-1)!.message]).toEqual([1, 'Collector "slow" failed: it is still busy with an earlier scrape']);
    settle[0]!();
    await new Promise(setImmediate);
    await registry.metrics();
    expect(calls).toBe(2);
  });

  it.each([0, -1, NaN, Infinity])('needs a timeout that can pass, not %d', (collectorTimeoutMs) => {
    expect(() => new Registry({ collectorTimeoutMs })).toThrow(
      `Registry: expected collectorTimeoutMs to be a finite number > 0, got ${collectorTimeoutMs} (number).`,
    );
  });
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
    registry = new Registry({ onError: (error) => void errors.push(error as MetricsError) });
    const [slow] = [registry.gauge({ name: 'slow', help: 'h' }), registry.gauge({ name: 'other', help: 'h' })];
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
    const { collector, reasons, finishes } = waiting();
    registry.addCollector(collector);
    const gathered = [registry.gather({ timeoutMs: 10 }), registry.gather({ timeoutMs: 20 })];
    await vi.advanceTimersByTimeAsync(19);
    expect(reasons).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all(gathered);
    expect(reasons).toEqual([new Error('it took longer than the 20 ms of this scrape')]);
    await registry.gather();
    expect(errors.map(({ message }) => message.slice(28))).toEqual([
      'it took longer than the 10 ms of this scrape',
      'it took longer than the 20 ms of this scrape',
      'it is still busy with an earlier scrape',
    ]);
    finishes[0]!();
    await vi.advanceTimersByTimeAsync(5000);
    expect(errors).toHaveLength(3);
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
