/** Reads the journal of a run, strictly: anything but whole JSON objects, each on a line of its own, is an error. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const JOURNAL_FILES = ['events.jsonl', 'transactions.jsonl', 'metrics.jsonl'] as const;

export interface Line {
  readonly seq: number;
  readonly turn: number;
  readonly kind?: string;
  readonly [field: string]: unknown;
}

export interface MetricsLine extends Line {
  readonly timestamp: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly runtime?: Readonly<Record<string, number | null>>;
}

/** Returns the records of a file, whose last line must have its newline. */
export function recordsOf(logs: string, file: string): Line[] {
  const lines = readFileSync(join(logs, file), 'utf8').split('\n');
  if (lines.pop() !== '') throw new Error(`${file}: expected a newline at the end.`);
  return lines.map((line) => JSON.parse(line) as Line);
}

export function metricsOf(logs: string): MetricsLine[] {
  return recordsOf(logs, 'metrics.jsonl') as MetricsLine[];
}

/** Returns the last turn in metrics.jsonl of a run that may still be going on; 0 before the first. */
export function lastTurnSoFar(logs: string): number {
  const path = join(logs, 'metrics.jsonl');
  const whole = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  return whole.length === 0 ? 0 : (JSON.parse(whole.at(-1)!) as MetricsLine).turn;
}

/** Returns the names of the files whose `seq` does not count from 1 without a gap. */
export function filesWithGaps(logs: string, files: readonly string[] = JOURNAL_FILES): string[] {
  return files.filter((file) => recordsOf(logs, file).some(({ seq }, index) => seq !== index + 1));
}

/** Returns every file in a directory with its contents. */
export function contentsOf(directory: string): Map<string, string> {
  return new Map(
    readdirSync(directory)
      .toSorted()
      .map((name) => [name, readFileSync(join(directory, name), 'latin1')]),
  );
}
