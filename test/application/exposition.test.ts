/** What `/metrics` and `/health` serve of a running application, and what they no longer serve after its end. */
import { describe, expect, it } from 'vitest';
import { Application } from '../support/application.ts';
import { metricsOf, recordsOf } from '../support/journal.ts';

/** The promised metrics: name without prefix, type, label names. */
const PROMISED = `
  budget_total                 gauge
  budget_euros                 gauge
  budget_mean_euros            gauge
  budget_median_euros          gauge
  budget_min_euros             gauge
  budget_max_euros             gauge
  budget_stddev_euros          gauge
  turn_budget_change_euros     gauge
  spending_euros_total         counter
  budget_recharges_total       counter
  budget_recharge_euros_total  counter
  companies                    gauge      continent,strategy
  solvent_companies            gauge
  prosperous_companies         gauge
  prosperous_companies_ratio   gauge
  prosperity_threshold_euros   gauge
  company_stock_units          gauge
  products                     gauge      state
  product_price_mean_euros     gauge
  product_price_min_euros      gauge
  product_price_max_euros      gauge
  price_index_ratio            gauge
  out_of_stock_products        gauge
  inflated_products            gauge
  returning_products           gauge
  suppliers                    gauge      continent
  stocked_suppliers            gauge
  supplier_stock_units         gauge
  transactions_total           counter
  purchase_attempts_total      counter    strategy,outcome
  purchase_failures_total      counter    reason
  purchase_success_ratio       gauge
  purchase_amount_euros        histogram
  purchase_quantity_units      histogram
  events_total                 counter    kind
  company_budget_euros         gauge      company
  product_price_euros          gauge      product
  supplier_line_stock_units    gauge      supplier,product
  turn                         gauge
  turns_total                  counter
  turns_per_second             gauge
  temps_simulation_seconds     histogram
  turn_duration_seconds        histogram
  run_active                   gauge
  run_info                     gauge      seed,scenario,version
  invariant_residual           gauge      invariant
  invariant_violations_total   counter    invariant
  cpu_usage_percent            gauge
  memory_usage_bytes           gauge
  metric_errors_total          counter    metric
  journal_failed               gauge
  journal_written_bytes_total  counter    file
  journal_written_records_total counter   file
  journal_dropped_records_total counter   file
  journal_buffered_bytes       gauge
`;

const PROCESS_METRICS = [
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'process_start_time_seconds',
  'process_open_fds',
  'nodejs_eventloop_lag_seconds',
  'nodejs_heap_size_used_bytes',
  'nodejs_gc_duration_seconds_count',
  'nodejs_version_info',
];

interface PromisedMetric {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
}

function promised(): PromisedMetric[] {
  const lines = PROMISED.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return lines.map(([name, type, labels]) => ({ name: `tradesim_${name!}`, type: type!, labels: labels?.split(',') ?? [] }));
}

/** The samples of a body by name and labels. */
function samplesOf(exposition: string): Map<string, number> {
  const lines = exposition.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

/** The label names of the first sample of a family, in order, without `le`. */
function labelNamesOf(exposition: string, name: string): string[] {
  const sample = new RegExp(`^${name}(?:_bucket)?(?:\\{(.*)\\})? \\S+$`, 'm').exec(exposition);
  return [...(sample?.[1] ?? '').matchAll(/(\w+)="/g)].map(([, label]) => label!).filter((label) => label !== 'le');
}

async function textOf(url: string): Promise<string> {
  return (await fetch(url)).text();
}

describe('a default run', () => {
  it('serves every promised metric while it runs, healthy, and the same turn as its journal', async () => {
    const application = new Application(['run', '--port', '0', '--seed', '7']);
    const url = await application.url();
    // The success ratio is absent in a turn in which nobody tried.
    const exposition = await application.until('turns per second, and a turn with attempts', async () => {
      const body = await textOf(`${url}/metrics`);
      return body.includes('\ntradesim_turns_per_second ') && body.includes('\ntradesim_purchase_success_ratio ') && body;
    });
    const health = await fetch(`${url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({
      ok: true,
      state: 'running',
      turn: expect.any(Number) as number,
      lastTurnAgeSeconds: expect.any(Number) as number,
      scenario: 'classic',
      seed: 7,
      journal: { state: 'open', recordsDropped: 0 },
    });
    await application.stop();

    for (const { name, type, labels } of promised()) {
      expect(exposition, name).toContain(`# TYPE ${name} ${type}\n`);
      expect(labelNamesOf(exposition, name), name).toEqual(labels);
    }
    const samples = samplesOf(exposition);
    for (const name of PROCESS_METRICS)
      expect(
        [...samples.keys()].some((key) => key.replace(/\{.*/, '') === name),
        name,
      ).toBe(true);
    const buckets = [...samples.keys()]
      .filter((key) => key.startsWith('tradesim_temps_simulation_seconds_bucket'))
      .map((key) => /le="(.*)"/.exec(key)![1]);
    expect(buckets).toEqual(['0.1', '0.5', '1', '2', '5', '10', '+Inf']);
    const { version } = recordsOf(application.logs, 'events.jsonl')[0]!;
    expect(samples.get(`tradesim_run_info{seed="7",scenario="classic",version="${String(version)}"}`)).toBe(1);
    expect(samples.get('tradesim_run_active')).toBe(1);
    expect(samples.get('tradesim_turns_per_second')).toBeGreaterThan(3);
    expect(samples.get('tradesim_turns_per_second')).toBeLessThan(25);
    expect(samples.get('tradesim_temps_simulation_seconds_count')).toBe(samples.get('tradesim_turn'));
    expect(samples.get('tradesim_turn_duration_seconds_count')).toBe(samples.get('tradesim_turn'));

    const record = metricsOf(application.logs).find(({ turn }) => turn === samples.get('tradesim_turn'))!;
    for (const [key, value] of Object.entries(record.metrics)) expect(samples.get(key) ?? null, key).toBe(value);
  });
});

describe('a run that has ended', () => {
  it('serves its last turn, and nothing as if it were alive', async () => {
    const application = new Application(['run', '--port', '0', '--turns', '3000', '--keep-serving']);
    const url = await application.url();
    await application.said(/Still serving/);
    const exposition = await textOf(`${url}/metrics`);
    const health = (await (await fetch(`${url}/health`)).json()) as Record<string, unknown>;
    await application.stop();
    expect(exposition).toContain('\ntradesim_run_active 0\n');
    expect(exposition).not.toMatch(/^tradesim_turns_per_second /m);
    expect(health).toMatchObject({ state: 'ended (completed)', turn: 3000, journal: { state: 'closed', recordsDropped: 0 } });
    const last = metricsOf(application.logs).at(-1)!;
    expect(last.turn).toBe(3000);
    expect(exposition).toContain('\ntradesim_turn 3000\n');
    const written = samplesOf(exposition).get('tradesim_journal_written_records_total{file="metrics.jsonl"}');
    expect(written).toBe(3000);
  });
});
