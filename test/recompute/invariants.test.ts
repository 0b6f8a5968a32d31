import { describe, expect, it } from 'vitest';
import { checkRecords } from './check-run.ts';
import type { Run } from './records.ts';
import { expectMismatch, withAttempt, withEvent } from './spoil.ts';

describe('the invariants', () => {
  it.each<[string, Run, string]>([
    ['money', withAttempt(1, { amount: 491 }), 'turn 1, money in the records, residual: expected 0, got 1'],
    ['trade', withAttempt(1, { amount: 491 }), 'turn 1, trade in the records, residual: expected 0, got 1'],
    ['goods', withEvent('stock_added', { quantity: 8 }), 'turn 4, goods in the records, residual: expected 0, got 2'],
    [
      'solvency of a budget',
      withAttempt(7, { quantity: 8, amount: 5_488 }),
      'turn 5, solvency in the records, residual: expected 0, got 188',
    ],
    [
      'solvency of a stock',
      withAttempt(8, { quantity: 4, amount: 10_100 }),
      'turn 5, solvency in the records, residual: expected 0, got 2',
    ],
  ])('%s is recomputed from the records', (_case, run, message) => expectMismatch(run, message));

  it('are compared with what the run says of them', () => {
    const { mismatches } = checkRecords(withAttempt(1, { amount: 491 }));
    expect(mismatches).toContain('turn 1, tradesim_invariant_residual{invariant="money"}: expected 1, got 0');
    expect(mismatches).toContain('turn 2, tradesim_invariant_violations_total{invariant="trade"}: expected 1, got 0');
  });
});
