import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { SampleRecord } from './sample-record.ts';

describe('SampleRecord', () => {
  it('writes each sample under its exposed name, in the order of exposition', async () => {
    const registry = new Registry();
    const orders = registry.counter({ name: 'shop_orders_total', help: 'Orders.' });
    const stock = registry.gauge({ name: 'shop_stock', help: 'Stock.', labelNames: ['product', 'place'] });
    const latency = registry.histogram({ name: 'shop_latency_seconds', help: 'Latency.', buckets: [0.1, 1] });
    orders.inc(3);
    stock.labels({ product: 'a "b"\\c\nd', place: 'é' }).set(-0.5);
    latency.observe(0.1);
    latency.observe(5);

    const json = new SampleRecord([orders.family, stock, latency.family]).json();
    const members = [
      '"shop_orders_total":3',
      String.raw`"shop_stock{product=\"a \\\"b\\\"\\\\c\\nd\",place=\"é\"}":-0.5`,
      String.raw`"shop_latency_seconds_bucket{le=\"0.1\"}":1`,
      String.raw`"shop_latency_seconds_bucket{le=\"1\"}":1`,
      String.raw`"shop_latency_seconds_bucket{le=\"+Inf\"}":2`,
      '"shop_latency_seconds_sum":5.1',
      '"shop_latency_seconds_count":2',
    ];
    expect(json).toBe(`{${members.join(',')}}`);
    const exposed = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(Object.entries(JSON.parse(json) as Record<string, number>).map(([name, value]) => `${name} ${String(value)}`)).toEqual(exposed);
  });

  it('is an empty object without families, and without samples', () => {
    const registry = new Registry();
    expect(new SampleRecord([]).json()).toBe('{}');
    expect(new SampleRecord([registry.gauge({ name: 'shop_stock', help: 'Stock.', labelNames: ['product'] })]).json()).toBe('{}');
  });

  it.each([NaN, Infinity, -Infinity])('writes null for %d, which JSON cannot hold', (value) => {
    const gauge = new Registry().gauge({ name: 'shop_stock', help: 'Stock.' });
    gauge.set(value);
    expect(new SampleRecord([gauge.family]).json()).toBe('{"shop_stock":null}');
  });

  it('writes null for every sample of a family that has no values now', () => {
    const registry = new Registry();
    const orders = registry.counter({ name: 'shop_orders_total', help: 'Orders.', labels: { state: ['open', 'done'] } });
    const other = registry.counter({ name: 'shop_visits_total', help: 'Visits.' });
    const record = new SampleRecord([orders, other.family]);
    expect(record.json((family) => family.name !== 'shop_orders_total')).toBe(
      String.raw`{"shop_orders_total{state=\"open\"}":null,"shop_orders_total{state=\"done\"}":null,"shop_visits_total":0}`,
    );
  });

  it('gives series that join later their own keys', () => {
    const stock = new Registry().gauge({ name: 'shop_stock', help: 'Stock.', labelNames: ['product'] });
    const record = new SampleRecord([stock]);
    stock.labels({ product: 'a' }).set(1);
    expect(record.json()).toBe(String.raw`{"shop_stock{product=\"a\"}":1}`);
    stock.labels({ product: 'b' }).set(2);
    expect(record.json()).toBe(String.raw`{"shop_stock{product=\"a\"}":1,"shop_stock{product=\"b\"}":2}`);
  });

  it('writes null for a sample that the exposition leaves out', () => {
    const stock = new Registry().gauge({ name: 'shop_stock', help: 'Stock.', labelNames: ['product'], omitNaN: true });
    const record = new SampleRecord([stock]);
    for (const [i, product] of ['a', 'b', 'c'].entries()) stock.labels({ product }).set(i);
    record.json();
    stock.labels({ product: 'a' }).set(NaN);
    expect(record.json()).toBe(String.raw`{"shop_stock{product=\"a\"}":null,"shop_stock{product=\"b\"}":1,"shop_stock{product=\"c\"}":2}`);
    stock.labels({ product: 'a' }).set(7);
    expect(record.json()).toBe(String.raw`{"shop_stock{product=\"a\"}":7,"shop_stock{product=\"b\"}":1,"shop_stock{product=\"c\"}":2}`);
  });
});
