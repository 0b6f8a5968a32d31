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
 * Returns a function that makes something of an object once, and again only for another object. So lists of label sets
 * keep the identity that `Column.labelSets` asks for. Further arguments are used when it is made, and not compared.
 * @example
 * const byCity = onceFor((cities: readonly string[]) => cities.map((city) => ({ city })));
 * const cities = ['Bern', 'Rome'];
 * byCity(cities) === byCity(cities) // => true
 */
export function onceFor<Key extends object, Rest extends readonly unknown[], Made extends object>(
  make: (key: Key, ...rest: Rest) => Made,
): (key: Key, ...rest: Rest) => Made {
  const known = new WeakMap<Key, Made>();
  return (key, ...rest) => {
    let made = known.get(key);
    if (made === undefined) known.set(key, (made = make(key, ...rest)));
    return made;
  };
}
