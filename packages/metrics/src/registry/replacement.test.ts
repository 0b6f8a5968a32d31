import { beforeEach, describe, expect, it } from 'vitest';
import { Registry } from './registry.ts';

let registry: Registry;

beforeEach(() => {
  registry = new Registry({ onConflict: 'replace', selfMetricsPrefix: 'shop' });
});

const samples = async (): Promise<string[]> => (await registry.metrics()).match(/^(?!#|shop_registry_series).+$/gm) ?? [];

describe("a registry that replaces, onConflict: 'replace'", () => {
  it('returns the same metric for an equal definition, which keeps its values', async () => {
    const options = { name: 'x_total', help: 'h' };
    registry.counter(options).inc(2);
    registry.counter(options).inc(3);
    expect(await samples()).toEqual(['x_total 5']);
  });

  it('takes a definition of another shape for the metric from now on, in the same place', async () => {
    registry.gauge({ name: 'x', help: 'h' }).set(1);
    registry.gauge({ name: 'y', help: 'h' });
    registry.histogram({ name: 'x', help: 'Other.', buckets: [1] }).observe(1);
    expect(await samples()).toEqual(['x_bucket{le="1"} 1', 'x_bucket{le="+Inf"} 1', 'x_sum 1', 'x_count 1', 'y 0']);
    registry.gauge({ name: 'x', help: 'h' });
    registry.gauge({ name: 'x_count', help: 'Free again.' });
    expect(await samples()).toEqual(['x 0', 'y 0', 'x_count 0']);
  });

  it('has the handles of the former metric write nowhere, and counts what they write', async () => {
    const former = registry.counter({ name: 'x_total', help: 'h', labels: { a: ['1', '2'] } });
    const handle = former.labels({ a: '1' });
    const plain = registry.gauge({ name: 'y', help: 'h' });
    registry.counter({ name: 'x_total', help: 'h', labels: { a: ['1', '2'], b: 'open' } }).labels({ a: '1', b: 'x' });
    registry.gauge({ name: 'y', help: 'other' });
    handle.inc();
    former.labels({ a: '1' }).inc();
    former.with({ a: '2' }).labels({}).inc();
    plain.set(5);
    former.reset();
    former.clear();
    expect(former.get()).toEqual([]);
    expect(await samples()).toEqual([
      'shop_registry_detached_writes_total{metric="x_total"} 3',
      'shop_registry_detached_writes_total{metric="y"} 1',
      'x_total{a="1",b="x"} 0',
      'y 0',
    ]);
  });

  it('has nothing of the former metric come back: neither an idle series nor what exceeded the limit', async () => {
    let now = 0;
    registry = new Registry({ onConflict: 'replace', clock: { now: () => 0, monotonic: () => now } });
    const idle = registry.gauge({ name: 'x', help: 'h', labelNames: ['a'], ttlSeconds: 1, maxSeries: 2 });
    const handles = ['1', '2', '3'].map((a) => idle.labels({ a }));
    await registry.metrics();
    now = 10;
    handles[1]!.set(1);
    await registry.metrics();
    registry.gauge({ name: 'x', help: 'other' });
    for (const handle of handles) handle.set(9);
    expect([idle.get(), idle.seriesCount, idle.detachedWrites]).toEqual([[], 0, 3]);
    expect(await samples()).toEqual(['x 0']);
  });

  it('leaves everything as it was when the samples of the new metric are those of another', async () => {
    const former = registry.gauge({ name: 'x', help: 'h' });
    registry.gauge({ name: 'x_count', help: 'h' });
    expect(() => registry.histogram({ name: 'x', help: 'h' })).toThrow('its sample "x_count" is exposed by the metric "x_count" already');
    former.set(3);
    expect(await samples()).toEqual(['x 3', 'x_count 0']);
    expect(() => registry.counter({ name: 'x', help: 'h' })).toThrow('expected a name that ends in "_total"');
    expect(registry.gauge({ name: 'x', help: 'h' })).toBe(former);
  });

  it('replaces the metrics of a name in all children at once', async () => {
    for (const region of ['eu', 'us']) registry.child({ labels: { region } }).gauge({ name: 'x', help: 'h' });
    registry.child({ labels: { region: 'us' } }).gauge({ name: 'x', help: 'other' });
    expect(await samples()).toEqual(['x{region="us"} 0']);
    registry.gauge({ name: 'x', help: 'other' });
    expect(await samples()).toEqual(['x 0']);
  });

  it('has a collector or named gatherer take the place of the one with its name', async () => {
    const gauge = registry.gauge({ name: 'x', help: 'h' });
    for (const by of [1, 10, 100]) registry.addCollector({ name: 'c', collect: () => gauge.inc(by) });
    registry.addCollector({ name: 'd', collect: () => gauge.inc(1000) });
    for (const value of [1, 2]) {
      const visit = (sink: { sample(...sample: unknown[]): void }): void => sink.sample('', { names: [], values: [] }, undefined, value);
      registry.include({ name: 'c', gather: async () => [{ name: 'y', help: 'h', type: 'gauge', unit: undefined, visit }] as never });
    }
    expect(await samples()).toEqual(['x 1100', 'y 2']);
  });
});

it('refuses them all unless it is told to replace, and runs both of two collectors with one name', async () => {
  registry = new Registry();
  const gauge = registry.gauge({ name: 'x', help: 'h' });
  for (const by of [1, 10]) registry.addCollector({ name: 'c', collect: () => gauge.inc(by) });
  expect(() => registry.gauge({ name: 'x', help: 'other' })).toThrow(expect.objectContaining({ code: 'ERR_METRIC_SHAPE' }));
  expect(await samples()).toEqual(['x 11']);
});
