/** The texts of families, which live as long as their tables and are shared by all who read them. */
import type { StoredFamily } from '../model/family.ts';
import type { SeriesTable } from '../model/series-table.ts';
import { FamilyText } from './family-text.ts';
import { hasOneLine } from './sample-lines.ts';
import type { FamilyNotation } from './sample-lines.ts';

const texts = new WeakMap<SeriesTable, Map<string, FamilyText>>();

/**
 * Returns the text of a family in one notation.
 * @param table of the moment; the family may have another one by now
 */
export function sharedText(family: StoredFamily, table: SeriesTable, notation: FamilyNotation): FamilyText {
  let known = texts.get(table);
  if (known === undefined) texts.set(table, (known = new Map<string, FamilyText>()));
  const { name, format, escaping, createdName } = notation;
  const key = JSON.stringify([name, hasOneLine(family, notation) ? '' : format, escaping, createdName]);
  let text = known.get(key);
  if (text === undefined) known.set(key, (text = new FamilyText(family, table, notation)));
  return text;
}
