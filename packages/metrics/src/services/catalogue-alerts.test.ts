import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.ts';
import { alertingRules } from './catalogue-alerts.ts';
import type { AlertingRule } from './catalogue-alerts.ts';
import { catalogueOf } from './catalogue.ts';
import { definitionsOf } from './define.ts';

const { gauge, counter, defineMetrics } = definitionsOf<{ orders: number }>();

function ruleOf(alert: Alert, key = 'orders'): AlertingRule | undefined {
  const shop = defineMetrics('shop', { [key]: gauge({ help: 'Orders.', alert }) });
  return alertingRules(catalogueOf([shop])).groups[0]?.rules[0];
}

describe('the rules of alerts', () => {
  it('are those of the definitions that have one, by group, in the order of the metrics', () => {
    const shop = defineMetrics('shop', {
      queue: gauge({ help: 'Queue.', group: 'tills', alert: { above: 9, forSeconds: 300, severity: 'info', summary: 'Open a till.' } }),
      stock: gauge({ help: 'Stock.', group: 'stock', alert: { below: 1, summary: 'Order.' } }),
      visits: gauge({ help: 'Visits.', group: 'people' }),
      errors_total: counter({ help: 'Errors.', group: 'tills', alert: { above: 0, severity: 'critical', summary: 'Repair.' } }),
    });
    expect(alertingRules(catalogueOf([shop]))).toStrictEqual({
      groups: [
        {
          name: 'tills',
          rules: [
            {
              alert: 'ShopQueue',
              expr: 'shop_queue > 9',
              for: '5m',
              labels: { severity: 'info' },
              annotations: { summary: 'Open a till.' },
            },
            {
              alert: 'ShopErrorsTotal',
              expr: 'increase(shop_errors_total[5m]) > 0',
              for: '0s',
              labels: { severity: 'critical' },
              annotations: { summary: 'Repair.' },
            },
          ],
        },
        {
          name: 'stock',
          rules: [
            { alert: 'ShopStock', expr: 'shop_stock < 1', for: '0s', labels: { severity: 'warning' }, annotations: { summary: 'Order.' } },
          ],
        },
      ],
    });
  });

  it('are none for nothing', () => {
    expect(alertingRules([])).toEqual({ groups: [] });
  });

  it('leave out a metric that is not exposed, as Prometheus would never see it', () => {
    const shop = defineMetrics('shop', {
      orders: gauge({ help: 'Orders.', expose: false, alert: { above: 0, summary: 'Look.' }, compute: () => 1 }),
    });
    expect(alertingRules(catalogueOf([shop])).groups).toEqual([]);
  });

  it.each([
    [0, '0s'],
    [0.0004, '0s'],
    [0.25, '250ms'],
    [1.5, '1500ms'],
    [30, '30s'],
    [90, '90s'],
    [300, '5m'],
    [5400, '90m'],
    [86_400, '24h'],
  ])('wait %d seconds as %s', (forSeconds, duration) => {
    expect(ruleOf({ above: 0, forSeconds, summary: 'Look.' })!.for).toBe(duration);
  });

  it.each([
    ['open_orders', 'ShopOpenOrders'],
    ['a__b:c_', 'ShopABC'],
    ['p99', 'ShopP99'],
    ['HTTP_errors', 'ShopHTTPErrors'],
  ])('of %s are called %s', (key, name) => {
    expect(ruleOf({ above: 0, summary: 'Look.' }, key)!.alert).toBe(name);
  });

  it('tell the summary as it is: what looks like an action of a template is none', () => {
    const { summary } = ruleOf({ above: 0, summary: 'Braces {{ $value }} and {{{.' })!.annotations;
    expect(summary).toBe('Braces {{ "{{" }} $value }} and {{ "{{" }}{.');
  });
});
