/**
 * What other clients for JavaScript get wrong, in the order of a list that was made by running them: prom-client 15.1.3,
 * @prometheus-io/client 0.16.1 and @platformatic/prom-client 1.0.0. Each input is the one that shows the defect there; each
 * name says what is right. The tests of the single parts say more.
 *
 * Not here are 8, 11 and 20 (exemplars), 10 (aggregation of processes) and 24 (a method that there is not). 12 and 22,
 * garbage collections that are missed and observers that stay, have their tests in system/garbage-collection.test.ts and
 * system/system-metrics.test.ts.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from './registry.ts';

let now: number;
let registry: Registry;

beforeEach(() => {
  now = 0;
  registry = new Registry({ clock: { now: () => now, monotonic: () => now } });
});

afterEach(() => void vi.useRealTimers());

const samples = async (): Promise<string[]> => (await registry.metrics()).match(/^(?!#).+$/gm) ?? [];

describe('labels', () => {
  it.each([
    [
      { a: 'x|', b: 'y' },
      { a: 'x', b: '|y' },
    ],
    [
      { a: '1,b:2', b: '3' },
      { a: '1', b: '2,b:3' },
    ],
  ])('1: %j and %j are two series', async (one, other) => {
    const counter = registry.counter({ name: 'c_total', help: 'h', labelNames: ['a', 'b'] });
    counter.labels(one).inc(1);
    counter.labels(other).inc(2);
    expect(await samples()).toEqual([`c_total{a="${one.a}",b="${one.b}"} 1`, `c_total{a="${other.a}",b="${other.b}"} 2`]);
  });

  it('2: an undefined or missing label is an error, and an empty one is not the text "undefined"', async () => {
    const counter = registry.counter({ name: 'c_total', help: 'h', labelNames: ['a'] });
    counter.labels({ a: '' }).inc();
    expect(() => counter.labels({ a: undefined } as never)).toThrow('label "a": expected a string, got undefined');
    expect(() => counter.labels({} as never)).toThrow('expected exactly the labels "a", got none: missing "a".');
    expect(await samples()).toEqual(['c_total{a=""} 1']);
  });

  it('7: label objects are copied, so that what the caller does to them later changes no series', async () => {
    const counter = registry.counter({ name: 'c_total', help: 'h', labelNames: ['a'] });
    const labels = { a: '1' };
    counter.labels(labels).inc();
    labels.a = '2';
    counter.labels(labels).inc(5);
    expect(await samples()).toEqual(['c_total{a="1"} 1', 'c_total{a="2"} 5']);
  });

  it('16: a value that is no string is an error, and cannot break the format', async () => {
    const counter = registry.counter({ name: 'c_total', help: 'h', labelNames: ['a'] });
    const text = 'x"} 1\nevil{a="';
    expect(() => counter.labels({ a: { toString: () => text } } as never)).toThrow('label "a": expected a string');
    counter.labels({ a: text }).inc();
    expect(await samples()).toEqual([String.raw`c_total{a="x\"} 1\nevil{a=\""} 1`]);
  });

  it('23: all series of a metric have the same labels', async () => {
    const gauge = registry.gauge({ name: 'k', help: 'h', labelNames: ['a'] });
    gauge.labels({ a: '1' }).set(1);
    expect(gauge).not.toHaveProperty('set');
    expect(() => registry.gauge({ name: 'k', help: 'h' })).toThrow('labels [["a","open"]] against []');
    expect(() => registry.child({ labels: { b: '2' } }).gauge({ name: 'k', help: 'h', labelNames: ['a'] })).toThrow('different shapes');
    expect(await samples()).toEqual(['k{a="1"} 1']);
  });
});

describe('values', () => {
  it('3: inc(NaN) is an error and leaves the counter as it was', async () => {
    const counter = registry.counter({ name: 'c_total', help: 'h' });
    counter.inc(2);
    expect(() => counter.inc(NaN)).toThrow('expected an increment that is a finite number >= 0, got NaN (number)');
    counter.inc();
    expect(await samples()).toEqual(['c_total 3']);
  });

  it('25: NaN is spelled NaN', async () => {
    registry.gauge({ name: 'g', help: 'h' }).set(NaN);
    expect(await samples()).toEqual(['g NaN']);
  });
});

describe('histograms and summaries', () => {
  it('4: a value beyond all bounds is counted in +Inf alone, also where -1 is a bound', async () => {
    registry.histogram({ name: 'x', help: 'h', buckets: [-1, 1] }).observe(5);
    expect(await samples()).toEqual(['x_bucket{le="-1"} 0', 'x_bucket{le="1"} 0', 'x_bucket{le="+Inf"} 1', 'x_sum 5', 'x_count 1']);
  });

  it('5: bounds that do not rise, or are infinite, are an error', async () => {
    for (const buckets of [
      [5, 1, 2],
      [1, 2, Infinity],
    ]) {
      expect(() => registry.histogram({ name: 'x', help: 'h', buckets })).toThrow(expect.objectContaining({ code: 'ERR_BUCKETS' }));
    }
    expect(await registry.metrics()).toBe('');
  });

  it('6: reset() sets an unlabelled histogram to 0 and leaves it there', async () => {
    const histogram = registry.histogram({ name: 'x', help: 'h', buckets: [1] });
    histogram.observe(0.5);
    histogram.reset();
    expect(await samples()).toEqual(['x_bucket{le="1"} 0', 'x_bucket{le="+Inf"} 0', 'x_sum 0', 'x_count 0']);
  });

  it('9: each observation counts once in the window of a summary, whenever it was made', async () => {
    const summary = registry.summary({ name: 's', help: 'h', quantiles: [0.5], maxAgeSeconds: 500, ageBuckets: 5 });
    for (const value of [1, 10, 100, 1000, 10_000]) {
      for (let i = 0; i < 20; i++) summary.observe(value);
      now += 99;
    }
    const [median] = await samples();
    expect(Number(median!.split(' ')[1]) / 100).toBeCloseTo(1, 1);
  });

  it('21: a histogram x and another metric x_count are an error, in whatever order', () => {
    registry.histogram({ name: 'x', help: 'h' });
    expect(() => registry.gauge({ name: 'x_count', help: 'h' })).toThrow('its sample "x_count" is exposed by the metric "x" already');
    registry.gauge({ name: 'y_count', help: 'h' });
    expect(() => registry.histogram({ name: 'y', help: 'h' })).toThrow('its sample "y_count" is exposed by the metric "y_count" already');
  });
});

describe('labels of a registry', () => {
  it('13: reading metrics writes nothing into them, and other labels begin other series', async () => {
    registry
      .child({ labels: { region: 'eu' } })
      .gauge({ name: 'g', help: 'h' })
      .set(1);
    await registry.metrics();
    registry
      .child({ labels: { region: 'us' } })
      .gauge({ name: 'g', help: 'h' })
      .set(2);
    expect(await samples()).toEqual(['g{region="eu"} 1', 'g{region="us"} 2']);
  });

  it('14: registries that are exposed as one keep them', async () => {
    const other = new Registry();
    other.child({ labels: { region: 'eu' } }).gauge({ name: 'theirs', help: 'h' });
    registry.child({ labels: { region: 'us' } }).gauge({ name: 'ours', help: 'h' });
    registry.include(other);
    expect(await samples()).toEqual(['ours{region="us"} 0', 'theirs{region="eu"} 0']);
  });

  it.each(['in-valid', 'le', 'quantile', '__name__'])('17: %s is an error', (name) => {
    expect(() => registry.child({ labels: { [name]: 'x' } })).toThrow(expect.objectContaining({ code: 'ERR_LABEL_NAME' }));
  });

  it('17: one that a metric has as well is an error', () => {
    const child = registry.child({ labels: { a: 'x' } });
    expect(() => child.gauge({ name: 'g', help: 'h', labelNames: ['a'] })).toThrow(expect.objectContaining({ code: 'ERR_LABEL_NAME' }));
  });
});

describe('15: a collector', () => {
  it('that throws costs its own metrics only', async () => {
    const broken = registry.gauge({ name: 'broken', help: 'h' });
    registry.gauge({ name: 'fine', help: 'h' });
    registry.addCollector({
      name: 'c',
      metrics: [broken],
      collect: () => {
        throw new Error('no answer');
      },
    });
    expect(await samples()).toEqual(['fine 0']);
  });

  it('that hangs costs its own metrics only, after its timeout', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const hanging = registry.gauge({ name: 'hanging', help: 'h' });
    registry.gauge({ name: 'fine', help: 'h' });
    registry.addCollector({ name: 'c', metrics: [hanging], timeoutMs: 100, collect: () => new Promise(() => undefined) });
    const shown = samples();
    await vi.advanceTimersByTimeAsync(100);
    expect(await shown).toEqual(['fine 0']);
  });
});

describe('OpenMetrics', () => {
  it('18: changes nothing that the text format shows later', async () => {
    registry.counter({ name: 'c_total', help: 'h' }).inc();
    const before = await registry.metrics();
    expect(encodeOpenMetrics(await registry.gather())).toBe('# TYPE c counter\n# HELP c h\nc_total 1\n# EOF\n');
    expect(await registry.metrics()).toBe(before);
    expect(before).toBe('# HELP c_total h\n# TYPE c_total counter\nc_total 1\n');
  });

  it('19: has canonical bounds, escaped quotes in HELP, units, and created timestamps where they are wanted', async () => {
    now = 1_700_000_000.5;
    registry.histogram({ name: 'wait_seconds', help: 'Says "wait".', unit: 'seconds', buckets: [1] }).observe(1);
    expect(encodeOpenMetrics(await registry.gather(), { createdTimestamps: true })).toBe(`# TYPE wait_seconds histogram
# UNIT wait_seconds seconds
# HELP wait_seconds Says \\"wait\\".
wait_seconds_bucket{le="1.0"} 1
wait_seconds_bucket{le="+Inf"} 1
wait_seconds_sum 1
wait_seconds_count 1
wait_seconds_created 1700000000.5
# EOF
`);
  });
});
