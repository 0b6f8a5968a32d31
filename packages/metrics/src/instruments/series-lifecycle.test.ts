import { beforeEach, describe, expect, it } from 'vitest';
import { encodeOpenMetrics } from '../exposition/text.ts';
import { Registry } from '../registry/registry.ts';

let seconds: number;
let registry: Registry;

beforeEach(() => {
  seconds = 1000;
  registry = new Registry({ selfMetricsPrefix: 'shop', clock: { now: () => seconds, monotonic: () => seconds } });
});

/** The samples of a scrape that are not of the registry itself. */
async function samples(): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => /^(?!shop_registry)[a-z]/.test(line));
}

async function detachedWrites(): Promise<string[]> {
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith('shop_registry_detached_writes_total'));
}

function ordersBy(maxSeries = 2000) {
  return registry.counter({ name: 'orders_total', help: 'h', labelNames: ['shop', 'state'], maxSeries });
}

describe('remove()', () => {
  it('takes one series away at once, and says whether there was one', async () => {
    const orders = ordersBy();
    for (const shop of ['a', 'b', 'c']) orders.labels({ shop, state: 'x' }).inc();
    expect(orders.remove({ state: 'x', shop: 'b' })).toBe(true);
    expect(orders.remove({ shop: 'b', state: 'x' })).toBe(false);
    expect(orders.remove({ shop: 'a', state: 'y' })).toBe(false);
    expect(orders.remove({ shop: 'never', state: 'seen' })).toBe(false);
    expect(await samples()).toEqual(['orders_total{shop="a",state="x"} 1', 'orders_total{shop="c",state="x"} 1']);
    expect(orders.seriesCount).toBe(2);
  });

  it('leaves no header over nothing', async () => {
    ordersBy().labels({ shop: 'a', state: 'x' });
    ordersBy().remove({ shop: 'a', state: 'x' });
    expect(await registry.metrics()).not.toContain('orders_total');
  });

  it('has labels() begin a fresh series: at 0, from now on, at the end', async () => {
    const orders = ordersBy();
    const former = orders.labels({ shop: 'a', state: 'x' });
    former.inc(5);
    orders.labels({ shop: 'b', state: 'x' });
    seconds = 2000;
    orders.remove({ shop: 'a', state: 'x' });
    const fresh = orders.labels({ shop: 'a', state: 'x' });
    expect(fresh).not.toBe(former);
    expect(encodeOpenMetrics(await registry.gather(), { createdTimestamps: true })).toContain(
      [
        'orders_total{shop="b",state="x"} 0\norders_created{shop="b",state="x"} 1000\n',
        'orders_total{shop="a",state="x"} 0\norders_created{shop="a",state="x"} 2000\n',
      ].join(''),
    );
  });

  it('makes room for another series', () => {
    const orders = ordersBy(2);
    for (const shop of ['a', 'b']) orders.labels({ shop, state: 'x' });
    orders.remove({ shop: 'a', state: 'x' });
    orders.labels({ shop: 'c', state: 'x' });
    expect([orders.seriesCount, orders.overflowed]).toEqual([2, 0]);
  });

  it('takes a combination of closed labels away until it is wanted again', async () => {
    const size = registry.gauge({ name: 'size', help: 'h', labels: { state: ['open', 'paid'] } });
    size.labels({ state: 'open' }).set(1);
    size.remove({ state: 'open' });
    expect(await samples()).toEqual(['size{state="paid"} 0']);
    size.labels({ state: 'open' });
    expect(await samples()).toEqual(['size{state="paid"} 0', 'size{state="open"} 0']);
    expect(() => size.remove({ state: 'x' as never })).toThrow('expected one of "open", "paid", got "x" (string).');
  });

  it.each<[string, unknown, string]>([
    ['a missing label', { shop: 'a' }, 'missing "state".'],
    ['an unknown label', { shop: 'a', state: 'x', city: 'y' }, 'unknown "city".'],
    ['a number', { shop: 1, state: 'x' }, 'Counter "orders_total", label "shop": expected a string, got 1 (number).'],
    ['the overflow series', { shop: '__overflow__', state: '__overflow__' }, '"__overflow__" is kept for what exceeds maxSeries.'],
    ['nothing', undefined, 'expected an object with the labels "shop", "state", got undefined.'],
    ['a list', ['a', 'x'], 'expected an object with the labels "shop", "state", got ["a","x"] (object).'],
  ])('refuses %s, and removes nothing', (_, labels, message) => {
    const orders = ordersBy();
    orders.labels({ shop: 'a', state: 'x' });
    expect(() => orders.remove(labels as never)).toThrow(message);
    expect(orders.seriesCount).toBe(1);
  });
});

describe('removeMatching()', () => {
  it('removes what has all the labels that are given, and says how many', async () => {
    const orders = ordersBy();
    for (const shop of ['a', 'b', 'c']) for (const state of ['x', 'y']) orders.labels({ shop, state }).inc();
    expect(orders.removeMatching({ state: 'x', shop: 'a' })).toBe(1);
    expect(orders.removeMatching({ state: 'y' })).toBe(3);
    expect(orders.removeMatching({ state: 'y' })).toBe(0);
    expect(orders.removeMatching({ shop: 'never seen' })).toBe(0);
    expect(orders.removeMatching({ shop: 'x' })).toBe(0);
    expect(await samples()).toEqual(['orders_total{shop="b",state="x"} 1', 'orders_total{shop="c",state="x"} 1']);
    expect(orders.removeMatching({})).toBe(2);
    expect([orders.seriesCount, await samples()]).toEqual([0, []]);
  });

  it('does not take the overflow series for one with its value, where a closed label has that value', async () => {
    const orders = registry.counter({
      name: 'orders_total',
      help: 'h',
      labels: { state: ['__overflow__', 'x'], shop: 'open' },
      maxSeries: 2,
    });
    for (const shop of ['a', 'b', 'c']) orders.labels({ state: 'x', shop }).inc();
    orders.remove({ state: 'x', shop: 'a' });
    orders.labels({ state: '__overflow__', shop: 'z' }).inc(7);
    expect(orders.removeMatching({ state: '__overflow__' })).toBe(1);
    expect(await samples()).toEqual(['orders_total{state="x",shop="b"} 1', 'orders_total{state="__overflow__",shop="__overflow__"} 1']);
  });

  it.each<[string, unknown, string]>([
    [
      'an unknown label',
      { shop: 'a', city: 'y', town: 'z' },
      'expected an object with some of the labels "shop", "state", unknown "city", "town".',
    ],
    ['a number', { state: 1 }, 'Counter "orders_total", label "state": expected a string, got 1 (number).'],
    ['undefined as a value', { state: undefined }, 'Counter "orders_total", label "state": expected a string, got undefined.'],
    ['the value of the overflow series', { state: '__overflow__' }, '"__overflow__" is kept for what exceeds maxSeries.'],
    ['nothing', undefined, 'expected an object with some of the labels "shop", "state", got undefined.'],
    ['null', null, 'expected an object with some of the labels "shop", "state", got null.'],
    ['a list', [], 'expected an object with some of the labels "shop", "state", got [] (object).'],
    ['a text', 'a', 'expected an object with some of the labels "shop", "state", got "a" (string).'],
  ])('refuses %s, and removes nothing', (_, labels, message) => {
    const orders = ordersBy();
    orders.labels({ shop: 'a', state: 'x' });
    expect(() => orders.removeMatching(labels as never)).toThrow(message);
    expect(orders.seriesCount).toBe(1);
  });
});

describe('clear()', () => {
  it('removes every series, also the one that collects the rest', async () => {
    const orders = ordersBy(1);
    for (const shop of ['a', 'b', 'c']) orders.labels({ shop, state: 'x' }).inc();
    orders.clear();
    expect([await samples(), orders.seriesCount, orders.get()]).toEqual([[], 0, []]);
    for (const shop of ['b', 'c']) orders.labels({ shop, state: 'x' }).inc();
    expect(await samples()).toEqual(['orders_total{shop="b",state="x"} 1', 'orders_total{shop="__overflow__",state="__overflow__"} 1']);
  });

  it('has every combination of closed labels begin anew', async () => {
    const size = registry.gauge({ name: 'size', help: 'h', labels: { state: ['open', 'paid'] } });
    const former = size.labels({ state: 'open' });
    former.set(5);
    size.remove({ state: 'paid' });
    size.clear();
    former.set(6);
    expect(await samples()).toEqual(['size{state="open"} 0', 'size{state="paid"} 0']);
    expect(size.detachedWrites).toBe(1);
  });
});

describe('the only series of a metric without labels', () => {
  it.each(['clear', 'remove', 'removeMatching'] as const)('is set back to 0 by %s of its family, and goes on', async (method) => {
    const visits = registry.counter({ name: 'visits_total', help: 'h' });
    const level = registry.gauge({ name: 'level', help: 'h' });
    const wait = registry.histogram({ name: 'wait', help: 'h', buckets: [1] });
    for (const write of [() => visits.inc(5), () => level.set(5), () => wait.observe(5)]) write();
    seconds = 2000;
    for (const { family } of [visits, level, wait]) expect([undefined, true, 1]).toContain(family[method]({}));
    const lines = encodeOpenMetrics(await registry.gather(), { createdTimestamps: true }).split('\n');
    expect(lines.filter((line) => /^(visits|level|wait)/.test(line))).toEqual([
      'visits_total 0',
      'visits_created 2000',
      'level 0',
      'wait_bucket{le="1.0"} 0',
      'wait_bucket{le="+Inf"} 0',
      'wait_sum 0',
      'wait_count 0',
      'wait_created 2000',
    ]);
    visits.inc(2);
    expect([visits.get()[0]?.value, visits.family.detachedWrites]).toEqual([2, 0]);
  });
});

describe('a handle of a removed series', () => {
  it('writes nowhere, and every write is counted', async () => {
    const orders = ordersBy();
    const level = registry.gauge({ name: 'level', help: 'h', labelNames: ['id'] });
    const wait = registry.histogram({ name: 'wait', help: 'h', buckets: [1], labelNames: ['id'] });
    const handles = [orders.labels({ shop: 'a', state: 'x' }), level.labels({ id: 'a' }), wait.labels({ id: 'a' })] as const;
    const stop = [handles[1].startTimer(), handles[2].startTimer()];
    for (const family of [orders, level, wait]) family.clear();
    orders.labels({ shop: 'b', state: 'x' }).inc();
    handles[0].inc();
    handles[0].inc(5);
    for (const write of ['set', 'inc', 'dec'] as const) handles[1][write](7);
    handles[1].setToCurrentTime();
    handles[2].observe(0.5);
    expect(handles[2].time(() => 'result')).toBe('result');
    for (const each of stop) each();
    expect([orders, level, wait].map((family) => family.detachedWrites)).toEqual([2, 5, 3]);
    expect(await samples()).toEqual(['orders_total{shop="b",state="x"} 1']);
    expect(await detachedWrites()).toEqual([
      'shop_registry_detached_writes_total{metric="orders_total"} 2',
      'shop_registry_detached_writes_total{metric="level"} 5',
      'shop_registry_detached_writes_total{metric="wait"} 3',
    ]);
  });

  it('still refuses invalid values, which are no detached writes', () => {
    const orders = ordersBy();
    const handle = orders.labels({ shop: 'a', state: 'x' });
    orders.clear();
    for (const value of [-1, NaN, Infinity, '5', null, 1n]) expect(() => handle.inc(value as never)).toThrow('expected an increment');
    expect(orders.detachedWrites).toBe(0);
  });

  it('does not come back when its label set does, nor when the series are moved together', () => {
    const orders = ordersBy();
    const handle = orders.labels({ shop: 'a', state: 'x' });
    orders.remove({ shop: 'a', state: 'x' });
    for (let id = 0; id < 200; id++) orders.labels({ shop: String(id), state: 'x' });
    for (let id = 0; id < 150; id++) orders.remove({ shop: String(id), state: 'x' });
    orders.labels({ shop: 'a', state: 'x' });
    handle.inc(1000);
    expect(orders.get().filter(({ value }) => value !== 0)).toEqual([]);
    expect(orders.detachedWrites).toBe(1);
  });

  it('is still counted when the metric of detached writes was itself cleared', async () => {
    const orders = ordersBy();
    const handle = orders.labels({ shop: 'a', state: 'x' });
    orders.clear();
    handle.inc();
    registry
      .counter({
        name: 'shop_registry_detached_writes_total',
        help: 'Writes through handles of series that had been removed.',
        labelNames: ['metric'],
        maxSeries: Number.MAX_SAFE_INTEGER,
      })
      .clear();
    handle.inc();
    expect(await detachedWrites()).toEqual(['shop_registry_detached_writes_total{metric="orders_total"} 1']);
  });
});

describe('the series that collects what exceeds maxSeries', () => {
  it('stays when series are removed below the limit, and new label sets have series of their own', async () => {
    const orders = ordersBy(2);
    for (const shop of ['a', 'b', 'c']) orders.labels({ shop, state: 'x' }).inc();
    const rest = orders.labels({ shop: 'c', state: 'x' });
    orders.remove({ shop: 'a', state: 'x' });
    const fresh = orders.labels({ shop: 'c', state: 'x' });
    expect(fresh).not.toBe(rest);
    fresh.inc(10);
    rest.inc(100);
    orders.labels({ shop: 'd', state: 'x' }).inc(1000);
    expect(await samples()).toEqual([
      'orders_total{shop="b",state="x"} 1',
      'orders_total{shop="__overflow__",state="__overflow__"} 1101',
      'orders_total{shop="c",state="x"} 10',
    ]);
    expect([orders.seriesCount, orders.overflowed]).toEqual([2, 3]);
  });

  it('goes, and comes again at 0, as often as you like', async () => {
    const orders = ordersBy(1);
    for (let round = 1; round <= 100; round++) {
      orders.labels({ shop: 'a', state: 'x' });
      const rest = orders.labels({ shop: 'b', state: 'x' });
      rest.inc(round);
      expect(orders.get().map(({ value }) => value)).toEqual([0, round]);
      expect(orders.removeMatching({})).toBe(2);
      rest.inc();
      expect(orders.detachedWrites).toBe(round);
    }
    expect(orders.table.rowCount).toBeLessThan(150);
    expect(orders.table.labelValues[0]!.length).toBeLessThan(150);
  });

  it('keeps its place, its handle and its value when series are moved together', async () => {
    const orders = ordersBy(100);
    for (let id = 0; id < 100; id++) orders.labels({ shop: String(id), state: 'x' });
    const rest = orders.labels({ shop: 'rest', state: 'x' });
    rest.inc(5);
    const { table } = orders;
    for (let id = 0; id < 99; id++) orders.remove({ shop: String(id), state: 'x' });
    expect(orders.table).not.toBe(table);
    rest.inc(5);
    for (let id = 200; id < 299; id++) orders.labels({ shop: String(id), state: 'x' });
    expect(orders.labels({ shop: 'one more', state: 'x' })).toBe(rest);
    expect((await samples()).slice(0, 2)).toEqual([
      'orders_total{shop="99",state="x"} 0',
      'orders_total{shop="__overflow__",state="__overflow__"} 10',
    ]);
  });

  it('of a gauge lies outside: clear() leaves its handle without effect, as it was', async () => {
    const level = registry.gauge({ name: 'level', help: 'h', labelNames: ['id'], maxSeries: 1 });
    level.labels({ id: 'a' });
    const rest = level.labels({ id: 'b' });
    level.clear();
    rest.set(5);
    level.reset();
    expect([level.detachedWrites, level.seriesCount, await samples()]).toEqual([0, 0, []]);
  });
});

describe('while label sets are read', () => {
  it('getters may use the metric themselves', async () => {
    const orders = ordersBy();
    for (const shop of ['a', 'b']) for (const state of ['x', 'y']) orders.labels({ shop, state });
    const labels = {
      shop: 'a',
      get state() {
        orders.labels({ shop: 'b', state: 'x' }).inc();
        orders.labels({ shop: 'fresh', state: 'z' });
        return 'y';
      },
    };
    orders.labels(labels).inc(100);
    expect(orders.labels({ shop: 'a', state: 'y' })).toBe(orders.labels(labels));
    expect(orders.get().find(({ labels: each }) => each['shop'] === 'a' && each['state'] === 'y')?.value).toBe(100);
    expect(orders.seriesCount).toBe(5);
  });

  it('getters may even remove the series, which then begins anew', () => {
    const orders = ordersBy();
    const former = orders.labels({ shop: 'a', state: 'x' });
    for (let id = 0; id < 200; id++) orders.labels({ shop: String(id), state: 'x' });
    let isFirst = true;
    const labels = {
      shop: 'a',
      get state() {
        if (isFirst) orders.clear();
        isFirst = false;
        return 'x';
      },
    };
    const handle = orders.labels(labels);
    expect(handle).not.toBe(former);
    handle.inc();
    expect(orders.get()).toEqual([{ name: 'orders_total', labels: { shop: 'a', state: 'x' }, value: 1 }]);
  });
});
