import { MetricsError } from '../model/errors.ts';
import type { AnyOptions } from './instrument-kinds.ts';

/**
 * What prom-client takes in a definition, and what there is instead. The compiler refuses these; in JavaScript, a metric
 * whose `collect` nobody calls would say nothing for ever.
 */
const REMEDIES = new Map([
  ['collect', 'Set the metric in a collector, by addCollector().'],
  ['percentiles', 'Call them quantiles.'],
  ['registers', 'A metric belongs to the registry that defines it.'],
]);

/** @throws {MetricsError} ERR_METRIC_OPTIONS for an option of prom-client that would be without effect */
export function checkNoForeignOptions(options: AnyOptions): void {
  for (const [option, remedy] of REMEDIES) {
    if (!(option in options)) continue;
    throw new MetricsError('ERR_METRIC_OPTIONS', `Metric ${JSON.stringify(options.name)}: there is no option "${option}". ${remedy}`);
  }
}
