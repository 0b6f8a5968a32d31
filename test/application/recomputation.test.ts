/** No invented and no frozen figures: every business metric of two long runs, recomputed from the other two files alone. */
import { describe, expect, it } from 'vitest';
import { neverSeen, unexplainedFamilies } from '../recompute/coverage.ts';
import { checkRun } from '../recompute/check-run.ts';
import type { CheckResult } from '../recompute/check-run.ts';
import { FAMILIES } from '../recompute/families.ts';
import { readRun } from '../recompute/read-run.ts';
import type { Run } from '../recompute/records.ts';
import { tryMetricFaults, tryRecordFaults } from '../recompute/try-faults.ts';
import { Application } from '../support/application.ts';

const TURNS = 2000;

/** Budgets for a few goods, few goods, and hardly any of them active. */
const POOR_AND_CROWDED = [
  'companies.count=40',
  'companies.budgetEuros.min=1',
  'companies.budgetEuros.max=60',
  'companies.prosperityThresholdEuros=100',
  'companies.preferredTypes.max=1',
  'products.count=6',
  'products.active.min=1',
  'products.active.max=3',
  'products.priceEuros.max=400',
  'suppliers.count=3',
  'suppliers.productsEach.min=1',
  'suppliers.productsEach.max=2',
  'suppliers.stockUnits.min=1',
  'suppliers.stockUnits.max=8',
  'events.budgetRecharge.companyProbability=0.1',
  'events.budgetRecharge.amountEuros.min=1',
  'events.budgetRecharge.amountEuros.max=90',
  'events.restock.productProbability=0.1',
  'events.restock.quantityUnits.min=1',
  'events.restock.quantityUnits.max=4',
  'events.supplierRecharge.quantityUnits.min=1',
  'events.supplierRecharge.quantityUnits.max=3',
].flatMap((override) => ['--set', override]);

interface ServedRun {
  readonly logs: string;
  readonly exposition: string;
}

/** Runs to the last turn, reads `/metrics` there, and stops. */
async function serve(args: readonly string[]): Promise<ServedRun> {
  const application = new Application([
    'run',
    '--turns',
    String(TURNS),
    '--port',
    '0',
    '--keep-serving',
    '--set',
    'metrics.journalEntities=true',
    ...args,
  ]);
  const url = await application.url();
  await application.said(/Still serving/);
  const exposition = await (await fetch(`${url}/metrics`)).text();
  expect((await application.stop()).code).toBe(143);
  return { logs: application.logs, exposition };
}

describe('every business metric of every turn can be recomputed from transactions.jsonl and events.jsonl', () => {
  it('in a default run and in a poor and crowded one, and a planted fault in any metric is found', { timeout: 120_000 }, async () => {
    const runs = [await serve(['--seed', '7']), await serve(['--seed', '11', ...POOR_AND_CROWDED])];
    const results: CheckResult[] = [];
    for (const { logs, exposition } of runs) {
      const result = checkRun(logs, [exposition]);
      expect(result.mismatches.slice(0, 10)).toEqual([]);
      expect(result.turns).toBe(TURNS);
      expect(result.comparisons).toBeGreaterThan(TURNS * 80);
      expect(unexplainedFamilies(exposition)).toEqual([]);
      results.push(result);
    }
    expect(neverSeen(results)).toEqual([]);
    for (const { logs } of runs) {
      const beginning = firstTurns(readRun(logs), 100);
      const metricFaults = tryMetricFaults(beginning);
      expect(metricFaults.missed).toEqual([]);
      expect(metricFaults.found, 'each family has had a wrong and a missing value').toEqual(
        expect.arrayContaining(FAMILIES.flatMap((family) => [`value ${family}`, `drop ${family}`])),
      );
      const recordFaults = tryRecordFaults(beginning);
      expect(recordFaults.missed).toEqual([]);
      expect(recordFaults.found.length).toBeGreaterThan(0);
    }
  });
});

function firstTurns(run: Run, turns: number): Run {
  const isEarly = ({ turn }: { readonly turn: number }): boolean => turn <= turns;
  return {
    ...run,
    events: run.events.filter(isEarly),
    transactions: run.transactions.filter(isEarly),
    metrics: run.metrics.filter(isEarly),
  };
}
