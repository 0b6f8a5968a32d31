/** How a family's samples follow from a replayed state. */

import type { ReplayedState } from './replayed-state.ts';
import type { BucketCounts } from './tally.ts';

/** The rest of a sample's name after its family (`''` without labels), and its value, null where it has none. */
export type Samples = Iterable<readonly [suffix: string, value: number | null]>;

export interface Formula {
  /** `exact` for what is counted; `relative` for quotients, which are compared to a relative 1e-12. */
  readonly precision: 'exact' | 'relative';
  /** `closed`: the same samples in every run. `constant`: these, and no run can change them. `open`: a sample for each entity, journaled on request. */
  readonly samples: 'closed' | 'constant' | 'open';
  readonly histogram: boolean;
  readonly compute: (state: ReplayedState) => Samples;
}

type Value = (state: ReplayedState) => number | null;
type Computation = Formula['compute'];

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

const CLOSED = { samples: 'closed', histogram: false } as const;

/** Writes labels in the given order as in the text format: `{continent="europe",strategy="cheapest"}`. */
export function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (character) => ESCAPES[character]!)}"`);
  return `{${pairs.join(',')}}`;
}

/** A single whole number. */
export function integer(value: Value): Formula {
  return integers((state) => [['', value(state)]]);
}

/** A single quotient. */
export function quotient(value: Value): Formula {
  return { ...CLOSED, precision: 'relative', compute: (state) => [['', value(state)]] };
}

/** A single amount of money: `cents` is shown in euros. */
export function euros(cents: Value): Formula {
  return quotient((state) => {
    const value = cents(state);
    return value === null ? null : value / 100;
  });
}

/** One whole number for each combination of label values. */
export function integers(compute: Computation): Formula {
  return { ...CLOSED, precision: 'exact', compute };
}

/** The same family, where no run can change it. */
export function constant(formula: Formula): Formula {
  return { ...formula, samples: 'constant' };
}

/** A sample for each entity. */
export function perEntity(precision: Formula['precision'], compute: Computation): Formula {
  return { samples: 'open', histogram: false, precision, compute };
}

/** A histogram of observations that are counted in `perUnit` parts of the samples' unit: 100 for cents shown as euros. */
export function histogram(counts: (state: ReplayedState) => BucketCounts, perUnit: number): Formula {
  const precision = perUnit === 1 ? 'exact' : 'relative';
  return { samples: 'closed', histogram: true, precision, compute: (state) => histogramSamples(counts(state), perUnit) };
}

function* histogramSamples(counts: BucketCounts, perUnit: number): Samples {
  for (const [index, bound] of counts.bounds.entries()) {
    yield [`_bucket${labels({ le: String(bound / perUnit) })}`, counts.cumulative[index]!];
  }
  yield [`_bucket${labels({ le: '+Inf' })}`, counts.count];
  yield ['_sum', counts.sum / perUnit];
  yield ['_count', counts.count];
}
