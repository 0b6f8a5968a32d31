/**
 * What the lines of a family's series look like: their names, and what stands before and behind the labels of the
 * series. All series of a family share these parts.
 */
import type { LabelPairs, MetricType, RowLayout, StoredFamily } from '../model/family.ts';
import { escapeLabelValue } from '../model/label-text.ts';
import { isLegacyName } from '../model/name-validity.ts';
import { formatBound } from '../model/number.ts';
import type { Exposition } from './content-type.ts';
import type { FamilyLayout } from './document-layout.ts';
import { escapedLabelNames, labelNamesOf } from './label-names.ts';
import { sampleNotation, writeLabels, writeName } from './name-notation.ts';
import { formatCanonicalNumber } from './openmetrics-number.ts';

/** How a family is written in one document. */
export interface FamilyNotation {
  readonly format: Exposition['format'];
  readonly escaping: Exposition['escaping'];
  /** The escaped name of the metric, to which suffixes are added. */
  readonly name: string;
  /** The name to which `_created` is added; undefined where no created timestamps are shown. */
  readonly createdName: string | undefined;
}

/** Returns the notation of a family. It says no more than makes a difference, so that equal texts have equal notations. */
export function notationOf(
  family: StoredFamily,
  { name, familyName }: FamilyLayout,
  exposition: Exposition,
  withCreated: boolean,
): FamilyNotation {
  const { format, escaping } = exposition;
  const hasCreated = withCreated && format === 'openmetrics' && family.row.createdAt !== undefined;
  const needsEscaping = !labelNamesOf(family).every((label) => isLegacyName(label, 'label'));
  return { format, escaping: needsEscaping ? escaping : 'allow-utf-8', name, createdName: hasCreated ? familyName : undefined };
}

/** Whether each series of a family has one line, which then is the same in every format. */
export function hasOneLine({ row }: StoredFamily, { createdName }: FamilyNotation): boolean {
  return row.kind === 'value' && createdName === undefined;
}

/** A line of a series: the name of the sample, and a label that it has besides those of the series. */
interface SampleLine {
  readonly name: string;
  readonly label?: string;
}

/** What all series of a family share. */
export interface LineParts {
  /** What stands before the labels of a series, for each of its lines. */
  readonly before: readonly string[];
  /** The names of these labels, as they are written. */
  readonly labelNames: readonly string[];
  /** What stands behind them. */
  readonly behind: readonly string[];
}

/** Returns the parts of every line of a series: those of its layout, then one for the created timestamp where there is one. */
export function lineParts(family: StoredFamily, notation: FamilyNotation): LineParts {
  const { constLabels, labelNames, row } = family;
  const names = escapedLabelNames(labelNamesOf(family), notation.escaping, family.type);
  const own = names.slice(constLabels.names.length, constLabels.names.length + labelNames.length);
  const constText = writeLabels(names.slice(0, constLabels.names.length), constLabels.values);
  const lines = linesOf(row, notation, names.at(-1)).map((line) => parted(line, constText, own.length > 0));
  return {
    before: lines.map(([before]) => before),
    labelNames: own.map((name) => writeName(name, 'label')),
    behind: lines.map(([, behind]) => behind),
  };
}

/** Writes all labels of a sample, those of its family that are constant included. */
export function sampleLabelText({ names, values }: LabelPairs, escaping: Exposition['escaping'], type: MetricType): string {
  return writeLabels(escapedLabelNames(names, escaping, type), values);
}

/** Writes the label that a bound or quantile is. */
export function boundLabel(name: 'le' | 'quantile', bound: number, format: Exposition['format']): string {
  return `${name}="${format === 'text' ? formatBound(bound) : formatCanonicalNumber(bound)}"`;
}

/** @param lastLabel the escaped name of the last label, that of the states of a state set */
function linesOf(row: RowLayout, { name, format, createdName }: FamilyNotation, lastLabel: string | undefined): SampleLine[] {
  const created = createdName === undefined ? [] : [{ name: `${createdName}_created` }];
  const ends = [{ name: `${name}_sum` }, { name: `${name}_count` }, ...created];
  if (row.kind === 'histogram') {
    const bounds = [...row.buckets, Infinity].map((bound) => ({ name: `${name}_bucket`, label: boundLabel('le', bound, format) }));
    return [...bounds, ...ends];
  }
  if (row.kind === 'summary') return [...row.quantiles.map((q) => ({ name, label: boundLabel('quantile', q, format) })), ...ends];
  if (row.kind === 'value') return [{ name }, ...created];
  const stateLabel = writeName(lastLabel!, 'label');
  return row.states.map((state) => ({ name, label: `${stateLabel}="${escapeLabelValue(state)}"` }));
}

function parted({ name, label = '' }: SampleLine, constText: string, hasLabels: boolean): [before: string, behind: string] {
  const { bare, opening } = sampleNotation(name);
  if (!hasLabels && constText === '' && label === '') return [`${bare} `, ''];
  const before = constText !== '' && (hasLabels || label !== '') ? `${opening}${constText},` : opening + constText;
  return [before, `${hasLabels && label !== '' ? ',' : ''}${label}} `];
}
