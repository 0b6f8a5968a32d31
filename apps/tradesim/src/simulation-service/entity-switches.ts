import type { Snapshot } from '../domain/snapshot.ts';
import type { Scenario } from '../scenarios/index.ts';

/** Above this many entities of a kind, a metric with a series each is off unless the scenario switches it on. */
const MAX_ENTITIES_BY_DEFAULT = 1000;

/** Returns the kinds of entity whose metrics this run leaves out. */
export function entitiesLeftOut(scenario: Scenario, { companies, products, lines }: Snapshot): ReadonlySet<string> {
  const { companySeries, productSeries, supplierLineSeries } = scenario.metrics;
  const switches = [
    { entity: 'company', setting: companySeries, count: companies.count },
    { entity: 'product', setting: productSeries, count: products.count },
    { entity: 'supplier_line', setting: supplierLineSeries, count: lines.count },
  ];
  const isOff = ({ setting, count }: { setting: string; count: number }): boolean =>
    setting === 'off' || (setting === 'auto' && count > MAX_ENTITIES_BY_DEFAULT);
  return new Set(switches.filter(isOff).map(({ entity }) => entity));
}
