/** Names in OpenMetrics 1.0: a family has no suffix, its samples have one that their type prescribes, a unit ends the name. */
import type { MetricType } from '../model/family.ts';

/** The types of OpenMetrics 1.0 (section "Metric Types") that are written here. */
export type OpenMetricsType = MetricType | 'unknown';

/** The suffix that is part of a metric's name here, and not of the family's name there. */
const NAME_SUFFIX: Partial<Record<OpenMetricsType, string>> = { counter: '_total', info: '_info' };

/** Suffixes that a family of the type reserves besides its own name, whether it shows such samples or not. */
const RESERVED_SUFFIXES: Readonly<Record<OpenMetricsType, readonly string[]>> = {
  unknown: [],
  gauge: [],
  counter: ['_total', '_created'],
  stateset: [],
  info: ['_info'],
  histogram: ['_bucket', '_sum', '_count', '_created'],
  summary: ['_sum', '_count', '_created'],
};

/** Only these stand unquoted and in one word behind `# UNIT`. */
const UNIT = /^[a-zA-Z0-9_:]+$/;

/**
 * Returns the name of the family: `foo` for the counter `foo_total` and for the info `foo_info`, other names as they are
 * (section "Suffixes"). Undefined where the type demands a suffix that the name does not have, or where nothing is left;
 * such a metric can only be shown as `unknown`.
 */
export function familyNameOf(name: string, type: OpenMetricsType): string | undefined {
  const suffix = NAME_SUFFIX[type];
  if (suffix === undefined) return name;
  return name.endsWith(suffix) && name.length > suffix.length ? name.slice(0, -suffix.length) : undefined;
}

/** Returns all names that no other family of the document may have or use for a sample, the family's own first. */
export function reservedNames(familyName: string, type: OpenMetricsType): string[] {
  return [familyName, ...RESERVED_SUFFIXES[type].map((suffix) => familyName + suffix)];
}

/**
 * Returns the unit that `# UNIT` may give the family, or undefined: the name must end in `_<unit>`, and info and state
 * set have none (section "Unit"). A unit that does not fit is left out, since readers refuse the document otherwise.
 */
export function unitOf(familyName: string, type: OpenMetricsType, unit: string | undefined): string | undefined {
  if (unit === undefined || type === 'info' || type === 'stateset') return undefined;
  return UNIT.test(unit) && familyName.endsWith(`_${unit}`) ? unit : undefined;
}
