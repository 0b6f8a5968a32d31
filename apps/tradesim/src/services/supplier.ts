import { onceFor } from '@tradesim/metrics/services';
import { CONTINENTS } from '../domain/parameters.ts';
import type { Continent } from '../domain/parameters.ts';
import { countAbove, countByCode, sum } from './statistics.ts';
import { defineMetrics, gauge } from './turn-view.ts';

/** Suppliers keep their continent. */
const suppliersByContinent = onceFor((_slugs: readonly string[], continents: Uint8Array) => {
  const counts = countByCode(continents, CONTINENTS.length);
  return Object.fromEntries(CONTINENTS.map((continent, i) => [continent, counts[i]!])) as Record<Continent, number>;
});

export const supplier = defineMetrics('tradesim', {
  suppliers: gauge({
    help: 'Suppliers in the market.',
    group: 'suppliers',
    labels: { continent: CONTINENTS },
    compute: ({ suppliers }) => suppliersByContinent(suppliers.slug, suppliers.continent),
  }),
  stocked_suppliers: gauge({
    help: 'Suppliers that have any goods in stock.',
    group: 'suppliers',
    better: 'up',
    alert: { below: 1, forSeconds: 60, summary: 'No supplier has any goods: the market stands still.' },
    compute: ({ suppliers }) => countAbove(suppliers.stockUnits, 0),
  }),
  supplier_stock_units: gauge({
    help: 'Goods held by suppliers.',
    unit: 'units',
    group: 'suppliers',
    compute: ({ suppliers }) => sum(suppliers.stockUnits),
  }),
});
