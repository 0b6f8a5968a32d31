import { beforeEach, describe, expect, it } from 'vitest';
import type { Collector } from '../model/collector.ts';
import type { MetricsError } from '../model/errors.ts';
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

  it('are not called any more in the collection in which another one removes them', async () => {
    const gauge = registry.gauge({ name: 'a', help: 'h' });
    registry.addCollector({ name: 'first', collect: () => remove() });
    const remove = registry.addCollector({ name: 'second', collect: () => gauge.inc() });
    expect(await samples('a')).toEqual(['a 0']);
  });

  it('stay when they have been added once more since, whoever removes the former', async () => {
    const gauge = registry.gauge({ name: 'a', help: 'h' });
    const collector: Collector = { name: 'c', collect: () => gauge.inc() };
    const removers = [registry.addCollector(collector), registry.addCollector(collector)];
    removers[0]!();
    expect(await samples('a')).toEqual(['a 1']);
    registry.clear();
    registry.addCollector({ ...collector, collect: () => registry.gauge({ name: 'a', help: 'h' }).set(7) });
    for (const remove of removers) remove();
    expect(await samples('a')).toEqual(['a 7']);
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
      'Collector "c", its metrics: expected a name that is not empty and can be written as UTF-8, got 5 (number).',
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
  it('costs its own metrics only, of one child or of all', async () => {
    for (const region of ['eu', 'us', 'as']) {
      const child = registry.child({ labels: { region } });
      const gauge = child.gauge({ name: 'a', help: 'h' });
      child.addCollector({
        name: region,
        metrics: [gauge],
        collect: () => {
          if (region !== 'us') throw new Error('down');
        },
      });
    }
    expect(await samples('a{')).toEqual(['a{region="us"} 0']);
    registry.addCollector({
      name: 'all',
      metrics: ['a'],
      collect: () => {
        throw new Error('down');
      },
    });
    expect(await samples('a{')).toEqual([]);
  });

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
