/** The alerts that TradeSim defines, before the tool of Prometheus: its rules are rules, and fire when they should. */
import { alertingRules, catalogueOf } from '@tradesim/metrics/services';
import { beforeEach, describe, expect, it } from 'vitest';
import { METRIC_GROUPS } from '../../apps/tradesim/src/simulation-service/metric-groups.ts';
import { missingDebianPackage } from '../oracles/debian.ts';
import { promtoolRuleCount, promtoolRuleFindings } from '../oracles/promtool.ts';
import type { RuleTest } from '../oracles/promtool.ts';

const entries = catalogueOf(METRIC_GROUPS);
const rules = JSON.stringify(alertingRules(entries));

/** The alert of a metric is expected to fire, or not to, at `at` after these values have come every 15 seconds. */
interface Case {
  readonly metric: string;
  /** Labels of the series, in braces. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** As promtool writes values: 1+2x3 is 1 3 5 7. */
  readonly values: string;
  readonly at: string;
}

function ruleTest({ metric, labels = {}, values, at }: Case, fires: boolean): RuleTest {
  const { alert } = entries.find(({ name }) => name === metric)!;
  const alertname = metric.replaceAll(/(?:^|_)(.)/g, (_, first: string) => first.toUpperCase());
  const selector = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const firing = { exp_labels: { ...labels, severity: alert!.severity }, exp_annotations: { summary: alert!.summary } };
  return {
    interval: '15s',
    input_series: [{ series: `${metric}{${selector.join(',')}}`, values }],
    alert_rule_test: [{ eval_time: at, alertname, exp_alerts: fires ? [firing] : [] }],
  };
}

const missing = await missingDebianPackage('prometheus');

beforeEach(({ skip }) => skip(missing !== undefined, missing));

describe('the rules of the alerts that are defined', () => {
  it('are taken by Prometheus, one for each', async () => {
    const alerts = entries.filter(({ alert }) => alert !== undefined);
    expect(alerts.length).toBeGreaterThan(3);
    expect(await promtoolRuleCount(rules)).toBe(alerts.length);
  });

  it.each<[string, Case]>([
    ['turns stay away', { metric: 'tradesim_turns_total', values: '0+30x20 600x60', at: '16m' }],
    ['a law is broken', { metric: 'tradesim_invariant_violations_total', labels: { invariant: 'money' }, values: '0x20 1x20', at: '6m' }],
    ['nobody can pay', { metric: 'tradesim_solvent_companies', values: '9x20 0x8', at: '6m30s' }],
    ['nothing is in stock', { metric: 'tradesim_stocked_suppliers', values: '9x20 0x8', at: '6m30s' }],
    [
      'records are lost',
      { metric: 'tradesim_journal_dropped_records_total', labels: { file: 'events.jsonl' }, values: '0x20 7x5', at: '6m' },
    ],
    ['the journal has failed', { metric: 'tradesim_journal_failed', values: '0 1x4', at: '1m' }],
  ])('fire when %s', async (_, each) => {
    expect(await promtoolRuleFindings(rules, [ruleTest(each, true)])).toBe('');
  });

  it.each<[string, Case]>([
    ['turns are made', { metric: 'tradesim_turns_total', values: '0+30x80', at: '16m' }],
    ['turns are slow', { metric: 'tradesim_turns_total', values: '0x15 1x15 2x15 3x15 4x15', at: '16m' }],
    ['turns have stayed away for a minute', { metric: 'tradesim_turns_total', values: '0+30x40 1200x4', at: '11m' }],
    [
      'no law has ever been broken',
      { metric: 'tradesim_invariant_violations_total', labels: { invariant: 'money' }, values: '0x40', at: '6m' },
    ],
    ['somebody can pay', { metric: 'tradesim_solvent_companies', values: '9x20 0x2 1x10', at: '6m30s' }],
    ['the journal is well', { metric: 'tradesim_journal_failed', values: '0x8', at: '1m' }],
  ])('do not fire when %s', async (_, each) => {
    expect(await promtoolRuleFindings(rules, [ruleTest(each, false)])).toBe('');
  });
});
