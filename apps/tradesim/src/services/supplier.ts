import { CONTINENTS } from '../domain/parameters.ts';
import type { Continent } from '../domain/parameters.ts';
import { countAbove, countByCode, sum } from './statistics.ts';
import { defineMetrics, gauge } from './turn-view.ts';

export const supplier = defineMetrics('tradesim', {
  suppliers: gauge({
    help: 'Suppliers in the market.',
    labels: { continent: CONTINENTS },
    compute: ({ suppliers }) => {
      const counts = countByCode(suppliers.continent, CONTINENTS.length);
      return Object.fromEntries(CONTINENTS.map((continent, i) => [continent, counts[i]!])) as Record<Continent, number>;
    },
  }),
  stocked_suppliers: gauge({
    help: 'Suppliers that have any goods in stock.',
    compute: ({ suppliers }) => countAbove(suppliers.stockUnits, 0),
  }),
  supplier_stock_units: gauge({
    help: 'Goods held by suppliers.',
    unit: 'units',
    compute: ({ suppliers }) => sum(suppliers.stockUnits),
  }),
});
