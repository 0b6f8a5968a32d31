import { describe, expect, it } from 'vitest';
import { Registry } from '@tradesim/metrics';
import { catalogueOf, definitionsOf, MetricsServices } from '@tradesim/metrics/services';
import { ReplayedMetrics } from './replayed-metrics.ts';

const { gauge, counter, histogram, defineMetrics } = definitionsOf<{ readonly cents: number; readonly page: string }>();
const shop = defineMetrics('shop', {
  budget_euros: gauge({ help: 'Budget, "all".', unit: 'euros', compute: ({ cents }) => cents }),
  page_cents: gauge({
    help: 'By page.',
    labels: { page: 'open' },
    compute: ({ cents, page }) => ({ labelSets: [{ page }, { page: `${page}2` }], values: [cents, NaN] }),
  }),
  sales_total: counter({ help: 'Sales.', labels: { state: ['a', 'b'] }, increase: ({ cents }) => ({ a: cents, b: 0 }) }),
  amount_euros: histogram({ help: 'Amounts.', unit: 'euros', buckets: [0.5, 1, 10], observations: ({ cents }, see) => see(cents) }),
});

describe('replayed metrics', () => {
  it('are shown as the run has shown them', async () => {
    const registry = new Registry();
    const services = new MetricsServices([shop], { factory: registry, prefix: 'shop', subunits: { euros: 100 } });
    const record = services.record({ entities: true });
    const replayed = new ReplayedMetrics(catalogueOf([shop]));
    const reader = new Registry();
    reader.include(replayed);
    for (const [i, page] of ['home', 'a"b', 'back\\slash', 'line\nbreak', 'x="y",z', '{}'].entries()) {
      services.compute(i + 1, { cents: 75 * i, page });
      services.publish();
      replayed.show({ turn: i + 1, timestamp: i, samples: Object.entries(JSON.parse(record.json()) as Record<string, number | null>) });
      const live = (await registry.metrics()).split('\n').filter((line) => !line.includes('shop_metric_errors'));
      expect((await reader.metrics()).split('\n')).toEqual(live);
    }
  });

  it('of a moment stay those of that moment', async () => {
    const replayed = new ReplayedMetrics([]);
    const turn = (value: number) => ({ turn: value, timestamp: value, samples: [['shop_unknown', value] as const] });
    replayed.show(turn(1));
    const [family] = await replayed.gather();
    replayed.show(turn(2));
    const values: number[] = [];
    family!.visit({ sample: (_suffix, _labels, _bound, value) => values.push(value) });
    expect([family!.type, values]).toEqual(['gauge', [1]]);
  });
});
