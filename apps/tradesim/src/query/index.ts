export { QUERY_FORMATS, formatted } from './format/formats.ts';
export type { QueryFormat } from './format/formats.ts';
export { queryJournal } from './journal-query.ts';
export { JournalError, QueryError } from './query-error.ts';
export type { QueryResult } from './query-result.ts';
