/** Every family that is recomputed, without its prefix, with its formula. */

import { activityFormulas } from './activity-formulas.ts';
import { companyFormulas } from './company-formulas.ts';
import type { Formula } from './formula.ts';
import { marketFormulas } from './market-formulas.ts';
import type { ReplayedState } from './replayed-state.ts';

/** What the name of every metric of the application begins with. */
export const PREFIX = 'tradesim_';

export const FORMULAS: ReadonlyMap<string, Formula> = new Map(
  Object.entries({ ...companyFormulas, ...marketFormulas, ...activityFormulas }),
);

/** The names of the recomputed families, without their prefix. */
export const FAMILIES: readonly string[] = [...FORMULAS.keys()];

const HISTOGRAMS: ReadonlySet<string> = new Set(FAMILIES.filter((family) => FORMULAS.get(family)?.histogram));

export interface ExpectedSample {
  readonly value: number | null;
  readonly precision: Formula['precision'];
}

/** Computes the value of every sample at a turn, by full sample name. `entities` tells whether to include one sample for each entity. */
export function expectedSamples(state: ReplayedState, { entities }: { readonly entities: boolean }): Map<string, ExpectedSample> {
  const samples = new Map<string, ExpectedSample>();
  for (const [family, formula] of FORMULAS) {
    if (formula.samples === 'open' && !entities) continue;
    for (const [suffix, value] of formula.compute(state)) {
      const precision = /^_(bucket|count)/.test(suffix) ? 'exact' : formula.precision;
      samples.set(`${PREFIX}${family}${suffix}`, { value, precision });
    }
  }
  return samples;
}

/** Returns the name of a sample's family, without its prefix, whether it is recomputed or not. */
export function sampleFamily(sample: string): string {
  const name = sample.replace(/\{.*$/s, '').replace(PREFIX, '');
  const base = name.replace(/_(bucket|sum|count)$/, '');
  return HISTOGRAMS.has(base) ? base : name;
}
