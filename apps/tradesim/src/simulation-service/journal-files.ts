/** The files of a run's journal, in the order in which they are opened. */
export const JOURNAL_FILES = ['events.jsonl', 'transactions.jsonl', 'metrics.jsonl'] as const;
export type JournalFileName = (typeof JOURNAL_FILES)[number];
