import { describe, expect, it } from 'vitest';
import { indexLines } from './lines.ts';

/** Supplier 0 carries products 2 and 0, supplier 2 carries product 0 twice over and product 2; nobody carries product 1. */
const ROWS = {
  count: 5,
  supplier: Int32Array.of(0, 0, 2, 2, 2),
  product: Int32Array.of(2, 0, 0, 0, 2),
  stock: new Float64Array(5),
  factor: Float64Array.of(1.2, 0.9, 0.8, 0.9, 1.1),
};

describe('indexLines', () => {
  const lines = indexLines(ROWS, { products: 3, suppliers: 3 });

  it('groups the lines by product, in ascending factor and the earlier of equal ones first', () => {
    expect([...lines.productStart]).toEqual([0, 3, 3, 5]);
    expect([...lines.byProduct]).toEqual([2, 1, 3, 4, 0]);
  });

  it('knows where each line stands in that order', () => {
    expect([...lines.rank]).toEqual([4, 1, 0, 2, 3]);
  });

  it('knows where the lines of each supplier begin and end', () => {
    expect([...lines.supplierStart]).toEqual([0, 2, 2, 5]);
  });
});
