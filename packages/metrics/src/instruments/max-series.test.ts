import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry({ selfMetricsPrefix: 'shop' });
});

/** The samples of one metric, as /metrics shows them. */
async function samples(name: string): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));
}

describe('beyond maxSeries', () => {
  it('label sets of a counter add up in one series that does not count', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop', 'state'], maxSeries: 2 });
    const first = orders.labels({ shop: 'a', state: 'x' });
    orders.labels({ shop: 'b', state: 'x' }).inc(10);
    orders.labels({ shop: 'c', state: 'x' }).inc(100);
    orders.labels({ shop: 'd', state: 'x' }).inc(1000);
    expect(orders.labels({ shop: 'a', state: 'x' })).toBe(first);
    expect(orders.labels({ shop: 'e', state: 'y' })).toBe(orders.labels({ shop: 'f', state: 'z' }));
    first.inc(1);
    expect(await samples('orders_total')).toEqual([
      'orders_total{shop="a",state="x"} 1',
      'orders_total{shop="b",state="x"} 10',
      'orders_total{shop="__overflow__",state="__overflow__"} 1100',
    ]);
    expect(orders.seriesCount).toBe(2);
  });

  it('label sets of a histogram add up in one series', async () => {
    const latency = registry.histogram({ name: 'latency', help: 'h', buckets: [1], labelNames: ['shop'], maxSeries: 1 });
    for (const shop of ['a', 'b', 'c']) latency.labels({ shop }).observe(0.5);
    expect(await samples('latency')).toEqual([
      'latency_bucket{shop="a",le="1"} 1',
      'latency_bucket{shop="a",le="+Inf"} 1',
      'latency_sum{shop="a"} 0.5',
      'latency_count{shop="a"} 1',
      'latency_bucket{shop="__overflow__",le="1"} 2',
      'latency_bucket{shop="__overflow__",le="+Inf"} 2',
      'latency_sum{shop="__overflow__"} 1',
      'latency_count{shop="__overflow__"} 2',
    ]);
  });

  it('label sets of a gauge are dropped: their handle works, without effect', async () => {
    const size = registry.gauge({ name: 'size', help: 'h', labelNames: ['shop'], maxSeries: 1 });
    size.labels({ shop: 'a' }).set(1);
    const dropped = size.labels({ shop: 'b' });
    dropped.set(2);
    dropped.inc();
    expect(await samples('size')).toEqual(['size{shop="a"} 1']);
    expect(size.get()).toEqual([{ name: 'size', labels: { shop: 'a' }, value: 1 }]);
  });

  it('every call is counted, and so is every kind of metric', async () => {
    const size = registry.gauge({ name: 'size', help: 'h', labelNames: ['shop'], maxSeries: 1 });
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop'], maxSeries: 1 });
    for (const shop of ['a', 'b', 'c', 'b', 'a']) {
      size.labels({ shop });
      orders.labels({ shop });
    }
    orders.labels({ shop: 'd' });
    expect([size.overflowed, orders.overflowed]).toEqual([3, 4]);
    expect(await samples('shop_registry_overflowed')).toEqual([
      'shop_registry_overflowed_label_sets_total{metric="size"} 3',
      'shop_registry_overflowed_label_sets_total{metric="orders_total"} 4',
    ]);
  });

  it('calls cost no quantiles of a summary, which only an exposition takes', () => {
    const wait = registry.summary({ name: 'wait', help: 'h', labelNames: ['shop'], quantiles: [0.5], maxSeries: 1 });
    for (const shop of ['a', 'b', 'c']) wait.labels({ shop }).observe(1);
    expect(wait.get().map(({ value }) => value)).toEqual([NaN, 1, 1, NaN, 2, 2]);
    wait.prepare();
    expect(wait.get().map(({ value }) => value)).not.toContain(NaN);
  });

  it('the value of the overflow series is refused as a label, there as ever', () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop'], maxSeries: 1 });
    orders.labels({ shop: 'a' });
    orders.labels({ shop: 'b' });
    expect(() => orders.labels({ shop: '__overflow__' })).toThrow('"__overflow__" is kept for what exceeds maxSeries.');
  });

  it('a bad label set is still an error', () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop'], maxSeries: 1 });
    orders.labels({ shop: 'a' });
    expect(() => orders.labels({ city: 'b' } as never)).toThrow('missing "shop", unknown "city".');
    expect(orders.overflowed).toBe(0);
  });

  it('closed values are replaced as well', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labels: { state: ['open', 'paid'], shop: 'open' }, maxSeries: 1 });
    orders.labels({ state: 'open', shop: 'a' }).inc();
    orders.labels({ state: 'paid', shop: 'a' }).inc();
    expect(await samples('orders_total')).toEqual([
      'orders_total{state="open",shop="a"} 1',
      'orders_total{state="__overflow__",shop="__overflow__"} 1',
    ]);
  });

  it('reset() sets the overflow series to 0, too', async () => {
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop'], maxSeries: 1 });
    for (const shop of ['a', 'b']) orders.labels({ shop }).inc(5);
    orders.reset();
    expect(await samples('orders_total')).toEqual(['orders_total{shop="a"} 0', 'orders_total{shop="__overflow__"} 0']);
  });
});

it('maxSeries is 2,000 by default', () => {
  const size = registry.gauge({ name: 'size', help: 'h', labelNames: ['id'] });
  for (let i = 0; i < 2000; i++) size.labels({ id: String(i) });
  expect([size.maxSeries, size.overflowed, size.get().length]).toEqual([2000, 0, 2000]);
  size.labels({ id: '2000' });
  expect([size.overflowed, size.get().length]).toEqual([1, 2000]);
});
