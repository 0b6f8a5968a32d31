import { parse } from 'node:path';

const MAX_LENGTH = 100;

/**
 * Makes a run id safe as a part of a file name: other characters than ASCII letters, digits, `.`, `_` and `-` become
 * `-`; none of `.` and `-` at either end; at most 100 characters. Undefined when nothing is left.
 */
export function safeRunId(runId: string): string | undefined {
  const safe = runId.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, MAX_LENGTH);
  const trimmed = safe.replaceAll(/^[.-]+|[.-]+$/g, '');
  return trimmed === '' ? undefined : trimmed;
}

/** Returns a run id for a run that left none: the time of the last change of its files, in milliseconds since 1970. */
export function runIdOfTime(changedAtMs: number): string {
  return new Date(changedAtMs).toISOString().replaceAll(':', '-');
}

/** Returns the name a file of a run is archived under: `x.jsonl` becomes `x-<run id>.jsonl`. */
export function archiveName(fileName: string, runId: string): string {
  const { name, ext } = parse(fileName);
  return `${name}-${runId}${ext}`;
}
