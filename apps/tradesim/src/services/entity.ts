import { onceFor } from '@tradesim/metrics/services';
import { defineMetrics, gauge } from './turn-view.ts';

/** Most series of a metric that has one per entity; a scenario may switch such metrics on above 1,000 entities. */
const MAX_ENTITY_SERIES = 100_000;

/** Less than for single values: at 100,000 companies each turn takes a megabyte. */
const HISTORY_TURNS = 64;

const companyLabels = onceFor((slugs: readonly string[]) => slugs.map((company) => ({ company })));
const lineLabels = onceFor(
  (product: Int32Array, supplier: Int32Array, slugs: { readonly suppliers: readonly string[]; readonly products: readonly string[] }) =>
    Array.from(product, (_, line) => ({ supplier: slugs.suppliers[supplier[line]!]!, product: slugs.products[product[line]!]! })),
);
const productLabels = onceFor((slugs: readonly string[]) => slugs.map((product) => ({ product })));

export const entity = defineMetrics('tradesim', {
  company_budget_euros: gauge({
    help: 'Budget of each company.',
    unit: 'euros',
    group: 'entities',
    better: 'up',
    entity: 'company',
    historyTurns: HISTORY_TURNS,
    labels: { company: 'open' },
    maxSeries: MAX_ENTITY_SERIES,
    compute: ({ companies }) => ({ labelSets: companyLabels(companies.slug), values: companies.budget }),
  }),
  product_price_euros: gauge({
    help: 'Price of each product, before the factor of a supplier.',
    unit: 'euros',
    group: 'entities',
    entity: 'product',
    historyTurns: HISTORY_TURNS,
    labels: { product: 'open' },
    maxSeries: MAX_ENTITY_SERIES,
    compute: ({ products }) => ({ labelSets: productLabels(products.slug), values: products.price }),
  }),
  supplier_line_stock_units: gauge({
    help: 'Goods of each product at each supplier that carries it.',
    unit: 'units',
    group: 'entities',
    entity: 'supplier_line',
    historyTurns: HISTORY_TURNS,
    labels: { supplier: 'open', product: 'open' },
    maxSeries: MAX_ENTITY_SERIES,
    compute: ({ lines, suppliers, products }) => ({
      labelSets: lineLabels(lines.product, lines.supplier, { suppliers: suppliers.slug, products: products.slug }),
      values: lines.stock,
    }),
  }),
});
