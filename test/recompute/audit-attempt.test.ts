import { describe, it } from 'vitest';
import type { AttemptRecord, Run } from './records.ts';
import { expectMismatch, withAttempt } from './spoil.ts';

describe('an attempt', () => {
  it.each<[string, Run, string]>([
    ['of an unknown company', withAttempt(1, { company: 'zeno' }), 'seq 1: expected a known company, got zeno'],
    ['of a company that has acted', withAttempt(4, { company: 'acme' }), 'seq 4: expected one attempt of a company in a turn, got acme'],
    ['with another strategy', withAttempt(1, { strategy: 'by_type' }), 'seq 1 strategy: expected "cheapest", got by_type'],
    ['at another price', withAttempt(1, { unit_price: 500, amount: 500 }), 'seq 1 unit_price: expected 490, got 500'],
    [
      'at the price after an event of its turn',
      withAttempt(3, { unit_price: 686, amount: 27_440 }),
      'seq 3 unit_price: expected 490, got 686',
    ],
    ['without the price of its line', withAttempt(10, { unit_price: null, amount: 0 }), 'seq 10 unit_price: expected 11640, got null'],
    ['with another amount', withAttempt(1, { amount: 491 }), 'seq 1 amount: expected 490, got 491'],
    ['for an unknown product', withAttempt(5, { product: 'pear' }), 'seq 5: expected a known product, got pear'],
    ['at a supplier that does not carry it', withAttempt(4, { supplier: 'north' }), 'seq 4: expected a supplier of kite, got north'],
    [
      'for a product that is switched off',
      withAttempt(4, { product: 'robot', unit_price: 11_640, amount: 46_560 }),
      'expected an active product, got robot',
    ],
    [
      'for a type that is not preferred',
      withAttempt(6, { product: 'apple', unit_price: 686, amount: 12_348 }),
      'expected a product of type tools, got apple of type food',
    ],
    ['bought for a reason', withAttempt(1, { reason: 'no_stock' }), 'seq 1 reason: expected null, got no_stock'],
    ['bought nowhere', withAttempt(1, { supplier: null }), 'seq 1: expected a product and a supplier, got apple at null'],
    ['bought without a unit', withAttempt(1, { quantity: 0, amount: 0 }), 'seq 1 quantity: expected at least 1, got 0'],
    ['beyond the stock', withAttempt(3, { quantity: 100, amount: 49_000 }), 'seq 3 quantity: expected at most the stock of 99, got 100'],
    ['beyond the budget', withAttempt(7, { quantity: 8, amount: 5_488 }), 'seq 7 amount: expected at most the budget of 5300, got 5488'],
    [
      'not at the lowest price',
      withAttempt(1, { supplier: 'south', unit_price: 510, amount: 510 }),
      'unit_price, the lowest: expected 490, got 510',
    ],
    ['failed with a quantity', withAttempt(2, { quantity: 1 }), 'seq 2 quantity: expected 0, got 1'],
    ['failed without a reason', withAttempt(2, { reason: null }), 'seq 2 reason: expected "no_budget", got null'],
    ['failed with a product where none was active', withAttempt(9, { product: 'hammer' }), 'seq 9 product: expected null, got hammer'],
    [
      'failed with a supplier where none had stock',
      withAttempt(5, { supplier: 'south', unit_price: 900 }),
      'seq 5 supplier: expected null, got south',
    ],
  ])('%s is a mismatch', (_case, run, message) => expectMismatch(run, message));

  it.each<[string, number, Partial<AttemptRecord>, string]>([
    ['cheapest: no budget', 2, { reason: 'no_stock' }, 'seq 2 reason: expected "no_budget", got no_stock'],
    ['cheapest: no stock', 20, { reason: 'no_budget' }, 'seq 20 reason: expected "no_stock", got no_budget'],
    ['cheapest: no active product', 23, { reason: 'no_stock' }, 'seq 23 reason: expected "no_active_product", got no_stock'],
    ['by type: no stock', 5, { reason: 'no_budget' }, 'seq 5 reason: expected "no_stock", got no_budget'],
    ['by type: no budget', 22, { reason: 'no_stock' }, 'seq 22 reason: expected "no_budget", got no_stock'],
    ['by type: no active product', 9, { reason: 'no_stock' }, 'seq 9 reason: expected "no_active_product", got no_stock'],
    ['by type: no supplier chosen', 22, { supplier: null, unit_price: null }, 'seq 22 supplier: expected the one chosen, got null'],
  ])('must give its true reason, %s', (_case, seq, fields, message) => expectMismatch(withAttempt(seq, fields), message));

  it.each([1, 4, 26, 30])('must not fail for want of money where it could buy, seq %i', (seq) => {
    const run = withAttempt(seq, { outcome: 'failed', reason: 'no_budget', quantity: 0, amount: 0 });
    expectMismatch(run, `seq ${seq}: expected a purchase, which was possible, got a failure for no_budget`);
  });

  it('must not fail for want of stock that another supplier has', () => {
    const run = withAttempt(27, { outcome: 'failed', reason: 'no_stock', supplier: null, unit_price: null, quantity: 0, amount: 0 });
    expectMismatch(run, 'seq 27: expected a purchase, which was possible, got a failure for no_stock');
  });

  it('must not fail for want of money at a supplier without stock', () => {
    expectMismatch(
      withAttempt(32, { supplier: 'north', unit_price: 539 }),
      'seq 32: expected a purchase, which was possible, got a failure for no_budget',
    );
  });

  it('counts in its own turn', () => {
    expectMismatch(withAttempt(3, { turn: 1 }), 'turn 1, tradesim_transactions_total: expected 2, got 1');
  });
});
