/** Reads a run's journal. What a record means is not judged here, only that each line is a whole JSON object of the right shape. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Findings } from './findings.ts';
import { checkAttemptShape, checkEventShape, checkMetricsShape } from './record-shapes.ts';
import type { AttemptRecord, EventRecord, MetricsRecord, Run } from './records.ts';

type Fields = Readonly<Record<string, unknown>>;
type ShapeCheck = (record: Fields, subject: string, findings: Findings) => void;

const NEWLINE = '\n';

/**
 * Reads the three files of a run.
 * A line that is not a record of its file's shape is left out and named in `problems`.
 */
export function readRun(directory: string): Run {
  const findings = new Findings();
  const read = (file: string, check: ShapeCheck): unknown[] => readRecords(join(directory, file), { file, check, findings });
  return {
    events: read('events.jsonl', checkEventShape) as EventRecord[],
    transactions: read('transactions.jsonl', checkAttemptShape) as AttemptRecord[],
    metrics: read('metrics.jsonl', checkMetricsShape) as MetricsRecord[],
    problems: findings.messages,
  };
}

/** Writes the records of a run to an existing directory, as the three files that `readRun` reads. */
export function writeRun(directory: string, run: Run): void {
  const write = (file: string, records: readonly object[]): void =>
    writeFileSync(join(directory, file), records.map((record) => JSON.stringify(record) + NEWLINE).join(''));
  write('events.jsonl', run.events);
  write('transactions.jsonl', run.transactions);
  write('metrics.jsonl', run.metrics);
}

interface RecordSource {
  readonly file: string;
  readonly check: ShapeCheck;
  readonly findings: Findings;
}

function readRecords(path: string, source: RecordSource): Fields[] {
  const records: Fields[] = [];
  for (const [index, line] of readLines(path, source).entries()) {
    const subject = `${source.file} line ${index + 1}`;
    const record = parseObject(line);
    const before = source.findings.messages.length;
    if (record === null) source.findings.add(subject, 'a JSON object', JSON.stringify(line.slice(0, 80)));
    else source.check(record, subject, source.findings);
    if (record !== null && source.findings.messages.length === before) records.push(record);
  }
  return records;
}

function readLines(path: string, { file, findings }: RecordSource): string[] {
  if (!existsSync(path)) {
    findings.add(file, 'a file', 'none');
    return [];
  }
  const lines = readFileSync(path, 'utf8').split(NEWLINE);
  const rest = lines.pop();
  if (rest === '') return lines;
  findings.add(`${file} line ${lines.length + 1}`, 'a line ended by a newline', JSON.stringify(rest?.slice(0, 80)));
  return lines;
}

function parseObject(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}
