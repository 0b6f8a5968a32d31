/** The lines above the samples of a family. */
import type { MetricFamily, MetricType } from '../model/family.ts';
import { escapeLabelValue } from '../model/label-text.ts';
import type { Exposition } from './content-type.ts';
import type { FamilyLayout } from './document-layout.ts';
import { writeName } from './name-notation.ts';
import { unitOf } from './openmetrics-names.ts';
import type { OpenMetricsType } from './openmetrics-names.ts';

/** The text format knows five types; what it does not know is a gauge there. */
const TEXT_TYPES: Readonly<Record<MetricType, string>> = {
  counter: 'counter',
  gauge: 'gauge',
  info: 'gauge',
  stateset: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
};

/** Returns the lines above a family that is shown in one block. */
export function familyHeader({ family, name, familyName }: FamilyLayout, format: Exposition['format']): string {
  if (format === 'openmetrics') return openMetricsHeader(familyName ?? name, familyName === undefined ? 'unknown' : family.type, family);
  const written = writeName(name, 'metric');
  const help = family.help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return `# HELP ${written} ${help}\n# TYPE ${written} ${TEXT_TYPES[family.type]}\n`;
}

/** Returns the lines above a block of OpenMetrics. */
export function openMetricsHeader(name: string, type: OpenMetricsType, { help, unit: givenUnit }: MetricFamily): string {
  const written = writeName(name, 'metric');
  const unit = unitOf(name, type, givenUnit);
  const unitLine = unit === undefined ? '' : `# UNIT ${written} ${unit}\n`;
  // Unlike in the text format, double quotes are escaped here too (section "Escaping").
  return `# TYPE ${written} ${type}\n${unitLine}# HELP ${written} ${escapeLabelValue(help)}\n`;
}
