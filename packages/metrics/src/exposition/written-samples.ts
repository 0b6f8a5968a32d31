/**
 * The text of a family that hands out samples only, or that must be shown in several blocks. It is written anew at each
 * scrape, when the document is begun.
 */
import type { MetricFamily, SampleSink } from '../model/family.ts';
import { formatValue } from '../model/number.ts';
import type { Exposition } from './content-type.ts';
import type { FamilyLayout } from './document-layout.ts';
import { familyHeader, openMetricsHeader } from './family-header.ts';
import type { Moment } from './moment.ts';
import { sampleNotation } from './name-notation.ts';
import { boundLabel, sampleLabelText } from './sample-lines.ts';

/** Returns the whole text that a family had in a moment; empty when it had no samples. */
export function writtenFamily(layout: FamilyLayout, moment: Moment, exposition: Exposition): string {
  const blocks = new Map<string, string>();
  moment.visit(
    layout.family,
    sampleWriter(layout, exposition, (sampleName, line) => blocks.set(sampleName, (blocks.get(sampleName) ?? '') + line)),
  );
  if (blocks.size === 0) return '';
  if (layout.familyName !== undefined) return familyHeader(layout, exposition.format) + [...blocks.values()].join('');
  return Array.from(blocks, ([name, lines]) => openMetricsHeader(name, 'unknown', layout.family) + lines).join('');
}

/** Writes one line per sample, and tells whose block it belongs to. */
function sampleWriter(
  { family, name, familyName }: FamilyLayout,
  { format, escaping }: Exposition,
  write: (blockName: string, line: string) => void,
): SampleSink {
  const isStrict = format === 'openmetrics';
  const allows = isStrict ? strictness(family) : () => true;
  const boundName = family.type === 'summary' ? 'quantile' : 'le';
  return {
    sample(suffix, labels, bound, value) {
      if (!allows(suffix, bound, value)) return;
      const { bare, opening } = sampleNotation(name + suffix);
      const boundText = bound === undefined ? [] : [boundLabel(boundName, bound, format)];
      const text = [sampleLabelText(labels, escaping, family.type), ...boundText].filter((part) => part !== '').join(',');
      write(familyName ?? name + suffix, `${text === '' ? bare : `${opening}${text}}`} ${formatValue(value)}\n`);
    },
  };
}

/** Tells, sample by sample in their order, which ones OpenMetrics allows. */
function strictness({ type }: MetricFamily): (suffix: string, bound: number | undefined, value: number) => boolean {
  let hasNegativeBound = false;
  let sumIsCounter = true;
  return (suffix, bound, value) => {
    if (type === 'summary') return suffix === '_count' || (suffix === '_sum' ? value >= 0 : !(value < 0));
    if (type !== 'histogram') return true;
    if (bound !== undefined && bound < 0) hasNegativeBound = true;
    if (suffix === '_sum') sumIsCounter = !hasNegativeBound && value >= 0;
    return suffix === '_bucket' || sumIsCounter;
  };
}
