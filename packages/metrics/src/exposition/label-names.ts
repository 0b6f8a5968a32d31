/** What the labels of a family's samples are called in one document. */
import { storedFamilies } from '../model/family.ts';
import type { MetricFamily, MetricType } from '../model/family.ts';
import { escapeDistinctly } from './distinct-names.ts';
import type { EscapingScheme } from './escape-name.ts';

/**
 * Escapes the names of a sample's labels so that they stay different. Of a state set, the last is the label whose value is
 * the state: where two would become one it has precedence, since OpenMetrics wants it to be called as the family.
 */
export function escapedLabelNames(names: readonly string[], escaping: EscapingScheme, type: MetricType): string[] {
  const precedence = type === 'stateset' ? [...names.slice(-1), ...names.slice(0, -1)] : names;
  const suffixed = precedence.map((name) => ({ name, suffixes: [''] }));
  const [first, ...others] = escapeDistinctly(suffixed, escaping, 'label');
  if (first === undefined) return [];
  return type === 'stateset' ? [...others, first] : [first, ...others];
}

/** Returns the names of all labels that the samples of a family have, bounds and quantiles aside, not escaped. */
export function labelNamesOf(family: MetricFamily): readonly string[] {
  const [stored] = storedFamilies(family);
  if (stored !== undefined) {
    const { constLabels, labelNames, type, name } = stored;
    return [...constLabels.names, ...labelNames, ...(type === 'stateset' ? [name] : [])];
  }
  let seen: readonly string[] = [];
  family.visit({ sample: (_, { names }) => (seen = names) });
  return seen;
}
