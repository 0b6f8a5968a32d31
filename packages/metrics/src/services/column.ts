import type { LabelSet } from '../model/labels.ts';

/** Values of several series as columns: row `i` of `values` belongs to `labelSets[i]`. NaN means no value. */
export interface Column<Labels extends LabelSet = LabelSet> {
  /** Keeps its identity for as long as the rows stay the same; a new list costs a look-up per row. */
  readonly labelSets: readonly Labels[];
  /** At least as long as `labelSets`. Read before the next turn, never kept. */
  readonly values: ArrayLike<number>;
}

type Combination<Domains extends Readonly<Record<string, readonly string[]>>> = { readonly [Name in keyof Domains]: Domains[Name][number] };

/**
 * Returns every combination of label values, the last label running fastest.
 * @example combinations({ strategy: ['cheapest', 'by_type'], outcome: ['bought', 'failed'] })[1] // => { strategy: 'cheapest', outcome: 'failed' }
 */
export function combinations<const Domains extends Readonly<Record<string, readonly string[]>>>(
  domains: Domains,
): readonly Combination<Domains>[] {
  let rows: LabelSet[] = [{}];
  for (const [name, values] of Object.entries(domains)) rows = rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
  return rows as unknown as readonly Combination<Domains>[];
}

/**
 * Returns a function that makes the label sets of a list once, and again only for another list: it keeps the identity
 * that `Column.labelSets` asks for. Further arguments are used when they are made, and not compared.
 * @example
 * const byCity = labelSetsOf((cities: readonly string[]) => cities.map((city) => ({ city })));
 * const cities = ['Bern', 'Rome'];
 * byCity(cities) === byCity(cities) // => true
 */
export function labelSetsOf<Key extends object, Rest extends readonly unknown[], Labels extends LabelSet>(
  make: (key: Key, ...rest: Rest) => readonly Labels[],
): (key: Key, ...rest: Rest) => readonly Labels[] {
  const made = new WeakMap<Key, readonly Labels[]>();
  return (key, ...rest) => {
    let labelSets = made.get(key);
    if (labelSets === undefined) made.set(key, (labelSets = make(key, ...rest)));
    return labelSets;
  };
}
