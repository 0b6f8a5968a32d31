/**
 * How names stand in the text format 1.0.0 and in OpenMetrics: legacy names as they are, others in double quotes, and a
 * metric name in quotes inside the braces (prometheus.io, "Exposition formats"). There is no blank after the comma,
 * which the text format allows and Prometheus' OpenMetrics parser refuses.
 */
import { escapeLabelValue } from '../model/label-text.ts';
import { isLegacyName } from '../model/name-validity.ts';
import type { NameKind } from '../model/name-validity.ts';

/** How one sample name is written before its value. */
export interface SampleNotation {
  /** Without labels: `name` or `{"na.me"}`. */
  readonly bare: string;
  /** Before labels: `name{` or `{"na.me",`; behind them follows `}`. */
  readonly opening: string;
}

/** Writes a name as it stands in `# TYPE` and as the name of a label: `name` or `"na.me"`. */
export function writeName(name: string, kind: NameKind): string {
  return isLegacyName(name, kind) ? name : `"${escapeLabelValue(name)}"`;
}

/**
 * Writes labels as `a="x","b.c"="y"`.
 * @param values one per name
 */
export function writeLabels(names: readonly string[], values: readonly string[]): string {
  return names.map((name, i) => `${writeName(name, 'label')}="${escapeLabelValue(values[i] ?? '')}"`).join(',');
}

/** Prepares the notation of a sample name, for all its series. */
export function sampleNotation(name: string): SampleNotation {
  const written = writeName(name, 'metric');
  return written === name ? { bare: name, opening: `${name}{` } : { bare: `{${written}}`, opening: `{${written},` };
}
