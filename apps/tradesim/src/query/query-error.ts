/** A query that cannot be answered as it was asked: its SQL, its directory, its run. The message is all a person needs. */
export class QueryError extends Error {
  override readonly name: string = 'QueryError';
}

/** A journal that cannot be read. The message names the file, and the line where there is one. */
export class JournalError extends Error {
  override readonly name: string = 'JournalError';
}
