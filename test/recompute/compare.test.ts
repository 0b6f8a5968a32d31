import { describe, expect, it } from 'vitest';
import { checkRecords } from './check-run.ts';
import type { MetricsRecord, Run } from './records.ts';
import { tinyExposition } from './tiny-exposition.ts';
import { tinyRun } from './tiny-run.ts';

const RUN = tinyRun();

function lastExposition(run: Run): string {
  return tinyExposition(run.metrics.at(-1)!);
}

describe('a body of /metrics', () => {
  const record: MetricsRecord = RUN.metrics[3]!;

  it('is compared with the turn it shows', () => {
    const result = checkRecords(RUN, [tinyExposition(record), lastExposition(RUN)]);
    expect(result.mismatches).toEqual([]);
    expect(result.comparisons).toBe(checkRecords(RUN).comparisons + 2 * Object.keys(record.metrics).length);
  });

  it('must have the values of that turn and no others', () => {
    const wrong = tinyExposition(record).replace(/^tradesim_turns_total 4$/m, 'tradesim_turns_total 5');
    expect(checkRecords(RUN, [wrong]).mismatches).toEqual(['/metrics at turn 4, tradesim_turns_total: expected 4, got 5']);
    const missing = tinyExposition(record).replace(/^tradesim_turns_total 4$/m, '');
    expect(checkRecords(RUN, [missing]).mismatches).toEqual(['/metrics at turn 4, tradesim_turns_total: expected 4, got null']);
    const valued = `${tinyExposition(record)}tradesim_purchase_success_ratio 1\n`;
    expect(checkRecords(RUN, [valued]).mismatches).toEqual(['/metrics at turn 4, tradesim_purchase_success_ratio: expected null, got 1']);
    const unknown = `${tinyExposition(record)}tradesim_products{state="lost"} 1\n`;
    expect(checkRecords(RUN, [unknown]).mismatches).toEqual([
      '/metrics at turn 4, tradesim_products{state="lost"}: expected no such sample, got 1',
    ]);
  });

  it('shows single entities whether they are journaled or not', () => {
    const quiet = tinyRun({ journalEntities: false });
    expect(checkRecords(quiet, [lastExposition(RUN)]).mismatches).toEqual([]);
    expect(checkRecords(quiet, [lastExposition(quiet)]).mismatches).toEqual([]);
    const wrong = lastExposition(RUN).replace(
      'tradesim_product_price_euros{product="kite"} 9.9',
      'tradesim_product_price_euros{product="kite"} 9.8',
    );
    expect(checkRecords(quiet, [wrong]).mismatches).toHaveLength(1);
  });

  it('must be of a turn of the run', () => {
    const { mismatches } = checkRecords(RUN, [tinyExposition({ ...record, metrics: { ...record.metrics, tradesim_turn: 99 } }), '']);
    expect(mismatches).toEqual([
      '/metrics tradesim_turn: expected a turn of the run, got 99',
      '/metrics tradesim_turn: expected a turn of the run, got none',
    ]);
  });
});
