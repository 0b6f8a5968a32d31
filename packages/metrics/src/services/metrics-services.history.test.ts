import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './define.ts';
import type { MetricsGroup } from './definition.ts';
import { MetricsServices } from './metrics-services.ts';

interface Shop {
  readonly orders: number;
}

const { gauge, histogram, defineMetrics } = definitionsOf<Shop>();
const orders = gauge({ help: 'Open orders.', compute: (shop) => shop.orders });

function start(group: MetricsGroup<Shop>, options: { readonly historyTurns?: number } = {}) {
  const messages: string[] = [];
  const services = new MetricsServices([group], {
    factory: new Registry(),
    prefix: 'shop',
    onError: ({ message }) => messages.push(message),
    ...options,
  });
  const run = (...snapshots: readonly Shop[]): void => snapshots.forEach((snapshot, i) => services.compute(i + 1, snapshot));
  return { services, messages, run };
}

describe('reads', () => {
  const change = gauge({ help: 'Change.', reads: ['orders'], compute: (_, { history }) => history.orders.delta(1) });
  const steps: Shop[] = [{ orders: 3 }, { orders: 10 }, { orders: 12 }];

  it.each([
    ['before', defineMetrics('shop', { change, orders })],
    ['after', defineMetrics('shop', { orders, change })],
  ])('sees the value of this turn when the reader is defined %s what it reads', (_, group) => {
    const { run, services } = start(group);
    run(...steps);
    expect(services.names).toEqual(['shop_orders', 'shop_change']);
    const history = services.history('shop_change')!;
    expect([history.last, history.at(1), history.at(2)]).toEqual([2, 7, NaN]);
  });

  it('lets a metric read its own turns before', () => {
    const group = defineMetrics('shop', {
      peak: gauge({
        help: 'Peak.',
        reads: ['peak'],
        compute: (shop, { history }) => Math.max(shop.orders, history.peak.length > 0 ? history.peak.last : 0),
      }),
    });
    const { run, services } = start(group);
    run({ orders: 3 }, { orders: 10 }, { orders: 5 });
    expect([0, 1, 2].map((turns) => services.history('shop_peak')!.at(turns))).toEqual([10, 10, 3]);
  });

  it('shows no value for a turn in which what it reads failed', async () => {
    const failing = gauge({ help: 'Fails at 10.', compute: (shop) => (shop.orders === 10 ? Infinity : shop.orders) });
    const { run, services, messages } = start(defineMetrics('shop', { orders: failing, change }));
    run(...steps, { orders: 13 });
    expect([0, 1, 2].map((turns) => services.history('shop_change')!.at(turns))).toEqual([1, NaN, NaN]);
    expect(messages).toHaveLength(1);
  });

  const jobs = gauge({ help: 'Jobs.', labels: { state: ['open', 'done'] }, compute: (shop) => ({ open: shop.orders, done: 99 }) });

  it('finds each series of a metric with several', () => {
    const group = defineMetrics('shop', {
      jobs,
      change: gauge({ help: 'Change.', reads: ['jobs'], compute: (_, { history }) => history.jobs.labels({ state: 'open' }).delta(1) }),
      none: gauge({ help: 'None.', reads: ['people'], compute: (_, { history }) => history.people.labels({ name: 'Zoe' }).last }),
      people: gauge({ help: 'P.', labels: { name: 'open' }, compute: () => ({ labelSets: [{ name: 'Eve' }], values: [1] }) }),
    });
    const { run, services, messages } = start(group);
    run({ orders: 3 }, { orders: 10 });
    expect([services.history('shop_change')!.last, services.history('shop_none')!.last, messages]).toEqual([7, NaN, []]);
  });

  it.each([
    ['another value', { state: 'lost' }, 'label "state": expected one of "open", "done", got "lost" (string)'],
    ['another name', { stat: 'open' }, 'expected exactly the labels "state", got "stat": missing "state", unknown "stat"'],
    ['no label', {}, 'expected exactly the labels "state", got none'],
  ])('of %s than a label can have is a mistake that is told', (_, labels, message) => {
    const group = defineMetrics('shop', {
      jobs,
      wrong: gauge({
        help: 'Wrong.',
        reads: ['jobs'],
        compute: (_shop, { history }) => history.jobs.labels(labels as { state: string }).last,
      }),
    });
    const { run, messages } = start(group);
    run({ orders: 3 });
    expect(messages).toEqual([expect.stringContaining(message)]);
  });

  it('reads all series of a metric at once', () => {
    const group = defineMetrics('shop', {
      jobs,
      jobs_change: gauge({
        help: 'Change.',
        labels: { state: 'open' },
        reads: ['jobs'],
        compute: (_, { history }) => history.jobs.column((series) => series.delta(1)),
      }),
    });
    const { run, services } = start(group);
    run({ orders: 3 }, { orders: 10 });
    const changes = ['open', 'done'].map((state) => services.history('shop_jobs_change', { state })!.last);
    expect(changes).toEqual([7, 0]);
  });

  it('has who reads a metric with labels as if it had none find out', () => {
    const group = defineMetrics('shop', {
      jobs,
      change: gauge({ help: 'Change.', reads: ['jobs'], compute: (_, { history }) => history.jobs.delta(1) }),
    });
    const { run, messages } = start(group);
    run({ orders: 3 });
    expect(messages).toEqual([
      'Metric "shop_change" has no value in turn 1: the history of "shop_jobs" is one for each of its label sets. Read labels({ … }), or column() for all of them. The other metrics are not affected.',
    ]);
  });
});

describe('history', () => {
  const labelled = defineMetrics('shop', {
    orders,
    jobs: gauge({ help: 'Jobs.', labels: { state: ['open', 'done'] }, compute: (shop) => ({ open: shop.orders, done: -shop.orders }) }),
    amount: histogram({ help: 'Amounts.', observations: (shop, observe) => observe(shop.orders) }),
  });

  it('is found by name and labels, and by nothing else', () => {
    const { run, services } = start(labelled);
    run({ orders: 3 }, { orders: 4 });
    expect(services.history('shop_orders')!.at(1)).toBe(3);
    expect(services.history('shop_jobs', { state: 'done' })!.at(1)).toBe(-3);
    for (const [name, labels] of [
      ['orders' as 'shop_orders'],
      ['shop_jobs'],
      ['shop_jobs', { state: 'lost' }],
      ['shop_jobs', { stat: 'done' }],
      ['shop_orders', { state: 'done' }],
    ] as const) {
      expect(services.history(name, labels)).toBeUndefined();
    }
  });

  it('of a histogram is how many observations there were', () => {
    const { run, services } = start(labelled);
    run({ orders: 3 }, { orders: 4 });
    expect([services.history('shop_amount')!.last, services.history('shop_amount')!.delta(1)]).toEqual([2, 1]);
  });

  it('keeps 256 turns, or as many as it is told', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ orders: i }));
    for (const [options, kept] of [
      [{}, 256],
      [{ historyTurns: 1 }, 1],
    ] as const) {
      const { run, services } = start(labelled, options);
      run(...many);
      const history = services.history('shop_orders')!;
      expect([history.length, history.last, history.at(kept - 1), history.at(kept)]).toEqual([kept, 299, 300 - kept, NaN]);
    }
  });
});
