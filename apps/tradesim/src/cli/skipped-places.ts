import type { JournalCorruption } from '@tradesim/metrics/journal';

/**
 * Returns what tells of each place of a journal that is left out, once however often it is read; undefined where none is.
 */
export function skippedPlaces(isSkipping: boolean, say: (text: string) => void): ((corruption: JournalCorruption) => void) | undefined {
  if (!isSkipping) return undefined;
  const told = new Set<string>();
  return ({ file, line, offset, reason }) => {
    const text = `Left out ${file}, line ${line}, byte ${offset}: ${reason}.`;
    if (told.has(text)) return;
    told.add(text);
    say(text);
  };
}
