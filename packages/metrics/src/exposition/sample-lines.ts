/**
 * What the lines of a family's series look like: their names, and what stands before and behind the labels of the
 * series. All series of a family share these parts.
 */
import type { LabelPairs, RowLayout, StoredFamily } from '../model/family.ts';
import { escapeLabelValue } from '../model/label-text.ts';
import { formatBound } from '../model/number.ts';
import type { Exposition } from './content-type.ts';
import { escapeDistinctly } from './distinct-names.ts';
import type { FamilyLayout } from './document-layout.ts';
import { escapeName } from './escape-name.ts';
import { sampleNotation, writeLabels, writeName } from './name-notation.ts';
import { formatCanonicalNumber } from './openmetrics-number.ts';

/** How a family is written in one document. */
export interface FamilyNotation {
  readonly format: Exposition['format'];
  readonly escaping: Exposition['escaping'];
  /** The escaped name of the family, to which suffixes are added. */
  readonly name: string;
  /** The name to which `_created` is added; undefined where the document shows no created timestamps. */
  readonly createdName: string | undefined;
}

export function notationOf({ name, familyName }: FamilyLayout, { format, escaping }: Exposition, withCreated: boolean): FamilyNotation {
  return { format, escaping, name, createdName: withCreated && format === 'openmetrics' ? familyName : undefined };
}

/** A line of a series: the name of the sample, and a label that it has besides those of the series. */
interface SampleLine {
  readonly name: string;
  readonly label?: string;
}

/** What stands before and behind the labels of a series, for each of its lines. */
export interface LineParts {
  readonly before: readonly string[];
  readonly behind: readonly string[];
}

/** Returns the names of a family's own labels as they are written. */
export function writtenLabelNames({ constLabels, labelNames }: StoredFamily, { escaping }: FamilyNotation): readonly string[] {
  return escapedLabelNames([...constLabels.names, ...labelNames], escaping)
    .slice(constLabels.names.length)
    .map((name) => writeName(name, 'label'));
}

/** Returns the parts of every line of a series: those of its layout, then one for the created timestamp where there is one. */
export function lineParts(family: StoredFamily, notation: FamilyNotation): LineParts {
  const constText = constLabelText(family, notation);
  const hasLabels = family.labelNames.length > 0;
  const lines = linesOf(family.row, family.name, notation).map((line) => parted(line, constText, hasLabels));
  return { before: lines.map(([before]) => before), behind: lines.map(([, behind]) => behind) };
}

/** Writes all labels of a sample, those of its family that are constant included. */
export function sampleLabelText({ names, values }: LabelPairs, escaping: Exposition['escaping']): string {
  return writeLabels(escapedLabelNames(names, escaping), values);
}

/** Writes the label that a bound or quantile is. */
export function boundLabel(name: 'le' | 'quantile', bound: number, format: Exposition['format']): string {
  return `${name}="${format === 'text' ? formatBound(bound) : formatCanonicalNumber(bound)}"`;
}

function escapedLabelNames(names: readonly string[], escaping: Exposition['escaping']): string[] {
  return escapeDistinctly(
    names.map((name) => ({ name, suffixes: [''] })),
    escaping,
    'label',
  );
}

function constLabelText({ constLabels, labelNames }: StoredFamily, { escaping }: FamilyNotation): string {
  const names = escapedLabelNames([...constLabels.names, ...labelNames], escaping);
  return writeLabels(names.slice(0, constLabels.names.length), constLabels.values);
}

function linesOf(row: RowLayout, familyName: string, { name, format, escaping, createdName }: FamilyNotation): SampleLine[] {
  const created = createdName === undefined || row.createdAt === undefined ? [] : [{ name: `${createdName}_created` }];
  const ends = [{ name: `${name}_sum` }, { name: `${name}_count` }, ...created];
  if (row.kind === 'histogram') {
    const bounds = [...row.buckets, Infinity].map((bound) => ({ name: `${name}_bucket`, label: boundLabel('le', bound, format) }));
    return [...bounds, ...ends];
  }
  if (row.kind === 'summary') return [...row.quantiles.map((q) => ({ name, label: boundLabel('quantile', q, format) })), ...ends];
  if (row.kind === 'value') return [{ name }, ...created];
  const stateLabel = writeName(escapeName(familyName, escaping, 'label'), 'label');
  return row.states.map((state) => ({ name, label: `${stateLabel}="${escapeLabelValue(state)}"` }));
}

function parted({ name, label = '' }: SampleLine, constText: string, hasLabels: boolean): [before: string, behind: string] {
  const { bare, opening } = sampleNotation(name);
  if (!hasLabels && constText === '' && label === '') return [`${bare} `, ''];
  const before = constText !== '' && (hasLabels || label !== '') ? `${opening}${constText},` : opening + constText;
  return [before, `${hasLabels && label !== '' ? ',' : ''}${label}} `];
}
