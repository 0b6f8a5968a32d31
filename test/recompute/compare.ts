/** Compares recomputed samples with those of a metrics record or of `/metrics`. */

import type { ExpectedSample } from './families.ts';
import { FORMULAS, sampleFamily } from './families.ts';
import type { Exposition } from './exposition.ts';
import type { Findings } from './findings.ts';
import type { MetricsRecord } from './records.ts';

const RELATIVE_TOLERANCE = 1e-12;

type ExpectedSamples = ReadonlyMap<string, ExpectedSample>;

/** Whether a sample has the recomputed value: the same number where it was counted, to a relative 1e-12 where it is a quotient. */
function agrees({ value, precision }: ExpectedSample, got: unknown): boolean {
  if (value === null || typeof got !== 'number') return value === got;
  if (precision === 'exact') return value === got;
  return Math.abs(value - got) <= RELATIVE_TOLERANCE * Math.max(Math.abs(value), Math.abs(got));
}

/** Compares a metrics record with the samples it must have, these and no others. Returns the number of samples compared. */
export function compareRecord(record: MetricsRecord, expected: ExpectedSamples, findings: Findings): number {
  const got = new Map(Object.entries(record.metrics));
  for (const [sample, wanted] of expected) {
    const subject = `turn ${record.turn}, ${sample}`;
    if (!got.has(sample)) findings.add(subject, String(wanted.value), 'no such sample');
    else if (!agrees(wanted, got.get(sample))) findings.add(subject, String(wanted.value), got.get(sample));
  }
  for (const [sample, value] of got) {
    if (!expected.has(sample)) findings.add(`turn ${record.turn}, ${sample}`, 'no such sample', value);
  }
  return expected.size;
}

/**
 * Compares a body of `/metrics` with the samples of its turn, those for each entity included. Returns the number of samples compared.
 * A sample without a value must be absent, and a whole family of samples for each entity may be.
 */
export function compareExposition(exposition: Exposition, expected: ExpectedSamples, findings: Findings): number {
  const turn = exposition.samples.get('tradesim_turn');
  const exposed = new Set(Array.from(exposition.samples.keys(), sampleFamily));
  for (const [sample, wanted] of expected) {
    const family = sampleFamily(sample);
    const got = exposition.samples.get(sample) ?? null;
    if (FORMULAS.get(family)?.samples === 'open' && !exposed.has(family)) continue;
    if (!agrees(wanted, got)) findings.add(`/metrics at turn ${turn}, ${sample}`, String(wanted.value), got);
  }
  for (const [sample, value] of exposition.samples) {
    if (FORMULAS.has(sampleFamily(sample)) && !expected.has(sample))
      findings.add(`/metrics at turn ${turn}, ${sample}`, 'no such sample', value);
  }
  return expected.size;
}
