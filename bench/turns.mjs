// Turns per second at 3, 1,000 and 100,000 companies, and what observing costs: rules alone, then services, journal and
// exporter on top, one process each, in turn, several rounds. Prints a table and appends it to bench/history.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describeCommit, describeMachine, loadPerProcessor } from './client/machine.mjs';
import { median } from './client/timing.mjs';

const SUBJECT = fileURLToPath(new URL('turns-subject.mjs', import.meta.url));
const HISTORY = fileURLToPath(new URL('history.md', import.meta.url));
const COMPANIES = [3, 1000, 100_000];
const MODES = ['rules', 'services', 'no-ledger', 'journal', 'everything'];
/** @type {Readonly<Record<string, string>>} */
const LABELS = {
  rules: 'rules',
  services: '+ services and registry',
  'no-ledger': '+ journal without ledger, exporter',
  journal: '+ journal',
  everything: '+ journal and exporter: everything',
};
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);

/** @typedef {{ turnsPerSecond: number, attemptsPerSecond: number, transactionsPerSecond: number, completedShare: number, microsecondsPerTurn: number, bytesPerTurn?: number, residentMiB: number }} Result */

const rows = [];
for (const companies of COMPANIES) {
  /** @type {Map<string, Result[]>} */
  const results = new Map(MODES.map((mode) => [mode, []]));
  for (let round = 0; round < ROUNDS; round++) for (const mode of MODES) results.get(mode)?.push(await measure(companies, mode));
  const rules = median([...(results.get('rules') ?? [])].map((result) => result.microsecondsPerTurn));
  for (const [mode, list] of results) rows.push(row(companies, mode, list, rules));
}
const table = [
  '| companies | in the loop | turns/s | attempts/s | transactions/s | completed | main thread per turn | observing | journal per turn | memory |',
  '| --: | --- | --: | --: | --: | --: | --: | --: | --: | --: |',
  ...rows,
].join('\n');
process.stdout.write(`${table}\n`);
appendFileSync(
  HISTORY,
  `\n## Turns, ${new Date().toISOString().slice(0, 10)}, ${describeCommit()}\n\n${describeMachine()}, load ${loadPerProcessor().toFixed(1)} per processor at the end; medians of ${ROUNDS} rounds of ${SECONDS} s, one process per figure.\n\n${table}\n`,
);

/**
 * @param {number} companies
 * @param {string} mode
 * @returns {Promise<Result>}
 */
async function measure(companies, mode) {
  const child = spawn(process.execPath, [SUBJECT, String(companies), mode, String(SECONDS)], { stdio: ['ignore', 'pipe', 'inherit'] });
  /** @type {NodeJS.Timeout | undefined} */
  let scraper;
  let result;
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line);
    if (message.url !== undefined) scraper = setInterval(() => void scrape(`${message.url}/metrics`), 1000);
    if (message.mode !== undefined) result = message;
  }
  clearInterval(scraper);
  if (child.exitCode === null) await once(child, 'exit');
  if (result === undefined) throw new Error(`The subject ${mode} at ${companies} companies printed no result.`);
  return result;
}

/** @param {string} url */
async function scrape(url) {
  await fetch(url).then(
    (response) => response.text(),
    () => undefined,
  );
}

/**
 * @param {number} companies
 * @param {string} mode
 * @param {Result[]} results
 * @param {number} rules Median microseconds of the rules alone.
 */
function row(companies, mode, results, rules) {
  /** @param {(result: Result) => number} figure */
  const of = (figure) => median(results.map(figure));
  const time = of((result) => result.microsecondsPerTurn);
  const cells = [
    companies.toLocaleString('en'),
    LABELS[mode],
    number(of((result) => result.turnsPerSecond)),
    number(of((result) => result.attemptsPerSecond)),
    number(of((result) => result.transactionsPerSecond)),
    `${(100 * of((result) => result.completedShare)).toFixed(1)} %`,
    `${number(time)} µs`,
    mode === 'rules' ? '' : `${((100 * (time - rules)) / time).toFixed(0)} %`,
    results[0]?.bytesPerTurn === undefined ? '' : `${number(of((result) => result.bytesPerTurn ?? 0) / 1024)} KiB`,
    `${of((result) => result.residentMiB)} MiB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** @param {number} value */
function number(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
