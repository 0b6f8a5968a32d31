import type { Answer } from '../query-result.ts';
import { csvTexts } from './csv-format.ts';
import { jsonTexts } from './json-format.ts';
import { tableTexts } from './table-format.ts';

export const QUERY_FORMATS = ['table', 'json', 'csv'] as const;
export type QueryFormat = (typeof QUERY_FORMATS)[number];

const WRITERS = { table: tableTexts, json: jsonTexts, csv: csvTexts };

/** Yields an answer as text, in pieces: at most `limit` of its rows. */
export function formatted(answer: Answer, format: QueryFormat, limit: number): AsyncGenerator<string> {
  return WRITERS[format](answer, limit);
}
