import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRecords, checkRun } from './check-run.ts';
import { FAMILIES } from './families.ts';
import { writeRun } from './read-run.ts';
import type { Run } from './records.ts';
import { tinyExposition } from './tiny-exposition.ts';
import { tinyRun } from './tiny-run.ts';

const RUN = tinyRun();
const TURNS = RUN.metrics.length;

function withMetrics(turn: number, change: (metrics: Record<string, number | null>) => void): Run {
  const metrics = { ...RUN.metrics[turn - 1]!.metrics };
  change(metrics);
  return { ...RUN, metrics: RUN.metrics.with(turn - 1, { ...RUN.metrics[turn - 1]!, metrics }) };
}

function lastExposition(run: Run): string {
  return tinyExposition(run.metrics.at(-1)!);
}

describe('checkRun', () => {
  it('finds nothing wrong with a journal that adds up, and compares every sample of every turn', () => {
    const result = checkRecords(RUN);
    expect(result.mismatches).toEqual([]);
    expect(result.turns).toBe(TURNS);
    expect(result.comparisons).toBe(RUN.metrics.reduce((sum, { metrics }) => sum + Object.keys(metrics).length, 0));
  });

  it('accepts a run that was measured and leaves single entities out', () => {
    expect(checkRecords(tinyRun({ journalEntities: false, started: 1_700_000_000 })).mismatches).toEqual([]);
  });

  it('reads the run from its directory', () => {
    const directory = mkdtempSync(join(tmpdir(), 'recompute-'));
    try {
      writeRun(directory, RUN);
      expect(checkRun(directory, [lastExposition(RUN)]).mismatches).toEqual([]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('expects the values worked out by hand for turn 2', () => {
    const byHand = {
      tradesim_budget_total: 34_816.1,
      tradesim_budget_mean_euros: 8_704.025,
      tradesim_budget_median_euros: 7_482,
      tradesim_budget_min_euros: 53,
      tradesim_budget_max_euros: 19_799.1,
      tradesim_turn_budget_change_euros: 818,
      tradesim_prosperous_companies: 2,
      tradesim_prosperous_companies_ratio: 0.5,
      tradesim_solvent_companies: 4,
      tradesim_price_index_ratio: 1.1,
      tradesim_inflated_products: 1,
      tradesim_out_of_stock_products: 1,
      tradesim_supplier_stock_units: 114,
      tradesim_company_stock_units: 45,
      tradesim_purchase_success_ratio: 1,
      tradesim_spending_euros_total: 236.9,
      'tradesim_purchase_amount_euros_bucket{le="10"}': 1,
      'tradesim_purchase_amount_euros_bucket{le="50"}': 2,
      'tradesim_purchase_quantity_units_bucket{le="35"}': 2,
      'tradesim_purchase_quantity_units_bucket{le="40"}': 3,
      tradesim_purchase_quantity_units_sum: 45,
    };
    expect(checkRecords(withMetrics(2, (metrics) => Object.assign(metrics, byHand))).mismatches).toEqual([]);
  });

  it('names the turn, the sample, what it expected and what it found', () => {
    const run = withMetrics(2, (metrics) => (metrics['tradesim_events_total{kind="restock"}'] = 3));
    expect(checkRecords(run).mismatches).toEqual(['turn 2, tradesim_events_total{kind="restock"}: expected 0, got 3']);
  });

  it('reports a sample that it does not recompute', () => {
    const run = withMetrics(5, (metrics) => (metrics['tradesim_mystery_units'] = 1));
    expect(checkRecords(run).mismatches).toEqual(['turn 5, tradesim_mystery_units: expected no such sample, got 1']);
  });

  it('reports samples of single entities that were not asked for, and misses those that were', () => {
    const quiet = tinyRun({ journalEntities: false });
    const entities = FAMILIES.filter((family) =>
      ['company_budget_euros', 'product_price_euros', 'supplier_line_stock_units'].includes(family),
    );
    expect(entities).toHaveLength(3);
    const perTurn = 4 + 4 + 5;
    expect(checkRecords({ ...quiet, metrics: RUN.metrics }).mismatches).toHaveLength(perTurn * TURNS);
    expect(checkRecords({ ...RUN, metrics: quiet.metrics }).mismatches).toHaveLength(perTurn * TURNS);
  });

  it.each(['tradesim_budget_stddev_euros', 'tradesim_price_index_ratio', 'tradesim_purchase_amount_euros_sum'])(
    'accepts %s when it differs in its last digits and not when it differs by more',
    (sample) => {
      const scaled = (factor: number): Run => withMetrics(9, (metrics) => (metrics[sample]! *= factor));
      expect(checkRecords(scaled(1 + 4e-13)).mismatches).toEqual([]);
      expect(checkRecords(scaled(1 + 4e-12)).mismatches).toHaveLength(1);
    },
  );

  it.each(['tradesim_supplier_stock_units', 'tradesim_purchase_quantity_units_sum', 'tradesim_purchase_amount_euros_bucket{le="5000"}'])(
    'accepts %s only as it is',
    (sample) => {
      const run = withMetrics(9, (metrics) => (metrics[sample]! *= 1 + 4e-15));
      expect(checkRecords(run).mismatches).toHaveLength(1);
    },
  );

  it('does not take 0 for no value', () => {
    const none = withMetrics(4, (metrics) => (metrics['tradesim_purchase_success_ratio'] = 0));
    expect(checkRecords(none).mismatches).toEqual(['turn 4, tradesim_purchase_success_ratio: expected null, got 0']);
    const zero = withMetrics(4, (metrics) => (metrics['tradesim_turn_budget_change_euros'] = null));
    expect(checkRecords(zero).mismatches).toEqual(['turn 4, tradesim_turn_budget_change_euros: expected 0, got null']);
  });

  it('finds any single value that is changed, in any turn', () => {
    const samples = Object.keys(RUN.metrics[0]!.metrics);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: TURNS }),
        fc.constantFrom(...samples),
        fc.constantFrom(null, 0, -1, 1e-9, 0.5, 1e15),
        (turn, sample, other) => {
          const old = RUN.metrics[turn - 1]!.metrics[sample]!;
          fc.pre(old !== other);
          const { mismatches } = checkRecords(withMetrics(turn, (metrics) => (metrics[sample] = other)));
          expect(mismatches).toEqual([`turn ${turn}, ${sample}: expected ${old}, got ${other}`]);
        },
      ),
    );
  });
});
