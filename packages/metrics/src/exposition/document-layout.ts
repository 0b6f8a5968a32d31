/**
 * Decides under which names and types a document shows its families. OpenMetrics reserves more names than the text
 * format: the counter `orders_total` reserves `orders` and `orders_created`, so a gauge `orders` beside it is refused by
 * strict readers. Since both are good metrics, neither is lost: a family that cannot have its type is shown as `unknown`,
 * one block per sample name. Its samples are the same as in the text format.
 */
import { SAMPLE_SUFFIXES } from '../model/family.ts';
import type { MetricFamily, MetricType } from '../model/family.ts';
import type { Exposition } from './content-type.ts';
import { escapeDistinctly } from './distinct-names.ts';
import type { EscapingScheme } from './escape-name.ts';
import { escapedLabelNames, labelNamesOf } from './label-names.ts';
import { familyNameOf, reservedNames } from './openmetrics-names.ts';

/** One family with the names it is shown under. */
export interface FamilyLayout {
  readonly family: MetricFamily;
  /** The escaped name, to which the suffixes of the samples are added. */
  readonly name: string;
  /** The name of the family's block; undefined where OpenMetrics shows it as `unknown`. */
  readonly familyName: string | undefined;
}

/**
 * Lays out the families of one document, in their order. Names are escaped as `escapeDistinctly` says.
 * @throws {MetricsError} ERR_METRIC_NAME when two families would show the same sample name
 */
export function layOut(families: readonly MetricFamily[], { format, escaping }: Pick<Exposition, 'format' | 'escaping'>): FamilyLayout[] {
  const suffixed = families.map(({ name, type }) => ({ name, suffixes: SAMPLE_SUFFIXES[type] }));
  const names = escapeDistinctly(suffixed, escaping, 'metric');
  if (format === 'text') return families.map((family, i) => ({ family, name: names[i]!, familyName: names[i]! }));
  const taken = new Set(suffixed.flatMap(({ suffixes }, i) => suffixes.map((suffix) => names[i]! + suffix)));
  return families.map((family, i) => {
    const name = names[i]!;
    return { family, name, familyName: canNameStates(family, name, escaping) ? reserve(name, family.type, taken) : undefined };
  });
}

/** Whether the label of a state set can be called as the family, which it is not where another label is, or for a colon. */
function canNameStates(family: MetricFamily, name: string, escaping: EscapingScheme): boolean {
  return family.type !== 'stateset' || escapedLabelNames(labelNamesOf(family), escaping, family.type).at(-1) === name;
}

/** Returns the name of the family when all names it reserves are free, and takes them. */
function reserve(name: string, type: MetricType, taken: Set<string>): string | undefined {
  const familyName = familyNameOf(name, type);
  if (familyName === undefined) return undefined;
  const own = new Set(SAMPLE_SUFFIXES[type].map((suffix) => name + suffix));
  const reserved = reservedNames(familyName, type).filter((reservedName) => !own.has(reservedName));
  if (reserved.some((reservedName) => taken.has(reservedName))) return undefined;
  for (const reservedName of reserved) taken.add(reservedName);
  return familyName;
}
