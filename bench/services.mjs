// What the metrics services cost: a value and its windows against simple-statistics on arrays, and TradeSim's services per
// turn at 24, 1,000 and 100,000 companies, with and without metrics per entity. Each subject in a process of its own, in
// turn, several rounds. Prints tables and appends them to bench/history.md.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeCommit, describeMachine, loadPerProcessor } from './client/machine.mjs';
import { fetchPeers, peerVersion } from './client/peers.mjs';
import { median } from './client/timing.mjs';

const HISTORY = fileURLToPath(new URL('history.md', import.meta.url));
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const COMPANIES = [24, 1000, 100_000];
const SUBJECTS = ['tradesim', 'simple-statistics'];
/** What both understand to be the same. */
const COMPARABLE = new Set(['a value alone', 'at, delta', 'mean', 'min', 'stddev', 'slope']);

/** @typedef {{ name: string, n: number, nanoseconds: number, answer: number }} Window */
/** @typedef {{ rulesMicroseconds: number, servicesMicroseconds: number, series: number, residentMiB: number }} Turns */

fetchPeers();
const report = [
  `## Services, ${new Date().toISOString().slice(0, 10)}, ${describeCommit()}`,
  `${describeMachine()}; medians of ${ROUNDS} rounds, one process per figure. The load per processor is below.`,
  windowsTable(),
  turnsTable(),
  `Load ${loadPerProcessor().toFixed(1)} per processor at the end.`,
].join('\n\n');
process.stdout.write(`${report}\n`);
appendFileSync(HISTORY, `\n${report}\n`);

/** Nanoseconds of a turn in which a value comes in and one statistic is asked for. */
function windowsTable() {
  const rows = [];
  for (let figure = 0; ; figure++) {
    /** @type {(Window | null)[][]} */
    const rounds = Array.from({ length: ROUNDS }, () => SUBJECTS.map((subject) => inProcess('windows-subject.mjs', subject, figure, 100)));
    const [ours, theirs] = rounds[0] ?? [];
    if (!ours || !theirs) break;
    if (COMPARABLE.has(ours.name) && !(Math.abs(ours.answer - theirs.answer) <= 1e-9 * Math.abs(theirs.answer)))
      throw new Error(`Benchmark: ${ours.name} over ${ours.n} values is ${ours.answer} here and ${theirs.answer} with simple-statistics.`);
    const [mine = NaN, others = NaN] = SUBJECTS.map((_, i) => median(rounds.map((round) => round[i]?.nanoseconds ?? NaN)));
    const cells = [ours.name, ours.n === 0 ? '' : ours.n, `${mine.toPrecision(3)} ns`, `${others.toPrecision(3)} ns`];
    rows.push(`| ${[...cells, `${(others / mine).toPrecision(2)}×`].join(' | ')} |`);
  }
  return [
    `| a turn with one value, and | of the newest | tradesim | simple-statistics ${peerVersion('simple-statistics')} on arrays | |`,
    '| --- | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}

/** What the services take of a turn that consists of rules and services. */
function turnsTable() {
  const rows = COMPANIES.flatMap((companies) =>
    ['on', 'off'].map((entities) => {
      /** @type {Turns[]} */
      const rounds = Array.from({ length: ROUNDS }, () => inProcess('services-subject.mjs', companies, entities, SECONDS));
      const rules = median(rounds.map((round) => round.rulesMicroseconds));
      const services = median(rounds.map((round) => round.servicesMicroseconds));
      const share = median(rounds.map((round) => round.servicesMicroseconds / (round.rulesMicroseconds + round.servicesMicroseconds)));
      const [{ series, residentMiB } = { series: NaN, residentMiB: NaN }] = rounds;
      const cells = [companies.toLocaleString('en'), entities, series.toLocaleString('en'), microseconds(rules), microseconds(services)];
      return `| ${[...cells, `${(100 * share).toFixed(1)} %`, `${residentMiB} MiB`].join(' | ')} |`;
    }),
  );
  return [
    '| companies | metrics per entity | series | rules per turn | services per turn | share | memory |',
    '| --: | --- | --: | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}

/**
 * @param {string} script
 * @param {...(string | number)} args
 */
function inProcess(script, ...args) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return JSON.parse(
    execFileSync(process.execPath, [path, ...args.map(String)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

/** @param {number} value */
function microseconds(value) {
  return `${value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)} µs`;
}
