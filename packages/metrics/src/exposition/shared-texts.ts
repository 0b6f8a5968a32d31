/** The texts of families, which live as long as their tables and are shared by all who read them. */
import type { StoredFamily } from '../model/family.ts';
import { isLegacyName } from '../model/name-validity.ts';
import type { SeriesTable } from '../model/series-table.ts';
import { FamilyText } from './family-text.ts';
import type { FamilyNotation } from './sample-lines.ts';

const texts = new WeakMap<SeriesTable, Map<string, FamilyText>>();

/**
 * Returns the text of a family in one notation.
 * @param table of the moment; the family may have another one by now
 */
export function sharedText(family: StoredFamily, table: SeriesTable, notation: FamilyNotation): FamilyText {
  let known = texts.get(table);
  if (known === undefined) texts.set(table, (known = new Map<string, FamilyText>()));
  const key = keyOf(family, notation);
  let text = known.get(key);
  if (text === undefined) known.set(key, (text = new FamilyText(family, table, notation)));
  return text;
}

/** What makes the lines of a family differ: a value has the same line in every format, and most names need no escaping. */
function keyOf(family: StoredFamily, { name, format, escaping, createdName }: FamilyNotation): string {
  const { row } = family;
  const hasOneLine = row.kind === 'value' && (createdName === undefined || row.createdAt === undefined);
  const shape = hasOneLine ? [] : [format, createdName];
  return JSON.stringify([name, isEscaped(family) ? escaping : null, ...shape]);
}

/** Whether the name of a label is written in different ways; a state set has its own name as a label. */
function isEscaped({ name, row, constLabels, labelNames }: StoredFamily): boolean {
  const names = [...constLabels.names, ...labelNames, ...(row.kind === 'states' ? [name] : [])];
  return !names.every((each) => isLegacyName(each, 'label'));
}
