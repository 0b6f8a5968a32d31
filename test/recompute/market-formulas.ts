/** Products, prices, suppliers and their stocks. */

import type { Formula, Samples } from './formula.ts';
import { constant, euros, integer, integers, labels, perEntity, quotient } from './formula.ts';
import type { Product } from './market.ts';
import { CONTINENTS } from './records.ts';
import type { InflationPhase, ReplayedState } from './replayed-state.ts';
import { greatest, least, mean, total } from './statistics.ts';

export const marketFormulas: Readonly<Record<string, Formula>> = {
  products: integers(productsByState),
  product_price_mean_euros: euros((state) => mean(pricesCents(state))),
  product_price_min_euros: euros((state) => least(pricesCents(state))),
  product_price_max_euros: euros((state) => greatest(pricesCents(state))),
  price_index_ratio: quotient((state) => mean(products(state).map(({ priceCents, originCents }) => priceCents / originCents))),
  out_of_stock_products: integer((state) => products(state).filter(({ lines }) => lines.every(({ stockUnits }) => stockUnits <= 0)).length),
  inflated_products: integer((state) => productsInPhase(state, 'inflated')),
  returning_products: integer((state) => productsInPhase(state, 'returning')),
  suppliers: constant(integers(suppliersByContinent)),
  stocked_suppliers: integer(stockedSuppliers),
  supplier_stock_units: integer(({ market }) => total(market.lines.map(({ stockUnits }) => stockUnits))),
  product_price_euros: perEntity('relative', priceByProduct),
  supplier_line_stock_units: perEntity('exact', stockByLine),
};

function products({ market }: ReplayedState): Product[] {
  return [...market.products.values()];
}

function pricesCents(state: ReplayedState): number[] {
  return products(state).map(({ priceCents }) => priceCents);
}

function* productsByState(state: ReplayedState): Samples {
  const active = products(state).filter((product) => product.active).length;
  yield [labels({ state: 'active' }), active];
  yield [labels({ state: 'inactive' }), state.market.products.size - active];
}

function productsInPhase(state: ReplayedState, phase: InflationPhase): number {
  return products(state).filter((product) => state.inflationPhase(product) === phase).length;
}

function* suppliersByContinent({ market }: ReplayedState): Samples {
  const homes = [...market.suppliers.values()];
  for (const continent of CONTINENTS) yield [labels({ continent }), homes.filter((home) => home === continent).length];
}

function stockedSuppliers({ market }: ReplayedState): number {
  const stocked = market.lines.filter(({ stockUnits }) => stockUnits > 0);
  return new Set(stocked.map(({ supplier }) => supplier)).size;
}

function* priceByProduct({ market }: ReplayedState): Samples {
  for (const { slug, priceCents } of market.products.values()) yield [labels({ product: slug }), priceCents / 100];
}

function* stockByLine({ market }: ReplayedState): Samples {
  for (const { supplier, product, stockUnits } of market.lines) yield [labels({ supplier, product: product.slug }), stockUnits];
}
