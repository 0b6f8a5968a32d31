/** The text of `/metrics` at the end of a hand-made run, with a type for each family. */

import type { MetricsRecord } from './records.ts';

const MEASURED = `# HELP tradesim_temps_simulation_seconds Duration of a turn.
# TYPE tradesim_temps_simulation_seconds histogram
tradesim_temps_simulation_seconds_bucket{le="0.1"} 20
tradesim_temps_simulation_seconds_bucket{le="+Inf"} 20
tradesim_temps_simulation_seconds_sum 0.02
tradesim_temps_simulation_seconds_count 20
# TYPE tradesim_journal_bytes_total counter
tradesim_journal_bytes_total{file="metrics"} 4096
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 1.5
`;

/** Writes the values of a metrics record as the text format does; a sample without a value is absent. */
export function tinyExposition({ metrics }: MetricsRecord): string {
  const lines = new Set<string>();
  for (const [sample, value] of Object.entries(metrics)) {
    const name = sample.replace(/\{.*$/, '');
    const isHistogram = /^tradesim_purchase_(amount_euros|quantity_units)_/.test(name);
    lines.add(
      isHistogram
        ? `# TYPE ${name.replace(/_(bucket|sum|count)$/, '')} histogram`
        : `# TYPE ${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}`,
    );
    if (value !== null) lines.add(`${sample} ${value}`);
  }
  return `${[...lines].join('\n')}\n${MEASURED}`;
}
