/** Rules made of definitions with texts of any kind, before the tool of Prometheus. */
import { alertingRules, catalogueOf, definitionsOf } from '@tradesim/metrics/services';
import { beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../oracles/debian.ts';
import { promtoolRuleCount, promtoolRuleFindings } from '../oracles/promtool.ts';

const { gauge, defineMetrics } = definitionsOf<unknown>();
const missing = await missingDebianPackage('prometheus');

beforeEach(({ skip }) => skip(missing !== undefined, missing));

function rulesFor(summary: string, group = 'shop'): string {
  const definition = gauge({ help: 'Orders.', group, alert: { above: -0.5, forSeconds: 0.25, summary } });
  return JSON.stringify(alertingRules(catalogueOf([defineMetrics('shop', { orders: definition })])));
}

describe('the rules of alerts', () => {
  it.each([
    '{{ $value }} {{ end }} {{',
    '{{{ "}}" }}}',
    '{{ "{{" }}',
    'a "quote", \\ backslash, `tick`, # number sign: colon | pipe & *star',
    'line\nbreak, tab\t and \u0007',
    'größer 😀',
  ])('tell this summary as it is: %j', async (summary) => {
    const firing = { exp_labels: { severity: 'warning' }, exp_annotations: { summary } };
    const findings = await promtoolRuleFindings(rulesFor(summary), [
      {
        interval: '15s',
        input_series: [{ series: 'shop_orders', values: '0x4' }],
        alert_rule_test: [{ eval_time: '1m', alertname: 'ShopOrders', exp_alerts: [firing] }],
      },
    ]);
    expect(findings).toBe('');
  });

  it('may stand in a group of any name', async () => {
    expect(await promtoolRuleCount(rulesFor('Look.', '- a: "b" #{{ c }}'))).toBe(1);
  });

  it('are a file also where there are none', async () => {
    expect(await promtoolRuleCount(JSON.stringify(alertingRules([])))).toBe(0);
  });
});
