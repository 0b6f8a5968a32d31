import { PRICE_PHASES } from '../domain/snapshot.ts';
import { countEqual, maximum, mean, minimum, sum } from './statistics.ts';
import { defineMetrics, gauge } from './turn-view.ts';

export const product = defineMetrics('tradesim', {
  products: gauge({
    help: 'Products, by whether companies may buy them.',
    labels: { state: ['active', 'inactive'] },
    compute: ({ products }) => {
      const active = sum(products.active);
      return { active, inactive: products.count - active };
    },
  }),
  product_price_mean_euros: gauge({
    help: 'Mean price over all products.',
    unit: 'euros',
    compute: ({ products }) => mean(products.price),
  }),
  product_price_min_euros: gauge({
    help: 'Lowest price of a product.',
    unit: 'euros',
    compute: ({ products }) => minimum(products.price),
  }),
  product_price_max_euros: gauge({
    help: 'Highest price of a product.',
    unit: 'euros',
    compute: ({ products }) => maximum(products.price),
  }),
  price_index_ratio: gauge({
    help: 'Mean over all products of the price against the price at the start.',
    unit: 'ratio',
    compute: ({ products }) => {
      let ratios = 0;
      for (let i = 0; i < products.count; i++) ratios += products.price[i]! / products.originPrice[i]!;
      return ratios / products.count;
    },
  }),
  out_of_stock_products: gauge({
    help: 'Products that no supplier has in stock.',
    compute: ({ products }) => countEqual(products.stockUnits, 0),
  }),
  inflated_products: gauge({
    help: 'Products whose price stands where an inflation raised it.',
    compute: ({ products }) => countEqual(products.phase, PRICE_PHASES.indexOf('inflated')),
  }),
  returning_products: gauge({
    help: 'Products whose price is on its way back from an inflation.',
    compute: ({ products }) => countEqual(products.phase, PRICE_PHASES.indexOf('returning')),
  }),
});
