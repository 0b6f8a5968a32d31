import { describe, it } from 'vitest';
import type { Run } from './records.ts';
import { expectMismatch, withEvent, withoutEvent } from './spoil.ts';

describe('the opening of a run', () => {
  it.each<[string, Run, string]>([
    [
      'another order',
      withEvent('product_created', { kind: 'account_opened' } as never),
      'expected turn 0 in the order run_started, account_opened',
    ],
    ['a slug of two entities', withEvent('product_created', { product: 'acme' }), 'expected a slug of its own, got acme'],
    ['a slug like the treasury', withEvent('supplier_created', { supplier: 'treasury' }), 'expected a slug of its own, got treasury'],
    ['an account of nobody', withEvent('account_opened', { account: 'zeno' }, 1), 'turn 0, accounts opened: expected'],
    ['an account of the wrong holder', withEvent('account_opened', { holder: 'supplier' }, 1), 'turn 0, accounts opened: expected'],
    ['a missing account', withoutEvent('account_opened'), 'turn 0, accounts opened: expected'],
    [
      'balances that do not add up',
      withEvent('account_opened', { balance: 1 }, 5),
      'sum of the opening balances in cents: expected 0, got 1',
    ],
    ['a company in debt', withEvent('account_opened', { balance: -1 }, 4), 'expected a balance >= 0, got -1'],
    ['a line twice', withEvent('line_created', { product: 'hammer' }), 'expected a line once, got hammer at north'],
    [
      'a line of an unknown product',
      withEvent('line_created', { product: 'pear' }),
      'expected a known product and supplier, got pear at north',
    ],
    [
      'a line of an unknown supplier',
      withEvent('line_created', { supplier: 'west' }),
      'expected a known product and supplier, got apple at west',
    ],
    ['a line at another price', withEvent('line_created', { price: 491 }), 'price: expected 490, got 491'],
  ])('%s is a mismatch', (_case, run, message) => expectMismatch(run, message));
});
