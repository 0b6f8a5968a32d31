import { describe, expect, it } from 'vitest';
import { checkRecords } from './check-run.ts';
import { neverSeen, unexplainedFamilies } from './coverage.ts';
import { FAMILIES, FORMULAS } from './families.ts';
import type { Run } from './records.ts';
import { tinyExposition } from './tiny-exposition.ts';
import { tinyRun } from './tiny-run.ts';

const RUN = tinyRun();

function upTo(turn: number): Run {
  const isEarly = (record: { turn: number }): boolean => record.turn <= turn;
  return {
    events: RUN.events.filter(isEarly),
    transactions: RUN.transactions.filter(isEarly),
    metrics: RUN.metrics.filter(isEarly),
    problems: [],
  };
}

describe('unexplainedFamilies', () => {
  const exposition = tinyExposition(RUN.metrics.at(-1)!);

  it('is empty where every family is recomputed or measured', () => {
    expect(unexplainedFamilies(exposition)).toEqual([]);
  });

  it.each([
    ['a family with a type and no sample', '# TYPE tradesim_wages_euros gauge\n', 'tradesim_wages_euros'],
    ['a sample without a type', 'tradesim_wages_euros{continent="asia"} 3 1700000000000\n', 'tradesim_wages_euros'],
    ['a histogram', '# TYPE tradesim_wages_euros histogram\ntradesim_wages_euros_bucket{le="+Inf"} 0\n', 'tradesim_wages_euros'],
    ['a name that only looks like a sample of a known family', 'tradesim_companies_count 4\n', 'tradesim_companies_count'],
    ['a name that only begins like a measured one', 'tradesim_turns_per_second_max 4\n', 'tradesim_turns_per_second_max'],
  ])('reports %s', (_case, text, name) => {
    expect(unexplainedFamilies(exposition + text)).toEqual([name]);
  });

  it('leaves the metrics of others alone', () => {
    expect(unexplainedFamilies('# TYPE nodejs_version_info gauge\nnodejs_version_info 1\n')).toEqual([]);
  });
});

describe('neverSeen', () => {
  it('is empty where the runs together have everything', () => {
    expect(neverSeen([checkRecords(upTo(2)), checkRecords(RUN)])).toEqual([]);
  });

  it('names the events and reasons that no run had', () => {
    const missing = neverSeen([checkRecords(upTo(6)), checkRecords(upTo(7))]);
    expect(missing.filter((message) => /^(event|failure)/.test(message))).toEqual([
      'event supplier_recharge: expected in a run, got none',
      'event stock_added supplier_recharge: expected in a run, got none',
    ]);
    expect(neverSeen([checkRecords(upTo(4))])).toContain('failure reason no_active_product: expected in a run, got none');
  });

  it('names the samples that kept one value', () => {
    const missing = neverSeen([checkRecords(upTo(4))]);
    expect(missing).toContain('tradesim_products{state="inactive"}: expected to change in a run, got one value');
    expect(missing).toContain('tradesim_stocked_suppliers: expected to change in a run, got one value');
    expect(missing).not.toContain('tradesim_budget_total: expected to change in a run, got one value');
  });

  it('asks for families of single entities in some run', () => {
    const missing = neverSeen([checkRecords(tinyRun({ journalEntities: false }))]);
    expect(missing).toEqual(
      ['company_budget_euros', 'product_price_euros', 'supplier_line_stock_units'].map(
        (family) => `tradesim_${family}: expected in a run, got none`,
      ),
    );
  });

  it('does not ask constants to change', () => {
    const constants = FAMILIES.filter((family) => FORMULAS.get(family)?.samples === 'constant');
    expect(constants.toSorted()).toEqual([
      'companies',
      'invariant_residual',
      'invariant_violations_total',
      'prosperity_threshold_euros',
      'run_info',
      'suppliers',
    ]);
  });
});
