import { describe, expect, it } from 'vitest';
import { Registry } from './registry.ts';

describe("a registry's metrics of itself", () => {
  it('carry the prefix of the application, and say how many series there are', async () => {
    const registry = new Registry({ selfMetricsPrefix: 'shop' });
    registry.gauge({ name: 'size', help: 'h', labels: { state: ['a', 'b', 'c'] } });
    expect(await registry.metrics()).toBe(`# HELP shop_registry_series Series of all metrics of this registry.
# TYPE shop_registry_series gauge
shop_registry_series 4
# HELP size h
# TYPE size gauge
size{state="a"} 0
size{state="b"} 0
size{state="c"} 0
`);
  });

  it('do not exist without a prefix', async () => {
    expect(await new Registry().metrics()).toBe('');
  });

  it('only ever rise, also when a metric is unregistered and defined again', async () => {
    const registry = new Registry({ selfMetricsPrefix: 'shop', onInvalid: 'drop' });
    const misuse = (times: number): void => {
      const size = registry.gauge({ name: 'size', help: 'h', labelNames: ['a'], maxSeries: 1 });
      for (let i = 0; i <= times; i++) size.labels({ a: String(i) }).set('no number' as never);
    };
    const counted = async (): Promise<string[]> =>
      (await registry.metrics()).split('\n').filter((line) => line.includes('{metric="size"}'));
    misuse(3);
    registry.unregister('size');
    expect(await counted()).toEqual([
      'shop_registry_overflowed_label_sets_total{metric="size"} 3',
      'shop_registry_invalid_values_total{metric="size"} 4',
    ]);
    misuse(1);
    expect(await counted()).toEqual([
      'shop_registry_overflowed_label_sets_total{metric="size"} 4',
      'shop_registry_invalid_values_total{metric="size"} 6',
    ]);
  });

  it('have room for every metric of the registry', async () => {
    const registry = new Registry({ selfMetricsPrefix: 'shop', onInvalid: 'drop' });
    for (let i = 0; i < 2005; i++) registry.counter({ name: `c${i}_total`, help: 'h' }).inc(-1);
    const text = await registry.metrics();
    expect(text.match(/^shop_registry_invalid_values_total\{metric="c\d+_total"\} 1$/gm)).toHaveLength(2005);
    expect(text).not.toContain('__overflow__');
  });

  it('may be replaced by the application, and cost none of its writes then', async () => {
    const registry = new Registry({ selfMetricsPrefix: 'shop', onConflict: 'replace' });
    const orders = registry.counter({ name: 'orders_total', help: 'h', labelNames: ['a'] });
    const handle = orders.labels({ a: 'x' });
    registry.gauge({ name: 'shop_registry_detached_writes_total', help: 'Our own.' });
    orders.remove({ a: 'x' });
    handle.inc();
    expect(orders.detachedWrites).toBe(1);
  });

  it('begin anew after clear()', async () => {
    const registry = new Registry({ selfMetricsPrefix: 'shop', onInvalid: 'drop' });
    registry.counter({ name: 'x_total', help: 'h' }).inc(-1);
    registry.clear();
    expect((await registry.metrics()).split('\n').filter((line) => !line.startsWith('#'))).toEqual(['shop_registry_series 1', '']);
  });
});
