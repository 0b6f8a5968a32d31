/**
 * Escaping can make one name of two: `a.b` and `a-b` are both `a_b` under the scheme `underscores`. A document that
 * shows both would hold duplicate series, so names that stand beside each other are escaped together.
 */
import { MetricsError, quoted } from '../model/errors.ts';
import { escapeName } from './escape-name.ts';
import type { EscapingScheme } from './escape-name.ts';
import type { NameKind } from '../model/name-validity.ts';

/** Names that a scheme makes one of. */
export interface NameCollision {
  readonly escaped: string;
  /** At least two different names, in the order given. */
  readonly names: readonly string[];
}

/** A name to escape with the suffixes it is exposed with: `['']` for itself, `['_bucket', '_sum', '_count']` for a histogram. */
export interface SuffixedName {
  readonly name: string;
  readonly suffixes: readonly string[];
}

/** Under this label the data model keeps the metric's name, so no label may be escaped to it. */
const METRIC_NAME_LABEL = '__name__';

/**
 * Returns which of `names` the scheme makes one of, so that a registry can refuse them at definition; an empty list when
 * none. Among label names, `__name__` counts as given.
 */
export function nameCollisions(names: readonly string[], scheme: EscapingScheme, kind: NameKind): NameCollision[] {
  const namesOf = new Map<string, string[]>();
  for (const name of new Set(kind === 'label' ? [METRIC_NAME_LABEL, ...names] : names)) {
    const escaped = escapeName(name, scheme, kind);
    const others = namesOf.get(escaped);
    if (others === undefined) namesOf.set(escaped, [name]);
    else others.push(name);
  }
  return Array.from(namesOf, ([escaped, group]) => ({ escaped, names: group })).filter((collision) => collision.names.length > 1);
}

/**
 * Escapes names that stand beside each other so that they stay different, with all their suffixes: names that need no
 * escaping keep theirs; of those that the scheme makes one of, the first is written as the scheme says and the others as
 * `values` says, which makes no two names one. So nothing is lost, and a name that is added at the end renames no other.
 * @returns the escaped names in the order given
 * @throws {MetricsError} ERR_METRIC_NAME or ERR_LABEL_NAME when a name is given twice, or when what `values` makes of
 * one is another's own name
 */
export function escapeDistinctly(entries: readonly SuffixedName[], scheme: EscapingScheme, kind: NameKind): string[] {
  const taken = new Map<string, string>(kind === 'label' ? [[METRIC_NAME_LABEL, METRIC_NAME_LABEL]] : []);
  const escapedNames = entries.map(({ name }) => escapeName(name, scheme, kind));
  const take = (i: number, name: string): void => {
    const entry = entries[i]!;
    for (const suffix of entry.suffixes) claim(taken, name + suffix, { owner: entry.name, kind });
    escapedNames[i] = name;
  };
  const isChanged = (i: number): boolean => escapedNames[i] !== entries[i]!.name;
  const positions = [...entries.keys()];
  const changed = positions.filter(isChanged);
  for (const i of positions) if (!isChanged(i)) take(i, entries[i]!.name);
  for (const i of changed) {
    const { name, suffixes } = entries[i]!;
    const isFree = suffixes.every((suffix) => !taken.has(escapedNames[i]! + suffix));
    take(i, isFree ? escapedNames[i]! : escapeName(name, 'values', kind));
  }
  return escapedNames;
}

function claim(taken: Map<string, string>, escaped: string, { owner, kind }: { readonly owner: string; readonly kind: NameKind }): void {
  const other = taken.get(escaped);
  if (other !== undefined) {
    throw new MetricsError(
      kind === 'metric' ? 'ERR_METRIC_NAME' : 'ERR_LABEL_NAME',
      `Exposition: expected ${kind} names that differ when written, got ${quoted(other)} and ${quoted(owner)}, which are both written as ${JSON.stringify(escaped)}. Rename one of them.`,
    );
  }
  taken.set(escaped, owner);
}
