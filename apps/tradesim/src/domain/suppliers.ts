import { Sampler } from '@tradesim/simulation';
import { indexLines } from './lines.ts';
import { settle } from './places.ts';
import { SUPPLIER_NAMES, SUPPLIER_SUFFIXES } from './supplier-names.ts';
import type { SupplierColumns } from './snapshot.ts';
import type { GenerationOptions } from './generation-options.ts';
import type { LineRows, Lines } from './lines.ts';
import type { PlaceColumns } from './places.ts';

/** The suppliers' columns, as the rules use them. */
export interface Suppliers extends SupplierColumns, PlaceColumns {
  readonly slug: readonly string[];
  readonly continent: Uint8Array;
}

const NAMES_STREAM_ENTITY = 2;

/** Generates the suppliers; their stock comes with the lines. */
export function generateSuppliers(options: GenerationOptions): Suppliers {
  const { count } = options.parameters.suppliers;
  const names = { places: SUPPLIER_NAMES, suffixes: SUPPLIER_SUFFIXES, streamEntity: NAMES_STREAM_ENTITY };
  return { count, ...settle(count, names, options), stockUnits: new Float64Array(count) };
}

/** Generates the lines, supplier by supplier and within one by product. A supplier carries active and inactive products. */
export function generateLines(options: GenerationOptions): Lines {
  const { products, suppliers } = options.parameters;
  const { stockUnits, priceFactor } = suppliers;
  const rows = emptyRows(options);
  const sampler = new Sampler(products.count);
  let line = 0;
  for (let supplier = 0; supplier < suppliers.count; supplier += 1) {
    const stream = options.streams.supplier.at(0, supplier);
    for (const product of sampler.sample(stream, drawProductsEach(options))) {
      const stock = stream.integer(stockUnits.min, stockUnits.max);
      const noise = stream.uniform(priceFactor.noise.min, priceFactor.noise.max);
      rows.supplier[line] = supplier;
      rows.product[line] = product;
      rows.stock[line] = stock;
      rows.factor[line] = (1 - (stock - priceFactor.stockReference) / priceFactor.stockRange) * noise;
      line += 1;
    }
  }
  return indexLines(rows, { products: products.count, suppliers: suppliers.count });
}

/** The draws are repeatable, so the first pass only counts the lines. */
function emptyRows(options: GenerationOptions): LineRows {
  let count = 0;
  for (let supplier = 0; supplier < options.parameters.suppliers.count; supplier += 1) {
    options.streams.supplier.at(0, supplier);
    count += drawProductsEach(options);
  }
  return {
    count,
    supplier: new Int32Array(count),
    product: new Int32Array(count),
    stock: new Float64Array(count),
    factor: new Float64Array(count),
  };
}

/** The first draw of the supplier at which its stream stands. */
function drawProductsEach(options: GenerationOptions): number {
  const { productsEach } = options.parameters.suppliers;
  return options.streams.supplier.integer(productsEach.min, productsEach.max);
}
