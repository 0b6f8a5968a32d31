import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Clock } from '../model/clock.ts';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './define.ts';
import { MetricsServices } from './metrics-services.ts';

const { gauge, counter, defineMetrics } = definitionsOf<{ readonly orders: number }>();
const shop = defineMetrics('shop', {
  orders: gauge({ help: 'Open orders.', compute: ({ orders }) => orders }),
  placed_total: counter({ help: 'Placed.', increase: ({ orders }) => orders }),
  visits_total: counter({ help: 'Visits, recorded.' }),
});

/** Follows vitest's timers. */
const clock: Clock = { now: () => Date.now() / 1000, monotonic: () => performance.now() / 1000 };

function start() {
  const registry = new Registry({ clock });
  const messages: string[] = [];
  const services = new MetricsServices([shop], {
    factory: registry,
    prefix: 'shop',
    clock,
    onError: ({ message }) => messages.push(message),
  });
  const exposed = async (): Promise<string[]> =>
    (await registry.metrics()).match(/^shop_.*$/gm)?.filter((line) => !/metric_errors_total.* 0$/.test(line)) ?? [];
  return { registry, services, messages, exposed, visits: services.recorded(shop).visits_total };
}

/** A snapshot that comes when the test says so. */
function held() {
  const asked: { readonly signal: AbortSignal; readonly resolve: (orders: number) => void; readonly reject: (cause: Error) => void }[] = [];
  const take = (signal: AbortSignal): Promise<{ orders: number }> =>
    new Promise((resolve, reject) => {
      asked.push({ signal, resolve: (orders) => resolve({ orders }), reject });
    });
  return { asked, take };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('computeEvery', () => {
  it('makes a turn at once and then one each interval, published, until it is ended', async () => {
    const { services, exposed } = start();
    let orders = 5;
    const end = services.computeEvery(10, () => ({ orders }));
    expect(services.turn).toBe(1);
    expect(await exposed()).toContain('shop_orders 5');
    orders = 7;
    await vi.advanceTimersByTimeAsync(9_999);
    expect(services.turn).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect([services.turn, await exposed()]).toEqual([2, ['shop_orders 7', 'shop_placed_total 12', 'shop_visits_total 0']]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(services.turn).toBe(5);
    end();
    await vi.advanceTimersByTimeAsync(100_000);
    expect([services.turn, vi.getTimerCount()]).toEqual([5, 0]);
  });

  it('knows the time of each turn, for changes per second', async () => {
    const { services } = start();
    let orders = 0;
    services.computeEvery(10, () => ({ orders: (orders += 30) }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(services.history('shop_orders')!.perSecond(2)).toBeCloseTo(3, 9);
    services.close();
  });

  it('keeps to its times when a snapshot takes a while, and begins anew from one that took longer', async () => {
    const { services } = start();
    const { asked, take } = held();
    services.computeEvery(10, take);
    await vi.advanceTimersByTimeAsync(4_000);
    asked[0]!.resolve(1);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(9_999);
    asked[1]!.resolve(2);
    await vi.advanceTimersByTimeAsync(1);
    expect([asked.length, services.turn]).toEqual([3, 2]);
    services.close();
  });

  it('has no value for what is computed when the snapshot fails, and what is recorded all the same', async () => {
    const { services, exposed, messages, visits } = start();
    const { asked, take } = held();
    const end = services.computeEvery(10, take);
    asked[0]!.resolve(5);
    await vi.advanceTimersByTimeAsync(10_000);
    visits.inc(3);
    asked[1]!.reject(new Error('the database is gone'));
    await vi.advanceTimersByTimeAsync(0);
    expect(await exposed()).toEqual([
      'shop_visits_total 3',
      'shop_metric_errors_total{metric="shop_orders"} 1',
      'shop_metric_errors_total{metric="shop_placed_total"} 1',
    ]);
    expect(messages).toEqual([
      'Metric "shop_orders" has no value in turn 2: its snapshot failed: the database is gone. The other metrics are not affected.',
      'Metric "shop_placed_total" has no value in turn 2: its snapshot failed: the database is gone. The other metrics are not affected.',
    ]);
    const orders = services.history('shop_orders')!;
    expect([orders.last, orders.at(1), services.history('shop_visits_total')!.last]).toEqual([NaN, 5, 3]);
    await vi.advanceTimersByTimeAsync(10_000);
    asked[2]!.resolve(6);
    await vi.advanceTimersByTimeAsync(0);
    expect(await exposed()).toEqual(expect.arrayContaining(['shop_orders 6', 'shop_placed_total 11']));
    expect(services.failing).toEqual([]);
    end();
  });

  it('has no value either when the snapshot throws at once', async () => {
    const { services, messages } = start();
    services.computeEvery(10, () => {
      throw new Error('boom');
    });
    expect(messages[0]).toContain('its snapshot failed: boom');
    services.close();
  });

  it('gives up a snapshot that does not come, and asks for others, but for no more than three at a time', async () => {
    const { services, messages } = start();
    const { asked, take } = held();
    services.computeEvery(10, take, { timeoutSeconds: 2 });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked[0]!.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect([asked[0]!.signal.aborted, services.turn]).toEqual([true, 1]);
    expect(messages[0]).toContain('its snapshot failed: it took longer than 2 s');
    await vi.advanceTimersByTimeAsync(50_000);
    expect([asked.length, services.turn]).toEqual([3, 6]);
    expect(messages).toContainEqual(expect.stringContaining('its snapshot failed: 3 that were asked for before have not come yet'));
    asked[0]!.resolve(99);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([asked.length, services.history('shop_orders')!.last]).toEqual([4, NaN]);
    asked[1]!.resolve(99);
    await vi.advanceTimersByTimeAsync(9_000);
    asked.at(-1)!.resolve(7);
    await vi.advanceTimersByTimeAsync(0);
    expect(services.history('shop_orders')!.last).toBe(7);
    services.close();
  });

  it('uses no snapshot that comes after the end', async () => {
    const { services } = start();
    const { asked, take } = held();
    const end = services.computeEvery(10, take);
    end();
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[0]!.resolve(1);
    await vi.advanceTimersByTimeAsync(100_000);
    expect([services.turn, services.failing, vi.getTimerCount()]).toEqual([0, [], 0]);
  });

  it.each([0, -1, NaN, Infinity, '10' as never])('refuses %s seconds', (seconds) => {
    const { services } = start();
    expect(() => services.computeEvery(seconds, () => ({ orders: 1 }))).toThrow(
      'MetricsServices, computeEvery: expected seconds to be a finite number > 0',
    );
    expect(() => services.computeOnScrape(seconds, () => ({ orders: 1 }))).toThrow('computeOnScrape: expected ttlSeconds');
    expect(() => services.computeEvery(1, () => ({ orders: 1 }), { timeoutSeconds: seconds })).toThrow('expected timeoutSeconds');
  });
});

describe('computeOnScrape', () => {
  it('makes a turn for the scrape that finds the newest too old', async () => {
    const { services, exposed } = start();
    let orders = 5;
    services.computeOnScrape(10, () => ({ orders }));
    expect(services.turn).toBe(0);
    expect(await exposed()).toContain('shop_orders 5');
    orders = 7;
    await vi.advanceTimersByTimeAsync(9_999);
    expect(await exposed()).toContain('shop_orders 5');
    await vi.advanceTimersByTimeAsync(1);
    expect(await exposed()).toContain('shop_orders 7');
    expect(services.turn).toBe(2);
  });

  it('makes one turn for scrapes at the same time, from one snapshot', async () => {
    const { services, exposed } = start();
    const { asked, take } = held();
    services.computeOnScrape(10, take);
    const scrapes = [exposed(), exposed(), exposed()];
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toHaveLength(1);
    asked[0]!.resolve(5);
    for (const lines of await Promise.all(scrapes)) expect(lines).toContain('shop_orders 5');
    expect(services.turn).toBe(1);
  });

  it('asks again at the next scrape after a snapshot failed', async () => {
    const { services, exposed } = start();
    let result = (): { orders: number } => {
      throw new Error('boom');
    };
    services.computeOnScrape(10, () => result());
    expect((await exposed()).filter((line) => line.startsWith('shop_orders'))).toEqual([]);
    result = () => ({ orders: 3 });
    expect(await exposed()).toContain('shop_orders 3');
    expect([services.turn, services.failing]).toEqual([2, []]);
  });

  it('shows nothing of the turn before when the snapshot fails', async () => {
    const { services, exposed } = start();
    let fails = false;
    services.computeOnScrape(10, () => {
      if (fails) throw new Error('the database is gone');
      return { orders: 3 };
    });
    expect(await exposed()).toEqual(expect.arrayContaining(['shop_orders 3', 'shop_placed_total 3']));
    fails = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await exposed()).filter((line) => /orders|placed/.test(line) && !line.includes('errors'))).toEqual([]);
  });

  it('has a scrape that cannot wait leave out what is computed', async () => {
    const { services, registry, visits } = start();
    visits.inc();
    const { asked, take } = held();
    services.computeOnScrape(10, take);
    const first = registry.metrics();
    asked[0]!.resolve(5);
    expect(await first).toContain('shop_orders 5');
    await vi.advanceTimersByTimeAsync(10_000);
    const impatient = registry.gather({ timeoutMs: 700 });
    await vi.advanceTimersByTimeAsync(700);
    const names = new Set((await impatient).map(({ name }) => name));
    expect([names.has('shop_visits_total'), names.has('shop_orders'), names.has('shop_placed_total')]).toEqual([true, false, false]);
  });

  it('shows the rest when the snapshot does not come in time', async () => {
    const { exposed, services, visits } = start();
    const { take } = held();
    visits.inc();
    services.computeOnScrape(10, take, { timeoutSeconds: 2 });
    const scrape = exposed();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await scrape).toContain('shop_visits_total 1');
    expect(services.failing.map(({ metric }) => metric)).toEqual(['shop_orders', 'shop_placed_total']);
  });
});

it('close ends all of it, and lets the registry be', async () => {
  const { services, registry } = start();
  services.computeEvery(10, () => ({ orders: 1 }));
  services.computeOnScrape(10, () => ({ orders: 2 }));
  services.close();
  services.close();
  await vi.advanceTimersByTimeAsync(100_000);
  await registry.metrics();
  expect([services.turn, vi.getTimerCount()]).toEqual([1, 0]);
});
