import { describe, expect, it } from 'vitest';
import { MetricsError } from '../model/errors.ts';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './define.ts';
import type { MetricsGroup } from './definition.ts';
import { MetricsServices } from './metrics-services.ts';
import type { MetricsServicesOptions } from './services-options.ts';

interface Shop {
  readonly orders: number;
}

const { gauge, counter, defineMetrics } = definitionsOf<Shop>();
const orders = gauge({ help: 'Open orders.', compute: (shop) => shop.orders });

function start<Snapshot>(groups: readonly MetricsGroup<Snapshot>[], options: Partial<MetricsServicesOptions> = {}) {
  const registry = new Registry();
  const messages: string[] = [];
  const services = new MetricsServices(groups, {
    factory: registry,
    prefix: 'shop',
    onError: ({ message }) => messages.push(message),
    ...options,
  });
  let turn = 0;
  const run = (...snapshots: readonly Snapshot[]): void => {
    for (const snapshot of snapshots) services.compute(++turn, snapshot);
    services.publish();
  };
  const exposed = async () => (await registry.metrics()).match(/^shop_(?!metric_errors).*$/gm) ?? [];
  return { registry, services, messages, run, exposed };
}

describe('compute', () => {
  it('runs each computation once a turn, however often it is scraped, read and recorded', async () => {
    let computations = 0;
    const counting = defineMetrics('shop', { orders: gauge({ help: 'Open orders.', compute: () => ++computations }) });
    const { registry, services, run } = start([counting]);
    const record = services.record({ entities: true });
    run({ orders: 1 });
    const scrapes = await Promise.all(Array.from({ length: 10 }, () => registry.metrics()));
    expect(new Set(scrapes).size).toBe(1);
    expect([record.json(), record.json(), services.history('shop_orders')!.last]).toEqual(['{"shop_orders":1}', '{"shop_orders":1}', 1]);
    expect(computations).toBe(1);
  });

  it('adds the increases of a counter up, and follows a gauge', async () => {
    const { run, exposed } = start([
      defineMetrics('shop', { orders, placed_total: counter({ help: 'Placed.', increase: (shop) => shop.orders }) }),
    ]);
    run({ orders: 5 }, { orders: 2 }, { orders: 0 });
    expect(await exposed()).toEqual(['shop_orders 0', 'shop_placed_total 7']);
  });

  it('takes NaN for no value: absent, null, no error; not 0', async () => {
    const { run, exposed, services, messages, registry } = start([defineMetrics('shop', { orders })]);
    run({ orders: 3 }, { orders: NaN });
    expect(await exposed()).toEqual([]);
    expect(services.record({ entities: true }).json()).toBe('{"shop_orders":null}');
    expect([services.history('shop_orders')!.last, services.history('shop_orders')!.at(1)]).toEqual([NaN, 3]);
    expect(messages).toEqual([]);
    expect(await registry.metrics()).toContain('shop_metric_errors_total{metric="shop_orders"} 0');
  });

  it('leaves the total of a counter as it is for an increase of NaN', async () => {
    const { run, exposed, messages } = start([
      defineMetrics('shop', { placed_total: counter({ help: 'Placed.', increase: (shop) => shop.orders }) }),
    ]);
    run({ orders: 3 }, { orders: NaN }, { orders: 4 });
    expect(await exposed()).toEqual(['shop_placed_total 7']);
    expect(messages).toEqual([]);
  });
});

describe('what is shown', () => {
  const groups = [
    defineMetrics('shop', {
      orders,
      change_5_turns: gauge({ help: 'Change.', expose: false, reads: ['orders'], compute: (_, { history }) => history.orders.delta(1) }),
      customer_orders: gauge({
        help: 'Orders of a customer.',
        entity: 'customer',
        labels: { customer: 'open' },
        compute: (shop) => ({ labelSets: CUSTOMERS, values: [shop.orders] }),
      }),
      best_customer_change: gauge({
        help: 'Change of the first.',
        reads: ['customer_orders'],
        compute: (_, { history }) => history.customer_orders.labels(CUSTOMERS[0]!).delta(1),
      }),
    }),
  ];
  const CUSTOMERS = [{ customer: 'quote " slash \\ line \n end' }];

  it('leaves a metric that is not exposed out of the registry, and keeps its history and its record', async () => {
    const { run, exposed, services } = start(groups);
    run({ orders: 1 }, { orders: 3 });
    expect((await exposed()).filter((line) => line.includes('change_5_turns'))).toEqual([]);
    expect(services.history('shop_change_5_turns')!.last).toBe(2);
    expect(services.record({ entities: false }).json()).toBe('{"shop_orders":3,"shop_change_5_turns":2,"shop_best_customer_change":2}');
  });

  it('records metrics with a series per entity on request, with the key that /metrics shows', async () => {
    const { run, exposed, services } = start(groups);
    const record = services.record({ entities: true });
    expect(record.json()).toBe('{"shop_orders":null,"shop_change_5_turns":null,"shop_best_customer_change":null}');
    run({ orders: 1 });
    const json = record.json();
    expect(json).toBe(
      String.raw`{"shop_orders":1,"shop_change_5_turns":null,"shop_customer_orders{customer=\"quote \\\" slash \\\\ line \\n end\"}":1,"shop_best_customer_change":null}`,
    );
    const key = Object.keys(JSON.parse(json) as object).find((each) => each.includes('customer_orders'))!;
    expect(await exposed()).toContain(`${key} 1`);
  });

  it('leaves entities out altogether on request; who reads one of them has no value', async () => {
    const { run, exposed, services, messages } = start(groups, { withoutEntities: new Set(['customer']) });
    run({ orders: 1 }, { orders: 3 });
    expect(services.names).toEqual(['shop_orders', 'shop_change_5_turns', 'shop_best_customer_change']);
    expect(await exposed()).toEqual(['shop_orders 3']);
    expect(services.record({ entities: true }).json()).toBe('{"shop_orders":3,"shop_change_5_turns":2,"shop_best_customer_change":null}');
    expect(messages).toEqual([]);
  });
});

describe('a definition that cannot be', () => {
  const lonely = gauge({ help: 'Reads.', reads: ['missing'], compute: () => 1 });
  const circle = { a: gauge({ help: 'A.', reads: ['b'], compute: () => 1 }), b: gauge({ help: 'B.', reads: ['a'], compute: () => 1 }) };

  it.each<[string, () => unknown, string, string]>([
    [
      'a name in two groups',
      () => start([defineMetrics('shop', { orders }), defineMetrics('shop', { orders })]),
      'ERR_METRIC_NAME',
      'Metric "shop_orders" is defined in two groups. Rename one of them.',
    ],
    [
      'a read that is not there',
      () => start([{ prefix: 'shop', names: ['shop_lonely'], definitions: { lonely } }]),
      'ERR_COMPUTE',
      'Metric "shop_missing" is read, but its group does not define it. Correct "reads": it takes the keys of the group.',
    ],
    [
      'a circle',
      () => start([defineMetrics('shop', circle)]),
      'ERR_COMPUTE',
      'Metrics read each other in a circle: a reads b reads a. Let one of them compute from the snapshot alone.',
    ],
    [
      'a counter without _total',
      () => start([defineMetrics('shop', { placed: counter({ help: 'Placed.', increase: () => 1 }) })]),
      'ERR_METRIC_NAME',
      'Counter "shop_placed": expected a name that ends in "_total". Call it "shop_placed_total".',
    ],
    [
      'no turns of history',
      () => start([], { historyTurns: 0 }),
      'ERR_METRIC_OPTIONS',
      'MetricsServices: expected historyTurns to be an integer from 1 to 10000000, got 0 (number).',
    ],
    [
      'half a turn of history',
      () => start([], { historyTurns: 1.5 }),
      'ERR_METRIC_OPTIONS',
      'MetricsServices: expected historyTurns to be an integer from 1 to 10000000, got 1.5 (number).',
    ],
    [
      'no subunits in a unit',
      () => start([], { subunits: { euros: 0 } }),
      'ERR_METRIC_OPTIONS',
      'MetricsServices: expected the subunits of "euros" (string) to be a finite number > 0, got 0 (number). Cents in a euro are { euros: 100 }.',
    ],
  ])('is refused: %s', (_, define, code, message) => {
    const thrown = ((): unknown => {
      try {
        return define();
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(MetricsError);
    expect(thrown).toMatchObject({ code, message });
  });

  it('does not stand in the way of none at all', async () => {
    const { run, services, registry } = start<Shop>([]);
    run({ orders: 1 });
    expect([services.names, services.record({ entities: true }).json(), await registry.metrics()]).toEqual([[], '{}', '']);
  });
});

describe('a metric whose name ends in a unit with a subunit', () => {
  it.each([
    ['revenue_euros', gauge({ help: 'h', compute: ({ orders: cents }) => cents })],
    ['revenue_euros_total', counter({ help: 'h', increase: ({ orders: cents }) => cents })],
  ])('must state it, so that %s never shows cents', (name, definition) => {
    expect(() => start([defineMetrics('shop', { [name]: definition })], { subunits: { euros: 100 } })).toThrow(
      `Metric "shop_${name}": expected unit: 'euros', as its name ends in it, got none. State the unit, or rename the metric.`,
    );
  });
});
