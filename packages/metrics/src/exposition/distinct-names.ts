/**
 * Escaping can make one name of two: `a.b` and `a-b` are both `a_b` under the scheme `underscores`. A document that
 * shows both would hold duplicate series, so names that stand beside each other are escaped together.
 */
import { MetricsError, quoted } from '../model/errors.ts';
import { escapeName } from './escape-name.ts';
import type { EscapingScheme } from './escape-name.ts';
import type { NameKind } from '../model/name-validity.ts';

/** A name to escape with the suffixes it is exposed with: `['']` for itself, `['_bucket', '_sum', '_count']` for a histogram. */
export interface SuffixedName {
  readonly name: string;
  readonly suffixes: readonly string[];
}

/** Under this label the data model keeps the metric's name, so no label may be escaped to it. */
const METRIC_NAME_LABEL = '__name__';

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
  const escaped = entries.map(({ name }) => escapeName(name, scheme, kind));
  const positions = [...entries.keys()];
  const kept = positions.filter((i) => escaped[i] === entries[i]!.name);
  const changed = positions.filter((i) => escaped[i] !== entries[i]!.name);
  for (const i of kept) claim(taken, entries[i]!, escaped[i]!, kind);
  for (const i of changed) {
    const { name, suffixes } = entries[i]!;
    if (suffixes.some((suffix) => taken.has(escaped[i]! + suffix))) escaped[i] = escapeName(name, 'values', kind);
    claim(taken, entries[i]!, escaped[i]!, kind);
  }
  return escaped;
}

/** Enters who is written so, with each suffix. */
function claim(taken: Map<string, string>, { name, suffixes }: SuffixedName, escaped: string, kind: NameKind): void {
  for (const suffix of suffixes) {
    const other = taken.get(escaped + suffix);
    if (other !== undefined) {
      throw new MetricsError(
        kind === 'metric' ? 'ERR_METRIC_NAME' : 'ERR_LABEL_NAME',
        `Exposition: expected ${kind} names that differ when written, got ${quoted(other)} and ${quoted(name)}, which are both written as ${JSON.stringify(escaped + suffix)}. Rename one of them.`,
      );
    }
    taken.set(escaped + suffix, name);
  }
}
