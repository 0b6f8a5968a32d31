import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry();
});

/** What is no number, with how messages show it. */
const NO_NUMBERS: readonly [shown: string, value: unknown][] = [
  ['"5" (string)', '5'],
  ['"" (string)', ''],
  ['null', null],
  ['1 (bigint)', 1n],
  ['true (boolean)', true],
  ['{} (object)', {}],
  ['[5] (object)', [5]],
  ['5 (object)', Object(5)],
  ['Symbol(x) (symbol)', Symbol('x')],
];

const NAN: [shown: string, value: unknown] = ['NaN (number)', NaN];

describe('a counter', () => {
  it('adds 1, or any finite number >= 0', () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h' });
    orders.inc();
    orders.inc(5);
    orders.inc(0.25);
    orders.inc(0);
    orders.inc(-0);
    orders.inc(undefined);
    expect(orders.get()).toEqual([{ name: 'orders_total', labels: {}, value: 7.25 }]);
    expect(orders).not.toHaveProperty('dec');
  });

  it.each<[shown: string, value: unknown]>([
    NAN,
    ['Infinity (number)', Infinity],
    ['-Infinity (number)', -Infinity],
    ['-1 (number)', -1],
    ['-5e-324 (number)', -Number.MIN_VALUE],
    ...NO_NUMBERS,
  ])('refuses to inc by %s, and stays as it was', (shown, value) => {
    const message = `Counter "orders_total": expected an increment that is a finite number >= 0, got ${shown}. Check the value before inc(); for what can fall, use a gauge.`;
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop'] });
    const plain = registry.counter({ name: 'plain_total', help: 'h' });
    orders.labels({ shop: 'a' }).inc(3);
    plain.inc(3);
    expect(() => orders.labels({ shop: 'a' }).inc(value as number)).toThrow(expect.objectContaining({ code: 'ERR_VALUE', message }));
    expect(() => plain.inc(value as number)).toThrow(expect.objectContaining({ message: message.replace('orders', 'plain') }));
    expect([...orders.get(), ...plain.get()].map((sample) => sample.value)).toEqual([3, 3]);
  });
});

describe('a gauge', () => {
  it.each([0, -0, -1.5, Number.MIN_VALUE, 1e308, 2 ** 53 + 2, NaN, Infinity, -Infinity])('can be set to %d', (value) => {
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    gauge.set(value);
    expect(gauge.get()).toEqual([{ name: 'g', labels: {}, value }]);
  });

  it('rises and falls, by 1 or any number', () => {
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    gauge.set(10);
    gauge.inc();
    gauge.inc(-5);
    gauge.dec();
    gauge.dec(0.5);
    expect(gauge.get()[0]?.value).toBe(4.5);
    gauge.inc(Infinity);
    expect(gauge.get()[0]?.value).toBe(Infinity);
  });

  it.each(NO_NUMBERS)('refuses %s, and stays as it was', (shown, value) => {
    const refused = expect.objectContaining({
      code: 'ERR_VALUE',
      message: `Gauge "g": expected a number, got ${shown}. Convert it before the call.`,
    });
    const gauge = registry.gauge({ name: 'g', help: 'h', labelNames: ['shop'] });
    const handle = gauge.labels({ shop: 'a' });
    handle.set(3);
    expect(() => handle.set(value as number)).toThrow(refused);
    expect(() => handle.inc(value as number)).toThrow(refused);
    expect(() => handle.dec(value as number)).toThrow(refused);
    expect(gauge.get()[0]?.value).toBe(3);
  });

  it('refuses to be set to nothing', () => {
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    expect(() => gauge.set(undefined as never)).toThrow('Gauge "g": expected a number, got undefined. Convert it before the call.');
  });

  it('leaves NaN out with omitNaN, and the metric when nothing is left', async () => {
    const gauge = registry.gauge({ name: 'g', help: 'h', labelNames: ['shop'], omitNaN: true });
    gauge.labels({ shop: 'a' }).set(NaN);
    expect(await registry.metrics()).toBe('');
    gauge.labels({ shop: 'b' }).set(-Infinity);
    expect(await registry.metrics()).toBe('# HELP g h\n# TYPE g gauge\ng{shop="b"} -Inf\n');
    expect(gauge.get()).toEqual([{ name: 'g', labels: { shop: 'b' }, value: -Infinity }]);
    gauge.labels({ shop: 'a' }).set(0);
    expect(gauge.get()).toHaveLength(2);
  });

  it('shows NaN without omitNaN', async () => {
    registry.gauge({ name: 'g', help: 'h' }).set(NaN);
    expect(await registry.metrics()).toBe('# HELP g h\n# TYPE g gauge\ng NaN\n');
  });
});

describe('a histogram', () => {
  it.each<[shown: string, value: unknown]>([NAN, ['undefined', undefined], ...NO_NUMBERS])(
    'refuses to observe %s, and stays as it was',
    (shown, value) => {
      const message = `Histogram "h": expected an observation that is a number, got ${shown}. Leave out what has no value.`;
      const histogram = registry.histogram({ name: 'h', help: 'h', buckets: [1], labelNames: ['shop'] });
      histogram.labels({ shop: 'a' }).observe(0.5);
      expect(() => histogram.labels({ shop: 'a' }).observe(value as number)).toThrow(
        expect.objectContaining({ code: 'ERR_VALUE', message }),
      );
      expect(histogram.get().map((sample) => sample.value)).toEqual([1, 1, 0.5, 1]);
    },
  );
});

describe("with onInvalid: 'drop'", () => {
  it('invalid values are counted instead of thrown, and the series stay as they were', async () => {
    registry = new Registry({ onInvalid: 'drop', selfMetricsPrefix: 'shop' });
    const counter = registry.counter({ name: 'c_total', help: 'h' });
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    const histogram = registry.histogram({ name: 'h', help: 'h', buckets: [1], labelNames: ['a'] });
    for (const value of [-1, NaN, '5']) counter.inc(value as number);
    gauge.set('5' as never);
    gauge.inc(null as never);
    histogram.labels({ a: 'x' }).observe(NaN);
    counter.inc(2);
    expect((await registry.metrics()).split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'shop_registry_invalid_values_total{metric="c_total"} 3',
      'shop_registry_invalid_values_total{metric="g"} 2',
      'shop_registry_invalid_values_total{metric="h"} 1',
      'shop_registry_series 7',
      'c_total 2',
      'g 0',
      'h_bucket{a="x",le="1"} 0',
      'h_bucket{a="x",le="+Inf"} 0',
      'h_sum{a="x"} 0',
      'h_count{a="x"} 0',
      '',
    ]);
  });

  it('works without metrics of the registry itself', () => {
    const counter = new Registry({ onInvalid: 'drop' }).counter({ name: 'c_total', help: 'h' });
    counter.inc(-1);
    expect(counter.get()[0]?.value).toBe(0);
  });
});

describe('reset()', () => {
  it('sets every series to 0; series, handles and the place in the exposition stay', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop'] });
    const latency = registry.histogram({ name: 'latency', help: 'h', buckets: [1] });
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    const handle = orders.labels({ shop: 'a' });
    handle.inc(5);
    latency.observe(0.5);
    gauge.set(-3);
    const before = await registry.metrics();
    for (const metric of [orders, latency, gauge]) metric.reset();
    expect(await registry.metrics()).toBe(before.replaceAll(/ (5|0\.5|1|-3)$/gm, ' 0'));
    handle.inc();
    expect(orders.labels({ shop: 'a' })).toBe(handle);
    expect(orders.get()[0]?.value).toBe(1);
  });
});

describe('get()', () => {
  it('shows the samples under the names and labels of the exposition', async () => {
    const histogram = registry.histogram({ name: 'h', help: 'h', buckets: [0.5, 1e6], labelNames: ['a'] });
    histogram.labels({ a: '"' }).observe(1);
    expect(histogram.get()).toEqual([
      { name: 'h_bucket', labels: { a: '"', le: '0.5' }, value: 0 },
      { name: 'h_bucket', labels: { a: '"', le: '1e+06' }, value: 1 },
      { name: 'h_bucket', labels: { a: '"', le: '+Inf' }, value: 1 },
      { name: 'h_sum', labels: { a: '"' }, value: 1 },
      { name: 'h_count', labels: { a: '"' }, value: 1 },
    ]);
    expect(await registry.metrics()).toContain(String.raw`h_bucket{a="\"",le="1e+06"} 1`);
  });

  it('is a copy', () => {
    const gauge = registry.gauge({ name: 'g', help: 'h' });
    const sample = gauge.get()[0] as { value: number };
    sample.value = 5;
    expect(gauge.get()).toEqual([{ name: 'g', labels: {}, value: 0 }]);
  });
});
