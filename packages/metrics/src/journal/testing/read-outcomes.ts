import type { JournalCorruption } from '../corruption.ts';
import { reading } from '../journal-reader.ts';
import type { ReadJournalOptions } from '../read-options.ts';
import type { MemoryFiles } from './memory-files.ts';

/** Reads x.jsonl. Returns the `seq` of each record, and each place that was left out, in their order. */
export async function outcomesOf(files: MemoryFiles, options: ReadJournalOptions = {}): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  const onSkip = (corruption: JournalCorruption): unknown => outcomes.push(corruption);
  const place = { directory: 'd', fileName: 'x.jsonl', files };
  for await (const { seq } of reading(place, { onCorrupt: 'skip', onSkip, ...options }, ({ record }) => record)) outcomes.push(seq);
  return outcomes;
}
