import { describe, expect, it } from 'vitest';
import { DEFAULT_BUCKETS } from '../instruments/buckets.ts';
import { catalogueOf } from './catalogue.ts';
import { definitionsOf } from './define.ts';

const { gauge, counter, histogram, defineMetrics } = definitionsOf<{ orders: number }>();

const never = (): never => {
  throw new Error('A catalogue calls nothing.');
};

describe('a catalogue', () => {
  it('says all of a definition that says all', () => {
    const shop = defineMetrics('shop', {
      stock_units: gauge({
        help: 'Goods of each product.',
        unit: 'units',
        labels: { product: 'open', state: ['fresh', 'old'] },
        maxSeries: 10,
        expose: false,
        entity: 'product',
        measured: true,
        historyTurns: 16,
        title: 'Stock by product',
        group: 'stock',
        better: 'up',
        alert: { below: 5, forSeconds: 60, severity: 'critical', summary: 'Order more.' },
        reads: ['stock_units', 'orders_total'],
        compute: never,
      }),
      orders_total: counter({ help: 'Orders.', increase: never }),
    });
    expect(catalogueOf([shop])[0]).toStrictEqual({
      name: 'shop_stock_units',
      type: 'gauge',
      help: 'Goods of each product.',
      unit: 'units',
      labels: { product: 'open', state: ['fresh', 'old'] },
      source: 'computed',
      entity: 'product',
      measured: true,
      exposed: false,
      historyTurns: 16,
      title: 'Stock by product',
      group: 'stock',
      better: 'up',
      alert: { expression: 'shop_stock_units < 5', forSeconds: 60, severity: 'critical', summary: 'Order more.' },
      reads: ['shop_stock_units', 'shop_orders_total'],
    });
  });

  it('fills in the defaults of one that says the least, and has no property without a value', () => {
    const shop = defineMetrics('shop', { orders_total: counter({ help: 'Orders.' }) });
    expect(catalogueOf([shop])).toStrictEqual([
      {
        name: 'shop_orders_total',
        type: 'counter',
        help: 'Orders.',
        labels: {},
        source: 'recorded',
        measured: false,
        exposed: true,
        title: 'Orders',
        group: 'shop',
        reads: [],
      },
    ]);
  });

  it('is the same after a journey as JSON', () => {
    const shop = defineMetrics('shop', {
      orders: gauge({ help: 'Orders.', labels: { state: ['open', 'done'] }, alert: { above: 9, summary: 'Too many.' }, compute: never }),
      amount_euros: histogram({ help: 'Amount.', unit: 'euros', buckets: [1, 2.5], observations: never }),
    });
    const entries = catalogueOf([shop]);
    expect(JSON.parse(JSON.stringify(entries))).toStrictEqual(entries);
  });

  it('lists the groups as they are given, and each in the order of its definitions', () => {
    const definition = { help: 'Any.' };
    const shop = defineMetrics('shop', { zebras: gauge(definition), apples: gauge(definition) });
    const bank = defineMetrics('bank', { coins: gauge(definition) });
    expect(catalogueOf([shop, bank]).map(({ name }) => name)).toEqual(['shop_zebras', 'shop_apples', 'bank_coins']);
  });

  it.each([
    ['computed', counter({ help: 'Any.', increase: never })],
    ['computed', histogram({ help: 'Any.', observations: never })],
    ['read', gauge({ help: 'Any.', read: never })],
    ['recorded', gauge({ help: 'Any.' })],
  ])('says that a metric is %s', (source, definition) => {
    expect(catalogueOf([defineMetrics('shop', { any: definition })])[0]!.source).toBe(source);
  });

  it('knows the buckets of a histogram that names none', () => {
    const shop = defineMetrics('shop', { wait_seconds: histogram({ help: 'Wait.', unit: 'seconds' }), orders: gauge({ help: 'Orders.' }) });
    expect(catalogueOf([shop]).map(({ buckets }) => buckets)).toEqual([DEFAULT_BUCKETS, undefined]);
  });

  it('is a copy: who changes it changes no definition', () => {
    const shop = defineMetrics('shop', { orders: histogram({ help: 'Orders.', labels: { state: ['open'] }, buckets: [1] }) });
    const [entry] = catalogueOf([shop]);
    (entry!.labels as Record<string, string[]>)['state']!.push('lost');
    (entry!.buckets as number[]).push(2);
    expect(catalogueOf([shop])[0]).toMatchObject({ labels: { state: ['open'] }, buckets: [1] });
  });
});

describe('an alert in a catalogue', () => {
  it.each([
    ['a gauge', gauge({ help: 'Any.', alert: { above: 3, summary: 'Look.' } }), 'shop_any > 3'],
    ['a counter', counter({ help: 'Any.', alert: { below: 1, summary: 'Look.' } }), 'increase(shop_any[5m]) < 1'],
    ['a histogram', histogram({ help: 'Any.', alert: { above: 0, summary: 'Look.' } }), 'increase(shop_any_count[5m]) > 0'],
  ])('of %s is an expression of PromQL, a warning, at once', (_, definition, expression) => {
    const [entry] = catalogueOf([defineMetrics('shop', { any: definition })]);
    expect(entry!.alert).toStrictEqual({ expression, forSeconds: 0, severity: 'warning', summary: 'Look.' });
  });
});

describe('the title of a metric that gives none', () => {
  const titleOf = (key: string, unit?: string): string =>
    catalogueOf([defineMetrics('shop', { [key]: gauge({ help: 'Any.', ...(unit === undefined ? {} : { unit }) }) })])[0]!.title;

  it.each([
    ['open_orders', undefined, 'Open orders'],
    ['budget_mean_euros', 'euros', 'Budget mean'],
    ['spending_euros_total', 'euros', 'Spending'],
    ['orders_total', undefined, 'Orders'],
    ['budget_mean_euros', undefined, 'Budget mean euros'],
    ['euros_spent', 'euros', 'Euros spent'],
    ['wait__in_line_', undefined, 'Wait in line'],
    ['shop_orders', undefined, 'Shop orders'],
    ['élan', undefined, 'Élan'],
    ['total', undefined, 'Total'],
    ['seconds', 'seconds', 'Seconds'],
    ['seconds_total', 'seconds', 'Seconds'],
    ['_total', undefined, 'Total'],
    ['_', undefined, '_'],
  ])('of %s in %s is made from the name', (key, unit, title) => {
    expect(titleOf(key, unit)).toBe(title);
  });
});
