/** The truth of the exporter is the truth of the journal, as a real Prometheus sees it while the application runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../oracles/debian.ts';
import { promtoolFindings } from '../oracles/promtool.ts';
import { Application } from '../support/application.ts';
import { identity, identityOfKey } from '../support/journal-identity.ts';
import { Prometheus } from '../support/prometheus.ts';
import type { Series } from '../support/prometheus.ts';

interface MetricsRecord {
  readonly turn: number;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Reads the records that are whole by now. */
function recordsByTurn(logs: string): Map<number, MetricsRecord> {
  const lines = readFileSync(join(logs, 'metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
  return new Map(lines.map((line) => JSON.parse(line) as MetricsRecord).map((record) => [record.turn, record]));
}

/** Groups samples by the scrape they came in: all samples of a scrape carry its time. */
function scrapes(series: readonly Series[]): Map<number, Map<string, number>> {
  const byTime = new Map<number, Map<string, number>>();
  for (const { labels, samples } of series) {
    for (const [seconds, value] of samples) {
      if (!byTime.has(seconds)) byTime.set(seconds, new Map());
      byTime.get(seconds)!.set(identity(labels['__name__']!, labels), value);
    }
  }
  return byTime;
}

const missing = await missingDebianPackage('prometheus');

beforeEach(({ skip }) => skip(missing !== undefined, missing));

describe('a Prometheus that scrapes the running application', () => {
  it('has in each scrape exactly what the journal recorded for the turn of that scrape', { timeout: 120_000 }, async () => {
    const application = new Application(['run', '--port', '0', '--seed', '7', '--pace', '5', '--set', 'metrics.journalEntities=true']);
    const url = await application.url();
    const prometheus = await Prometheus.start([{ name: 'tradesim', target: new URL(url).host, intervalMs: 300 }]);
    await prometheus.untilValues('tradesim_turn', 12);
    const seen = scrapes(await prometheus.samples('{__name__=~"tradesim_.+"}', '5m'));
    expect(application.process.exitCode, 'it still runs').toBeNull();
    await application.stop();
    const records = recordsByTurn(application.logs);

    const turns = new Set<number>();
    let compared = 0;
    for (const samples of seen.values()) {
      const turn = samples.get(identity('tradesim_turn', {}));
      const record = turn === undefined ? undefined : records.get(turn);
      if (record === undefined) continue;
      turns.add(record.turn);
      for (const [key, value] of Object.entries(record.metrics)) {
        expect(samples.get(identityOfKey(key)) ?? null, `${key} in turn ${record.turn}`).toBe(value);
        compared++;
      }
    }
    expect(turns.size).toBeGreaterThanOrEqual(10);
    expect(compared).toBeGreaterThan(turns.size * 100);
  });

  it('finds nothing to lint but the promised name tradesim_budget_total', async () => {
    const application = new Application(['run', '--port', '0', '--turns', '50', '--keep-serving']);
    const url = await application.url();
    await application.said(/Still serving/);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(await promtoolFindings(text)).toBe('tradesim_budget_total non-counter metrics should not have "_total" suffix');
  });
});
