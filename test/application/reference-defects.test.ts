/**
 * Defects to which programs of this kind are prone, in what a run records; each test is named after what is right.
 * The same of the computation is in reference-defects-services.test.ts, of settings in scenario-effects.test.ts.
 */
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkRun } from '../recompute/check-run.ts';
import { unexplainedFamilies } from '../recompute/coverage.ts';
import { Application, atEndOfSuite, runToEnd } from '../support/application.ts';
import { JOURNAL_FILES, filesWithGaps, metricsOf, recordsOf } from '../support/journal.ts';
import type { Line, MetricsLine } from '../support/journal.ts';

const TURNS = 2000;
/** Sums of cents, shown in euros. */
const cents = (euros: number): number => Math.round(euros * 100);

interface ObservedRun {
  readonly logs: string;
  readonly exposition: string;
  readonly events: readonly Line[];
  readonly attempts: readonly Line[];
  readonly metrics: readonly MetricsLine[];
}

describe('a run of 2,000 turns', () => {
  const undo = atEndOfSuite();
  let run: ObservedRun;

  beforeAll(async () => {
    const application = new Application(
      ['run', '--turns', String(TURNS), '--seed', '7', '--port', '0', '--keep-serving', '--set', 'metrics.journalEntities=true'],
      { undo },
    );
    const url = await application.url();
    await application.said(/Still serving/);
    const exposition = await (await fetch(`${url}/metrics`)).text();
    await application.stop();
    const { logs } = application;
    run = {
      logs,
      exposition,
      events: recordsOf(logs, 'events.jsonl'),
      attempts: recordsOf(logs, 'transactions.jsonl'),
      metrics: metricsOf(logs),
    };
  });

  it('computes its statistics anew in each turn: they follow the budgets of that turn, not those of a cache', () => {
    let changes = 0;
    let before = NaN;
    for (const { turn, metrics } of run.metrics) {
      const budgets = valuesOf(metrics, 'tradesim_company_budget_euros').map(cents);
      const total = budgets.reduce((sum, budget) => sum + budget, 0);
      expect(cents(metrics['tradesim_budget_total']!), `turn ${turn}`).toBe(total);
      expect(cents(metrics['tradesim_budget_max_euros']!), `turn ${turn}`).toBe(Math.max(...budgets));
      expect(metrics['tradesim_budget_mean_euros'], `turn ${turn}`).toBeCloseTo(total / budgets.length / 100, 6);
      if (total !== before) changes++;
      before = total;
    }
    expect(changes).toBeGreaterThan(TURNS / 2);
  });

  it('raises its counters by what happened in the turn, not by totals', () => {
    const bought = countByTurn(run.attempts.filter(({ outcome }) => outcome === 'bought'));
    const recharges = countByTurn(run.events.filter(({ kind }) => kind === 'budget_recharged'));
    for (const [index, { turn, metrics }] of run.metrics.entries()) {
      const before = run.metrics[index - 1]?.metrics;
      const increase = (name: string): number => metrics[name]! - (before?.[name] ?? 0);
      expect(increase('tradesim_transactions_total'), `turn ${turn}`).toBe(bought[turn] ?? 0);
      expect(increase('tradesim_budget_recharges_total'), `turn ${turn}`).toBe(recharges[turn] ?? 0);
      expect(increase('tradesim_turns_total'), `turn ${turn}`).toBe(1);
    }
    const last = run.metrics.at(-1)!.metrics['tradesim_transactions_total'];
    expect(run.exposition).toContain(`\ntradesim_transactions_total ${last}\n`);
  });

  it('carries no turn in a label: its series are the same in the first turn and in the last', () => {
    const [first, last] = [run.metrics[0]!, run.metrics.at(-1)!].map(({ metrics }) => Object.keys(metrics));
    expect(last).toEqual(first);
    const labels = new Set([...run.exposition.matchAll(/[{,](\w+)="/g)].map(([, label]) => label!));
    expect([...labels].filter((label) => /turn|tour|tick|step|cycle/i.test(label))).toEqual([]);
  });

  it('keeps labels where kinds differ, and their series add up to the whole', () => {
    const { metrics } = run.metrics.at(-1)!;
    const sum = (name: string): number => valuesOf(metrics, name).reduce((total, value) => total + value, 0);
    const seriesOf = (name: string): number => valuesOf(metrics, name).length;
    expect(sum('tradesim_purchase_attempts_total')).toBe(run.attempts.length);
    expect(seriesOf('tradesim_purchase_attempts_total')).toBe(4);
    expect(sum('tradesim_companies')).toBe(3);
    expect(seriesOf('tradesim_companies')).toBe(12);
    expect(sum('tradesim_suppliers')).toBe(5);
    expect(sum('tradesim_products')).toBe(12);
    expect(sum('tradesim_supplier_line_stock_units')).toBe(metrics['tradesim_supplier_stock_units']);
    expect(seriesOf('tradesim_supplier_line_stock_units')).toBe(run.events.filter(({ kind }) => kind === 'line_created').length);
    const kinds = new Set(['inflation', 'budget_recharge', 'restock', 'availability', 'supplier_recharge']);
    expect(sum('tradesim_events_total')).toBe(run.events.filter(({ kind }) => kinds.has(kind!)).length);
    expect(seriesOf('tradesim_events_total')).toBe(kinds.size);
  });

  it('shows no figure that its records do not explain, and measures what it says it measures', () => {
    const { mismatches, comparisons } = checkRun(run.logs, [run.exposition]);
    expect(mismatches.slice(0, 5)).toEqual([]);
    expect(comparisons).toBeGreaterThan(TURNS * 80);
    expect(unexplainedFamilies(run.exposition)).toEqual([]);
    const memory = Number(/^tradesim_memory_usage_bytes (\S+)$/m.exec(run.exposition)![1]);
    expect(memory).toBeGreaterThan(10_000_000);
    expect(memory).toBeLessThanOrEqual(totalmem());
    const cpu = Number(/^tradesim_cpu_usage_percent (\S+)$/m.exec(run.exposition)![1]);
    expect(cpu).toBeGreaterThan(0);
    expect(cpu).toBeLessThanOrEqual(100);
  });

  it('attributes each transaction to the turn in which it was made', () => {
    const amounts: number[] = [];
    for (const { turn, amount } of run.attempts) amounts[turn] = (amounts[turn] ?? 0) + (amount as number);
    let spent = 0;
    for (const { turn, metrics } of run.metrics) {
      const total = cents(metrics['tradesim_spending_euros_total']!);
      expect(total - spent, `turn ${turn}`).toBe(amounts[turn] ?? 0);
      spent = total;
    }
    expect(spent).toBeGreaterThan(0);
  });

  it('names every company, supplier and product by a slug of its own', () => {
    const slugs = run.events.flatMap((event) => {
      const [entity] = /^(?:company|product|supplier)(?=_created)/.exec(event.kind!) ?? [];
      return entity === undefined ? [] : [event[entity] as string];
    });
    expect(slugs).toHaveLength(3 + 12 + 5);
    expect(new Set(slugs).size).toBe(slugs.length);
  });

  it('writes as many bytes for a turn at its end as at its beginning', () => {
    for (const file of JOURNAL_FILES) {
      const [beginning, end] = [bytesOfTurns(run.logs, file, [1, 500]), bytesOfTurns(run.logs, file, [TURNS - 499, TURNS])];
      expect(end / beginning, file).toBeGreaterThan(0.7);
      expect(end / beginning, file).toBeLessThan(1.3);
    }
  });
});

function valuesOf(metrics: MetricsLine['metrics'], name: string): number[] {
  return Object.entries(metrics)
    .filter(([key]) => key.startsWith(`${name}{`))
    .map(([, value]) => value!);
}

function countByTurn(lines: readonly Line[]): number[] {
  const counts: number[] = [];
  for (const { turn } of lines) counts[turn] = (counts[turn] ?? 0) + 1;
  return counts;
}

function bytesOfTurns(logs: string, file: string, [from, to]: readonly [number, number]): number {
  const lines = readFileSync(join(logs, file), 'utf8').trimEnd().split('\n');
  const isWithin = (line: string): boolean => {
    const { turn } = JSON.parse(line) as Line;
    return turn >= from && turn <= to;
  };
  return lines.filter(isWithin).reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}

describe('a run of 200 companies', () => {
  const undo = atEndOfSuite();
  let logs = '';

  beforeAll(async () => {
    const run = await runToEnd(
      ['run', '--turns', '3000', '--no-exporter', '--seed', '7', '--set', 'companies.count=200', '--set', 'suppliers.count=40'],
      { undo },
    );
    expect(run.code).toBe(0);
    logs = run.logs;
  });

  it('does not run out of identifiers: its records are numbered without a gap, far beyond five digits', () => {
    expect(filesWithGaps(logs)).toEqual([]);
    expect(recordsOf(logs, 'transactions.jsonl').at(-1)!.seq).toBeGreaterThan(150_000);
    expect(recordsOf(logs, 'events.jsonl').at(-1)!.seq).toBeGreaterThan(99_999);
  });

  it('records of an event what it changed, however many companies there are', () => {
    const [, ...changes] = readFileSync(join(logs, 'events.jsonl'), 'utf8').trimEnd().split('\n');
    expect(changes.filter((line) => line.length > 300)).toEqual([]);
  });
});
