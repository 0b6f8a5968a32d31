// The metrics client against its peers. bench/README.md says how to run it and how to read it.
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { measuresOf } from './cases.mjs';
import { describeCommit, describeMachine, loadPerProcessor } from './machine.mjs';
import { readOptions } from './options.mjs';
import { fetchPeers } from './peers.mjs';
import { describeSubjects, runRounds } from './rounds.mjs';
import { renderMeasure } from './tables.mjs';
import { renderTargets } from './targets.mjs';

const HISTORY = fileURLToPath(new URL('../history.md', import.meta.url));
const OWN = new Set(['tradesim', 'float64array', 'ready-body']);
/** Above it the processes of the benchmark wait for others: the server and its scraper need a processor each. */
const BUSY = 0.5;

const options = readOptions(process.env);
const loadBefore = loadPerProcessor();
if (loadBefore > BUSY) process.stderr.write(`The machine is busy (load ${loadBefore.toFixed(1)} per processor): the figures will vary.\n`);
if (options.subjects.some((name) => !OWN.has(name))) fetchPeers();

const subjects = await describeSubjects(options.subjects);
const measures = measuresOf(options);
const { results, failures } = await runRounds({ measures, subjects, options });
const report = [
  `## Client, ${new Date().toISOString().slice(0, 10)}, ${describeCommit()}`,
  '',
  `${describeMachine()}, load per processor ${loadBefore.toFixed(1)} before and ${loadPerProcessor().toFixed(1)} after; ${conditions()}.`,
  '',
  ...measures.map((measure) => renderMeasure(measure, subjects, results)),
  renderTargets(results, subjects),
].join('\n');
process.stdout.write(report);
if (options.history) appendFileSync(HISTORY, `\n${report}`);
if (failures > 0) {
  process.stderr.write(`${failures} measurements failed; their figures are missing.\n`);
  process.exitCode = 1;
}

function conditions() {
  const rounds = options.rounds === 1 ? 'one round' : `medians of ${options.rounds} rounds`;
  return `${options.quick ? 'quick, ' : ''}${rounds}, one process per figure, values ${options.values}; in parentheses: how many times as much prom-client's best form takes`;
}
