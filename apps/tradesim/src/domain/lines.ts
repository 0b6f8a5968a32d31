import type { LineColumns } from './snapshot.ts';

export interface LineRows extends LineColumns {
  /** What the product's price is multiplied by at this supplier; fixed at generation. */
  readonly factor: Float64Array;
}

/**
 * The lines' columns with two indexes: the lines of a supplier lie side by side, and `byProduct` lists the lines of each
 * product in ascending factor, the earlier line first where factors are equal. Prices rise with the factor, so this is
 * also their order of price, in every turn.
 */
export interface Lines extends LineRows {
  /** The lines of supplier s are `supplierStart[s]` … `supplierStart[s + 1]` - 1. */
  readonly supplierStart: Int32Array;
  /** The lines of product p are `byProduct[productStart[p]]` … `byProduct[productStart[p + 1] - 1]`. */
  readonly productStart: Int32Array;
  readonly byProduct: Int32Array;
  /** Where a line stands in `byProduct`. */
  readonly rank: Int32Array;
}

export interface LineOwners {
  readonly products: number;
  readonly suppliers: number;
}

/** Builds the indexes. The rows must be in ascending order of supplier. */
export function indexLines(rows: LineRows, owners: LineOwners): Lines {
  const productStart = startsOf(rows.product, owners.products);
  const byProduct = groupByProduct(rows, productStart);
  for (let product = 0; product < owners.products; product += 1) {
    byProduct.subarray(productStart[product], productStart[product + 1]).sort((a, b) => rows.factor[a]! - rows.factor[b]! || a - b);
  }
  const rank = new Int32Array(rows.count);
  for (let position = 0; position < rows.count; position += 1) rank[byProduct[position]!] = position;
  return { ...rows, supplierStart: startsOf(rows.supplier, owners.suppliers), productStart, byProduct, rank };
}

/** Counts the lines of each owner and returns where the first of each would begin if they were grouped. */
function startsOf(owner: Int32Array, owners: number): Int32Array {
  const starts = new Int32Array(owners + 1);
  for (const each of owner) starts[each + 1]! += 1;
  for (let index = 0; index < owners; index += 1) starts[index + 1]! += starts[index]!;
  return starts;
}

function groupByProduct(rows: LineRows, productStart: Int32Array): Int32Array {
  const next = productStart.slice();
  const byProduct = new Int32Array(rows.count);
  for (let line = 0; line < rows.count; line += 1) {
    const product = rows.product[line]!;
    byProduct[next[product]!] = line;
    next[product]! += 1;
  }
  return byProduct;
}
