import { PRICE_PHASES } from '../domain/snapshot.ts';
import { productSummary } from './product-summary.ts';
import { defineMetrics, gauge } from './turn-view.ts';

export const product = defineMetrics('tradesim', {
  products: gauge({
    help: 'Products, by whether companies may buy them.',
    group: 'products',
    labels: { state: ['active', 'inactive'] },
    compute: ({ products }, { shared }) => {
      const { active } = shared(productSummary);
      return { active, inactive: products.count - active };
    },
  }),
  product_price_mean_euros: gauge({
    help: 'Mean price over all products.',
    unit: 'euros',
    group: 'products',
    compute: (_, { shared }) => shared(productSummary).meanPrice,
  }),
  product_price_min_euros: gauge({
    help: 'Lowest price of a product.',
    unit: 'euros',
    group: 'products',
    compute: (_, { shared }) => shared(productSummary).minimumPrice,
  }),
  product_price_max_euros: gauge({
    help: 'Highest price of a product.',
    unit: 'euros',
    group: 'products',
    compute: (_, { shared }) => shared(productSummary).maximumPrice,
  }),
  price_index_ratio: gauge({
    help: 'Mean over all products of the price against the price at the start.',
    unit: 'ratio',
    group: 'products',
    compute: (_, { shared }) => shared(productSummary).priceIndex,
  }),
  out_of_stock_products: gauge({
    help: 'Products that no supplier has in stock.',
    group: 'products',
    better: 'down',
    compute: (_, { shared }) => shared(productSummary).outOfStock,
  }),
  inflated_products: gauge({
    help: 'Products whose price stands where an inflation raised it.',
    group: 'products',
    compute: (_, { shared }) => shared(productSummary).byPhase[PRICE_PHASES.indexOf('inflated')]!,
  }),
  returning_products: gauge({
    help: 'Products whose price is on its way back from an inflation.',
    group: 'products',
    compute: (_, { shared }) => shared(productSummary).byPhase[PRICE_PHASES.indexOf('returning')]!,
  }),
});
