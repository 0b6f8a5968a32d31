import { describe, expect, it } from 'vitest';
import { catalogueMarkdown } from './catalogue-markdown.ts';
import { catalogueOf } from './catalogue.ts';
import { definitionsOf } from './define.ts';

const { gauge, counter, defineMetrics } = definitionsOf<{ orders: number }>();

const LEGEND =
  'A rise is what the help says; *good news* tells which direction is an improvement, where one is. A label is followed by the values it may take.';

describe('the page of a catalogue', () => {
  it('has a table for each group where it appears first, and one of the alerts', () => {
    const shop = defineMetrics('shop', {
      open_orders: gauge({ help: 'Orders not shipped yet.', group: 'orders', better: 'down', labels: { till: 'open' } }),
      stock_units: gauge({
        help: 'Goods in stock.',
        unit: 'units',
        group: 'stock',
        better: 'up',
        alert: { below: 1, forSeconds: 90, severity: 'critical', summary: 'Nothing to sell.' },
      }),
      orders_total: counter({
        help: 'Orders.',
        group: 'orders',
        labels: { state: ['shipped', 'lost', ''], till: 'open' },
        alert: { above: 100, summary: 'Hire.' },
      }),
    });
    expect(catalogueMarkdown(catalogueOf([shop]), { title: 'The shop', introduction: 'See [here](x.md).\n' })).toBe(`# The shop

See [here](x.md).

${LEGEND}

## Orders

| name | type | unit | labels | help | good news |
| --- | --- | --- | --- | --- | --- |
| \`shop_open_orders\` | gauge |  | \`till\`: any | Orders not shipped yet. | falling |
| \`shop_orders_total\` | counter |  | \`state\`: \`shipped\`, \`lost\`, (empty); \`till\`: any | Orders. |  |

## Stock

| name | type | unit | labels | help | good news |
| --- | --- | --- | --- | --- | --- |
| \`shop_stock_units\` | gauge | units |  | Goods in stock. | rising |

## Alerts

| alert | when | for | severity | summary |
| --- | --- | --- | --- | --- |
| \`ShopStockUnits\` | \`shop_stock_units < 1\` | 90s | critical | Nothing to sell. |
| \`ShopOrdersTotal\` | \`increase(shop_orders_total[5m]) > 100\` | at once | warning | Hire. |
`);
  });

  it('of nothing says only what it would be', () => {
    expect(catalogueMarkdown([])).toBe(`# Metrics\n\n${LEGEND}\n`);
  });

  it('keeps a hostile help, unit, label, group and summary in their cells', () => {
    const hostile = 'a|b\n| c `d` <script>{{e}}</script> \\';
    const shown = String.raw`a\|b \| c \`d\` \<script\>\{\{e\}\}\</script\> \\`;
    const shop = defineMetrics('shop', {
      orders: gauge({
        help: hostile,
        unit: hostile,
        group: hostile,
        labels: { [hostile]: [hostile] },
        alert: { above: 0, summary: hostile },
      }),
    });
    const lines = catalogueMarkdown(catalogueOf([shop])).split('\n');
    expect(lines).toContain(`## A${shown.slice(1)}`);
    expect(lines).toContain(`| \`shop_orders\` | gauge | ${shown} | ${shown}: ${shown} | ${shown} |  |`);
    expect(lines).toContain(`| \`ShopOrders\` | \`shop_orders > 0\` | at once | warning | ${shown} |`);
  });
});
