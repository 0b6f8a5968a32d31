import { describe, it } from 'vitest';
import type { Run } from './records.ts';
import { expectMismatch, withEvent, withoutEvent } from './spoil.ts';

describe('an event', () => {
  it.each<[string, Run, string]>([
    [
      'that changes the price of an unknown product',
      withEvent('price_changed', { product: 'pear' }),
      'price: expected a known product, got pear',
    ],
    ['that changes a price to what it is', withEvent('price_changed', { price: 500 }), 'price: expected a change from 500, got 500'],
    ['that inflates a price downwards', withEvent('price_changed', { price: 400 }), 'price: expected a rise from 500, got 400'],
    [
      'that returns a price that never rose',
      withEvent('price_changed', { product: 'kite' }, 1),
      'price: expected a return 4 to 6 turns after an inflation',
    ],
    [
      'that returns a price too soon',
      withEvent('price_changed', { cause: 'return' }, 5),
      'price: expected a return 4 to 6 turns after an inflation',
    ],
    ['that recharges nobody', withEvent('budget_recharged', { company: 'zeno' }), 'expected a known company, got zeno'],
    ['that adds to an unknown line', withEvent('stock_added', { supplier: 'north' }), 'expected a known line, got kite at north'],
    ['that adds to a wrong stock', withEvent('stock_added', { stock: 11 }), 'stock: expected 10, got 11'],
    ['that switches an unknown product', withEvent('product_switched', { product: 'pear' }), 'expected a known product, got pear'],
    ['that switches a product to what it is', withEvent('product_switched', { active: true }), 'active: expected false, got true'],
    [
      'without a summary',
      withoutEvent('supplier_recharge'),
      'turn 15, events.jsonl: expected a summary of supplier_recharge, got 3 changes without one',
    ],
    [
      'with a summary and no change',
      withEvent('restock', { kind: 'inflation' } as never),
      'inflation: expected changes before the summary, got none',
    ],
  ])('%s is a mismatch', (_case, run, message) => expectMismatch(run, message));

  it.each<[string, Run, string]>([
    ['rises', withEvent('inflation', { products: 2 }), 'inflation products: expected 1, got 2'],
    ['a product as a type', withEvent('inflation', { type: 'food' }), 'inflation type: expected null, got food'],
    ['a type as a product', withEvent('inflation', { target: 'product' }, 1), 'inflation products: expected 1, got 2'],
    ['another type', withEvent('inflation', { type: 'food' }, 1), 'inflation type: expected "toys", got food'],
    ['companies', withEvent('budget_recharge', { companies: 3 }), 'budget_recharge companies: expected 2, got 3'],
    ['money', withEvent('budget_recharge', { amount: 1 }), 'budget_recharge amount: expected 105000, got 1'],
    ['restocked products', withEvent('restock', { products: 1 }), 'restock products: expected 2, got 1'],
    ['restocked units', withEvent('restock', { quantity: 29 }), 'restock quantity: expected 30, got 29'],
    ['products switched off', withEvent('availability', { deactivated: 0 }), 'availability deactivated: expected 1, got 0'],
    ['products switched on', withEvent('availability', { activated: 0 }), 'availability activated: expected 1, got 0'],
    ['suppliers', withEvent('supplier_recharge', { suppliers: 3 }), 'supplier_recharge suppliers: expected 2, got 3'],
    ['lines', withEvent('supplier_recharge', { lines: 2 }), 'supplier_recharge lines: expected 3, got 2'],
    ['units', withEvent('supplier_recharge', { quantity: 1 }), 'supplier_recharge quantity: expected 98, got 1'],
  ])('must sum up its %s', (_case, run, message) => expectMismatch(run, message));
});
