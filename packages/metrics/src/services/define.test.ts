import { describe, expect, it } from 'vitest';
import { alertExpression } from './alert.ts';
import { definitionsOf } from './define.ts';

const { gauge, counter, histogram, defineMetrics } = definitionsOf<number>();

describe('a definition that JavaScript gets wrong', () => {
  const both = { help: 'h', compute: () => 1, read: () => 1 };
  const alert = (given: object) => gauge({ help: 'h', compute: () => 1, alert: given as never });

  it.each<[string, unknown, string]>([
    ['two functions', gauge(both as never), 'expected at most one function, of compute or read, for a gauge, got compute and read'],
    ['the function of another type', gauge({ help: 'h', increase: () => 1 } as never), 'for a gauge, got increase'],
    ['an increase of a gauge', counter({ help: 'h', compute: () => 1 } as never), 'of increase or read, for a counter, got compute'],
    ['a histogram that is read', histogram({ help: 'h', read: () => 1 } as never), 'of observations, for a histogram, got read'],
    ['a setting that is none', gauge({ help: 'h', compute: () => 1, histryTurns: 3 } as never), 'expected one of the settings help, unit,'],
    [
      'a plain object',
      { help: 'h', compute: () => 1 },
      'expected what gauge(), counter() or histogram() returns, got {"help":"h"} (object)',
    ],
    [
      'labels of a histogram that is computed',
      histogram({ help: 'h', labels: { a: 'open' }, observations: () => undefined } as never),
      'expected no labels of a histogram with observations',
    ],
    ['what is no function', gauge({ help: 'h', compute: 7 } as never), 'got compute: 7 (number)'],
    [
      'no direction',
      gauge({ help: 'h', compute: () => 1, better: 'left' as never }),
      "expected better to be 'up' or 'down', got \"left\" (string)",
    ],
    [
      'no turns of history',
      gauge({ help: 'h', compute: () => 1, historyTurns: 0 }),
      'expected historyTurns to be an integer from 1 to 10000000, got 0 (number)',
    ],
    ['what is recorded, but not exposed', gauge({ help: 'h', expose: false }), 'expected a computation where expose is false, got none'],
    ['an alert without summary', alert({ above: 1 }), 'alert: expected a summary that is not empty, got undefined'],
    ['an alert without threshold', alert({ summary: 's' }), 'alert: expected either above or below, got {"summary":"s"} (object)'],
    ['an alert with two', alert({ summary: 's', above: 1, below: 2 }), 'alert: expected either above or below'],
    [
      'an alert beyond all numbers',
      alert({ summary: 's', above: Infinity }),
      'expected a threshold that is a finite number, got Infinity (number)',
    ],
    [
      'an alert of no duration',
      alert({ summary: 's', above: 1, forSeconds: -1 }),
      'expected forSeconds to be a finite number >= 0, got -1 (number)',
    ],
    [
      'an alert of no severity',
      alert({ summary: 's', above: 1, severity: 'bad' }),
      'expected severity to be one of critical, warning, info, got "bad" (string)',
    ],
    ['an alert that is a text', alert('x' as never), 'alert: expected an object such as { above: 0, summary: \'…\' }, got "x" (string)'],
  ])('is refused: %s', (_, definition, message) => {
    expect(() => defineMetrics('shop', { orders: definition as never })).toThrow(message);
  });
});

describe('an alert in PromQL', () => {
  it.each([
    ['gauge', { above: 0 }, 'shop_orders > 0'],
    ['gauge', { below: 0.5 }, 'shop_orders < 0.5'],
    ['counter', { above: 3 }, 'increase(shop_orders[5m]) > 3'],
    ['histogram', { below: 1 }, 'increase(shop_orders_count[5m]) < 1'],
  ] as const)('of a %s: %o', (type, threshold, expression) => {
    expect(alertExpression('shop_orders', type, { ...threshold, summary: 's' })).toBe(expression);
  });

  it('quotes a name that Prometheus 2 would not have taken', () => {
    expect(alertExpression('shop.orders', 'counter', { above: 3, summary: 's' })).toBe('increase({"shop.orders"}[5m]) > 3');
  });
});
