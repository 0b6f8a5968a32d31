// What writing a journal costs: transaction records against pino, its sonic-boom, and appendFile. Each subject in a process
// of its own, in turn, several rounds. Prints a table and appends it to bench/history.md.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeCommit, describeMachine, loadPerProcessor } from './client/machine.mjs';
import { median } from './client/timing.mjs';

const HISTORY = fileURLToPath(new URL('history.md', import.meta.url));
const SUBJECT = fileURLToPath(new URL('journal-subject.mjs', import.meta.url));
const READER = fileURLToPath(new URL('journal-reading-subject.mjs', import.meta.url));
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const RECORDS = Number(process.env['BENCH_RECORDS'] ?? 1_500_000);
/** @type {Readonly<Record<string, string>>} */
const LABELS = {
  'worker-journal': 'WorkerJournal, from columns, fsync ten times a second',
  journal: 'Journal, JSON.stringify, fsync ten times a second',
  pino: 'pino (with its level), sonic-boom, no fsync',
  'sonic-boom': 'sonic-boom, JSON.stringify, no fsync',
  appendFile: 'appendFile once a turn, JSON.stringify, no fsync',
};

/** @typedef {{ nanoseconds: number, recordsPerSecond: number, bytesPerSecond: number }} Result */

/** @type {Map<string, Result[]>} */
const results = new Map(Object.keys(LABELS).map((subject) => [subject, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [subject, list] of results) {
    list.push(JSON.parse(execFileSync(process.execPath, [SUBJECT, subject, String(RECORDS)], { encoding: 'utf8' })));
  }
}
const rows = [...results].map(([subject, list]) => {
  /** @param {(result: Result) => number} figure */
  const of = (figure) => median(list.map(figure));
  const cells = [
    LABELS[subject],
    `${Math.round(of((result) => result.nanoseconds)).toLocaleString('en')} ns`,
    `${(of((result) => result.recordsPerSecond) / 1e6).toFixed(2)} M`,
    `${Math.round(of((result) => result.bytesPerSecond) / 1e6)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
});
/** @type {Readonly<Record<string, string>>} */
const READINGS = {
  read: 'read 1 M transaction records, plain segments',
  'read-gzip': 'the same, compressed segments',
  query: 'tradesim query over them, count by outcome, plain: the whole command',
  'query-gzip': 'the same, compressed',
  restore: 'services.restore from 10,000 turns of 142 series',
  load: 'services.load of what they saved, JSON included',
};
const readings = Object.entries(READINGS).map(([subject, label]) => {
  const times = Array.from({ length: ROUNDS }, () => JSON.parse(execFileSync(process.execPath, [READER, subject], { encoding: 'utf8' })));
  return `| ${label} | ${median(times.map(({ seconds }) => seconds)).toFixed(2)} s |`;
});
const report = [
  `## Journal, ${new Date().toISOString().slice(0, 10)}, ${describeCommit()}`,
  `${describeMachine()}, load ${loadPerProcessor().toFixed(1)} per processor at the end; medians of ${ROUNDS} rounds of ${RECORDS.toLocaleString('en')} transaction records, 300 a turn, one process per figure.`,
  ['| subject | main thread per record | records per second | bytes per second |', '| --- | --: | --: | --: |', ...rows].join('\n'),
  ['| going on from a journal | time |', '| --- | --: |', ...readings].join('\n'),
].join('\n\n');
process.stdout.write(`${report}\n`);
appendFileSync(HISTORY, `\n${report}\n`);
