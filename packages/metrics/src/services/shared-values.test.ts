import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { definitionsOf } from './define.ts';
import { MetricsServices } from './metrics-services.ts';

interface Shop {
  readonly prices: number[];
}

const { gauge, defineMetrics } = definitionsOf<Shop>();

function start(derive: (shop: Shop) => number) {
  const shop = defineMetrics('shop', {
    sum: gauge({ help: 'Sum.', compute: (_, { shared }) => shared(derive) }),
    half: gauge({ help: 'Half.', compute: (_, { shared }) => shared(derive) / 2 }),
  });
  const messages: string[] = [];
  const services = new MetricsServices([shop], {
    factory: new Registry(),
    prefix: 'shop',
    onError: ({ message }) => messages.push(message),
  });
  const values = (): readonly number[] => [services.history('shop_sum')!.last, services.history('shop_half')!.last];
  return { services, values, messages };
}

describe('what several metrics share', () => {
  it('is derived once a turn', () => {
    let calls = 0;
    const { services, values } = start(({ prices }) => {
      calls++;
      return prices.length;
    });
    for (let turn = 1; turn <= 3; turn++) services.compute(turn, { prices: [1, 2] });
    expect([values(), calls]).toEqual([[2, 1], 3]);
  });

  it('is never what was derived from an input that has changed since, neither in place nor within the same turn number', () => {
    const { services, values } = start(({ prices }) => prices.reduce((sum, price) => sum + price, 0));
    const prices = [1, 2];
    services.compute(1, { prices });
    prices[0] = 10;
    services.compute(2, { prices });
    expect(values()).toEqual([12, 6]);
    services.compute(2, { prices: [100] });
    expect(values()).toEqual([100, 50]);
  });

  it('costs those who ask for it when it fails, and is tried again in the next turn', () => {
    const { services, values, messages } = start(({ prices }) => {
      if (prices.length === 0) throw new Error('no prices');
      return prices[0]!;
    });
    services.compute(1, { prices: [] });
    expect([values(), messages.length]).toEqual([[NaN, NaN], 2]);
    services.compute(2, { prices: [4] });
    expect(values()).toEqual([4, 2]);
  });

  it('is right also where every call asks with a function of its own', () => {
    const shop = defineMetrics('shop', { sum: gauge({ help: 'Sum.', compute: (_, { shared }) => shared(({ prices }) => prices[0]!) }) });
    const services = new MetricsServices([shop], { factory: new Registry(), prefix: 'shop', historyTurns: 3000 });
    for (let turn = 1; turn <= 3000; turn++) services.compute(turn, { prices: [turn] });
    const history = services.history('shop_sum')!;
    expect(Array.from({ length: 3000 }, (_, turns) => history.at(turns))).toEqual(Array.from({ length: 3000 }, (_, turns) => 3000 - turns));
  });
});
