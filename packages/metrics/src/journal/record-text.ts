/** A record as it was written: one JSON object. */
export type JournalRecord = Readonly<Record<string, unknown>>;

/** Returns the record of a line, or what is wrong with it. */
export function recordOf(text: string | undefined): JournalRecord | 'not-utf8' | 'not-json' | 'not-object' {
  if (text === undefined) return 'not-utf8';
  try {
    const record: unknown = JSON.parse(text);
    return typeof record === 'object' && record !== null && !Array.isArray(record) ? (record as JournalRecord) : 'not-object';
  } catch {
    return 'not-json';
  }
}
