import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './definition.ts';
import { MetricsServices } from './metrics-services.ts';

interface Market {
  readonly budget: number;
  readonly companies: readonly string[];
}

const { gauge, counter, histogram, defineMetrics } = definitionsOf<Market>();
const perCompany = ({ companies }: Market) => ({
  labelSets: companies.map((company) => ({ company })),
  values: companies.map((_, i) => i + 1),
});

const EVERY_KIND = defineMetrics('shop', {
  budget: gauge({ help: 'Budget.', compute: ({ budget }) => budget }),
  broken: gauge({
    help: 'Fails below 0.',
    compute: ({ budget }) => {
      if (budget < 0) throw new Error('below 0');
      return budget;
    },
  }),
  spending_total: counter({ help: 'Spending.', increase: ({ companies }) => companies.length }),
  amount: histogram({ help: 'Amounts.', buckets: [10], observations: ({ budget }, observe) => observe(budget) }),
  rank: gauge({ help: 'Rank.', labels: { company: 'open' }, compute: perCompany }),
  orders_total: counter({ help: 'Orders.', labels: { company: 'open' }, increase: perCompany }),
});

describe('publish', () => {
  it('shows all of a turn at once; until then /metrics shows the former turn, to the letter', async () => {
    const registry = new Registry();
    const services = new MetricsServices([EVERY_KIND], { factory: registry, prefix: 'shop' });
    services.compute(1, { budget: 5, companies: ['a'] });
    services.publish();
    const former = await registry.metrics();

    services.compute(2, { budget: -5, companies: ['b', 'a', 'c'] });
    expect(await registry.metrics()).toBe(former);

    services.publish();
    expect((await registry.metrics()).split('\n').filter((line) => !line.startsWith('#'))).toEqual([
      'shop_budget -5',
      'shop_spending_total 4',
      'shop_amount_bucket{le="10"} 2',
      'shop_amount_bucket{le="+Inf"} 2',
      'shop_amount_sum 0',
      'shop_amount_count 2',
      'shop_rank{company="a"} 2',
      'shop_rank{company="b"} 1',
      'shop_rank{company="c"} 3',
      'shop_orders_total{company="a"} 3',
      'shop_orders_total{company="b"} 1',
      'shop_orders_total{company="c"} 3',
      'shop_metric_errors_total{metric="shop_budget"} 0',
      'shop_metric_errors_total{metric="shop_broken"} 1',
      'shop_metric_errors_total{metric="shop_spending_total"} 0',
      'shop_metric_errors_total{metric="shop_amount"} 0',
      'shop_metric_errors_total{metric="shop_rank"} 0',
      'shop_metric_errors_total{metric="shop_orders_total"} 0',
      '',
    ]);
  });

  it('shows no value of a gauge before the first turn, while counters and histograms begin at 0', async () => {
    const registry = new Registry();
    const services = new MetricsServices([EVERY_KIND], { factory: registry, prefix: 'shop' });
    const before = async () => (await registry.metrics()).match(/^shop_(?!metric_errors).*$/gm);
    const atZero = [
      'shop_spending_total 0',
      'shop_amount_bucket{le="10"} 0',
      'shop_amount_bucket{le="+Inf"} 0',
      'shop_amount_sum 0',
      'shop_amount_count 0',
    ];
    expect(await before()).toEqual(atZero);
    services.publish();
    expect(await before()).toEqual(atZero);
    expect(JSON.parse(services.record({ entities: true })())).toMatchObject({ shop_budget: null, shop_spending_total: 0 });
  });

  it('writes each series under its own labels where the registry has them in another order already', async () => {
    const registry = new Registry();
    const first = new MetricsServices([EVERY_KIND], { factory: registry, prefix: 'shop' });
    first.compute(1, { budget: 0, companies: ['a', 'b', 'c'] });
    first.publish();
    const second = new MetricsServices([EVERY_KIND], { factory: registry, prefix: 'shop' });
    second.compute(1, { budget: 0, companies: ['c', 'a', 'b'] });
    second.publish();
    expect((await registry.metrics()).match(/^shop_rank.*$/gm)).toEqual([
      'shop_rank{company="a"} 2',
      'shop_rank{company="b"} 3',
      'shop_rank{company="c"} 1',
    ]);
  });
});

describe('label sets beyond maxSeries', () => {
  const limited = defineMetrics('shop', {
    rank: gauge({ help: 'Rank.', labels: { company: 'open' }, maxSeries: 2, compute: perCompany }),
    orders_total: counter({ help: 'Orders.', labels: { company: 'open' }, maxSeries: 2, increase: perCompany }),
  });

  it('are dropped for a gauge, add up in one series for a counter, and are counted', async () => {
    const registry = new Registry({ selfMetricsPrefix: 'shop' });
    const services = new MetricsServices([limited], { factory: registry, prefix: 'shop' });
    const record = services.record({ entities: true });
    const market: Market = { budget: 0, companies: ['a', 'b', 'c', 'd'] };
    services.compute(1, market);
    services.compute(2, market);
    services.publish();
    const lines = (await registry.metrics()).split('\n');
    expect(lines.filter((line) => /^shop_(rank|orders)/.test(line))).toEqual([
      'shop_rank{company="a"} 1',
      'shop_rank{company="b"} 2',
      'shop_orders_total{company="a"} 2',
      'shop_orders_total{company="b"} 4',
      'shop_orders_total{company="__overflow__"} 14',
    ]);
    expect(lines.filter((line) => line.startsWith('shop_registry_overflowed'))).toEqual([
      'shop_registry_overflowed_label_sets_total{metric="shop_rank"} 2',
      'shop_registry_overflowed_label_sets_total{metric="shop_orders_total"} 2',
    ]);
    expect(JSON.parse(record())).toEqual({
      'shop_rank{company="a"}': 1,
      'shop_rank{company="b"}': 2,
      'shop_orders_total{company="a"}': 2,
      'shop_orders_total{company="b"}': 4,
      'shop_orders_total{company="__overflow__"}': 14,
    });
    expect(services.history('shop_rank', { company: 'c' })).toBeUndefined();
  });

  it('keep what they have added up through a turn that fails, and divide it into units', async () => {
    const { counter: define, defineMetrics: group } = definitionsOf<{ readonly values: readonly number[] }>();
    const labelSets = ['a', 'b', 'c'].map((company) => ({ company }));
    const spending = group('shop', {
      spending_euros_total: define({
        help: 'Spending.',
        unit: 'euros',
        labels: { company: 'open' },
        maxSeries: 1,
        increase: ({ values }) => ({ labelSets, values }),
      }),
    });
    const registry = new Registry();
    const services = new MetricsServices([spending], { factory: registry, prefix: 'shop', subunits: { euros: 100 } });
    const run = (...values: number[]): void => services.compute(1, { values });
    run(10, 10, 20);
    run(10, 10, -1);
    run(10, NaN, 40);
    services.publish();
    expect((await registry.metrics()).match(/^shop_spending.*$/gm)).toEqual([
      'shop_spending_euros_total{company="a"} 0.2',
      'shop_spending_euros_total{company="__overflow__"} 0.7',
    ]);
  });
});
