/**
 * Which files hold which records. A file is written under its own name, as `transactions.jsonl`. Rotation cuts segments
 * off its beginning, `transactions.000001.jsonl` and so on, and may compress them: `transactions.000001.jsonl.gz`.
 * The files of a former run have its id after a hyphen: `transactions-<run id>.jsonl`.
 */
export type Stem = 'events' | 'metrics' | 'transactions';

interface JournalFileName {
  readonly name: string;
  readonly stem: Stem;
  /** Undefined for the newest run. */
  readonly run: string | undefined;
  /** Infinity for what comes after all segments. */
  readonly segment: number;
}

const NAME = /^(events|metrics|transactions)(?:-(.+?))?(?:\.(\d+))?\.jsonl(?:\.gz)?$/;

/**
 * Returns the names that hold the records of a stem, in the order in which they were written.
 * @param run id of a former run; undefined for the newest
 */
export function fileNamesOf(stem: Stem, names: readonly string[], run: string | undefined): string[] {
  const files = parsed(names).filter((file) => file.stem === stem && file.run === run);
  const ordered = files.toSorted((a, b) => (a.segment === b.segment ? a.name.length - b.name.length : a.segment - b.segment));
  // A segment is there twice while it is being compressed, and after a crash meanwhile: the plain one is whole then.
  return ordered.filter(({ segment }, index) => segment !== ordered[index - 1]?.segment).map(({ name }) => name);
}

/** Returns the ids of the former runs among the names, in alphabetical order. */
export function formerRuns(names: readonly string[]): string[] {
  return [...new Set(parsed(names).flatMap(({ run }) => run ?? []))].toSorted();
}

function parsed(names: readonly string[]): JournalFileName[] {
  return names.flatMap((name) => {
    const match = NAME.exec(name);
    if (match === null) return [];
    return { name, stem: match[1] as Stem, run: match[2], segment: match[3] === undefined ? Infinity : Number(match[3]) };
  });
}
