/** Whether the recomputation covers what is exposed, and whether the runs exercise what is recomputed. */

import type { CheckResult } from './check-run.ts';
import { readExposition } from './exposition.ts';
import { FAMILIES, FORMULAS, PREFIX, sampleFamily } from './families.ts';
import { FAILURE_REASONS, SUMMARY_KINDS } from './records.ts';

/** Families, without prefix, that are measured and not simulated: nothing in the journal could recompute them. */
const MEASURED_FAMILIES: readonly string[] = [
  'temps_simulation_seconds',
  'turn_duration_seconds',
  'turns_per_second',
  'cpu_usage_percent',
  'memory_usage_bytes',
  'metric_errors_total',
  'run_active',
];

/** Beginnings of the names, without prefix, of families that the library measures of itself. */
const MEASURED_PREFIXES: readonly string[] = ['journal_', 'registry_', 'scrape_'];

const EVENT_KINDS: readonly string[] = [
  ...SUMMARY_KINDS,
  'price_changed inflation',
  'price_changed return',
  'stock_added restock',
  'stock_added supplier_recharge',
  'product_switched on',
  'product_switched off',
];

/** Returns the families in a body of `/metrics` that are neither recomputed nor measured, by their full names. */
export function unexplainedFamilies(exposition: string): string[] {
  const explained = new Set([...FAMILIES, ...MEASURED_FAMILIES].map((family) => PREFIX + family));
  const isExplained = (name: string): boolean =>
    explained.has(name) || MEASURED_PREFIXES.some((prefix) => name.startsWith(PREFIX + prefix));
  return [...readExposition(exposition).families].filter((name) => !isExplained(name)).toSorted();
}

/** Returns what no run had: kinds of events, failure reasons, families, and samples whose value changed. */
export function neverSeen(results: readonly CheckResult[]): string[] {
  const union = (part: keyof CheckResult['seen']): Set<string> => new Set(results.flatMap(({ seen }) => [...seen[part]]));
  const kinds = union('eventKinds');
  const reasons = union('failureReasons');
  return [
    ...EVENT_KINDS.filter((kind) => !kinds.has(kind)).map((kind) => `event ${kind}: expected in a run, got none`),
    ...FAILURE_REASONS.filter((reason) => !reasons.has(reason)).map((reason) => `failure reason ${reason}: expected in a run, got none`),
    ...neverChanged(union('samples'), union('changed')),
  ];
}

function neverChanged(samples: ReadonlySet<string>, changed: ReadonlySet<string>): string[] {
  const changedFamilies = new Set(Array.from(changed, sampleFamily));
  const families = new Set(Array.from(samples, sampleFamily));
  const absent = FAMILIES.filter((family) => !families.has(family)).map((family) => `${PREFIX}${family}: expected in a run, got none`);
  const frozen = [...samples].filter((sample) => {
    const kind = FORMULAS.get(sampleFamily(sample))?.samples;
    return kind === 'open' ? !changedFamilies.has(sampleFamily(sample)) : kind === 'closed' && !changed.has(sample);
  });
  return [...absent, ...frozen.map((sample) => `${sample}: expected to change in a run, got one value`)];
}
