/** The files of a run's journal, in the order in which they are opened. */
export const JOURNAL_FILES = ['events.jsonl', 'transactions.jsonl', 'metrics.jsonl'] as const;
export type JournalFileName = (typeof JOURNAL_FILES)[number];

/** What has a size limit of its own: attempts and changes, or the record per turn. */
export const JOURNAL_PARTS = ['ledger', 'metrics'] as const;
export type JournalPart = (typeof JOURNAL_PARTS)[number];
