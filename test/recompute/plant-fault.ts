/** Plants faults in metrics records, to show that the comparison finds them: in the records of any run, one family at a time. */

import { FORMULAS, sampleFamily } from './families.ts';
import type { MetricsRecord } from './records.ts';

/**
 * `value`: a sample of the middle turn is wrong, by 1 where it is counted and by 0.01 where it is a quotient or money.
 * `freeze`: the family keeps its values from the first turn after which they would change.
 * `drop`: a sample of the middle turn is missing. `shift`: the family's values stand in the record of the next turn.
 */
export const METRIC_FAULTS = ['value', 'freeze', 'drop', 'shift'] as const;
export type MetricFault = (typeof METRIC_FAULTS)[number];

type Values = Record<string, number | null>;

/**
 * Returns a copy of the records with a fault in one family, named without its prefix.
 * Returns null where there is nothing to plant: the run has no sample of the family, or a `freeze` or `shift` would change no value.
 */
export function plantFault(records: readonly MetricsRecord[], family: string, fault: MetricFault = 'value'): MetricsRecord[] | null {
  const samples = Object.keys(records[0]?.metrics ?? {}).filter((sample) => sampleFamily(sample) === family);
  const sample = samples.at(-1);
  if (sample === undefined) return null;
  if (fault === 'freeze') return freeze(records, samples);
  if (fault === 'shift') return shift(records, samples);
  return records.with(records.length >> 1, spoil(records[records.length >> 1]!, sample, fault));
}

function spoil(record: MetricsRecord, sample: string, fault: 'value' | 'drop'): MetricsRecord {
  const metrics: Values = { ...record.metrics };
  const isCounted = FORMULAS.get(sampleFamily(sample))?.precision === 'exact';
  if (fault === 'drop') delete metrics[sample];
  else metrics[sample] = (metrics[sample] ?? 0) + (isCounted ? 1 : 0.01);
  return { ...record, metrics };
}

function freeze(records: readonly MetricsRecord[], samples: readonly string[]): MetricsRecord[] | null {
  const next = records.findIndex((record, index) => index > 0 && differs(record, records[index - 1]!, samples));
  if (next === -1) return null;
  return records.map((record, index) => (index < next ? record : withValuesOf(record, records[next - 1]!, samples)));
}

function shift(records: readonly MetricsRecord[], samples: readonly string[]): MetricsRecord[] | null {
  const shifted = records.map((record, index) => withValuesOf(record, records[Math.max(0, index - 1)]!, samples));
  return shifted.some((record, index) => differs(record, records[index]!, samples)) ? shifted : null;
}

function differs(a: MetricsRecord, b: MetricsRecord, samples: readonly string[]): boolean {
  return samples.some((sample) => a.metrics[sample] !== b.metrics[sample]);
}

function withValuesOf(record: MetricsRecord, source: MetricsRecord, samples: readonly string[]): MetricsRecord {
  const values = samples.map((sample) => [sample, source.metrics[sample] ?? null]);
  return { ...record, metrics: { ...record.metrics, ...(Object.fromEntries(values) as Values) } };
}
