import { beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../../../../test/oracles/debian.ts';
import { promtoolFindings, promtoolSampleCount } from '../../../../test/oracles/promtool.ts';
import { inOpenMetrics, shop } from '../../../../test/library/shop.ts';
import { Registry } from '../registry/registry.ts';
import { encodeOpenMetrics } from './text.ts';

const missing = await missingDebianPackage('prometheus');

describe('promtool check metrics', () => {
  beforeEach(({ skip }) => skip(missing !== undefined, missing));

  it('finds nothing in a registry that keeps the conventions', async () => {
    const registry = new Registry({ selfMetricsPrefix: 'shop', onInvalid: 'drop' });
    registry
      .counter({ name: 'shop_orders_total', help: 'Orders placed.', labels: { state: ['open', 'paid'] } })
      .labels({ state: 'open' })
      .inc(-1);
    const stock = registry.gauge({
      name: 'shop_stock_grams',
      help: 'Stock "in\\store",\nper place.',
      unit: 'grams',
      labelNames: ['place'],
      maxSeries: 4,
    });
    for (const place of ['', 'a\\b', '"\n{},=', '\0 😀 \r', 'one too many']) stock.labels({ place }).set(Number.MIN_VALUE);
    const wait = registry.histogram({
      name: 'shop_wait_seconds',
      help: 'Time until served.',
      unit: 'seconds',
      buckets: [0.000_01, 0.5, 1, 1e6],
      labelNames: ['till'],
    });
    for (const value of [0, 1, 1e9, Infinity]) wait.labels({ till: '1' }).observe(value);
    registry.addCollector({ name: 'broken', collect: () => Promise.reject(new Error('broken')) });
    expect(await promtoolFindings(await registry.metrics())).toBe('');
  });

  it('finds nothing in a metric of every kind', async () => {
    expect(await promtoolFindings(await shop().registry.metrics())).toBe('');
  });

  it('finds a name that breaks them, so that silence means something', async () => {
    const registry = new Registry();
    registry.gauge({ name: 'shop_orders_total', help: 'Orders.' });
    expect(await promtoolFindings(await registry.metrics())).toBe('shop_orders_total non-counter metrics should not have "_total" suffix');
  });

  it('refuses what is no exposition, so that parsing means something', async () => {
    expect(await promtoolFindings('shop_orders_total{state="open} 1\n')).toContain('error while linting');
  });
});

describe('promtool tsdb create-blocks-from openmetrics', () => {
  beforeEach(({ skip }) => skip(missing !== undefined, missing));

  /** The document with a time behind each value, which the command needs and an exposition has not. */
  async function timedDocument(): Promise<string> {
    const document = encodeOpenMetrics(await shop().registry.gather(), { createdTimestamps: true });
    return document.replaceAll(/^[^#\n].*$/gm, '$& 1700000001.5');
  }

  it('takes every sample', async () => {
    const { registry, samples } = shop();
    await registry.gather();
    expect(await promtoolSampleCount(await timedDocument())).toBe(inOpenMetrics(samples()).length);
  });

  it('refuses what is no document, so that taking means something', async () => {
    await expect(promtoolSampleCount((await timedDocument()).replace('# EOF\n', ''))).rejects.toThrow('data does not end with # EOF');
  });
});
