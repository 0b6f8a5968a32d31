// Runs the processes: round by round, and in each round the subjects of a case one after the other, so that what the
// machine does besides meets all of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Results } from './results.mjs';

const PROCESS = fileURLToPath(new URL('process.mjs', import.meta.url));
const MILLION = 1_000_000;
const PROCESS_TIMEOUT_MS = 20 * 60_000;

/** @typedef {import('./cases.mjs').Measure} Measure */
/** @typedef {import('./options.mjs').Options} Options */
/** @typedef {{ name: string, title: string, forms: Readonly<Record<string, readonly string[]>> }} Described */
/** @typedef {{ measures: readonly Measure[], subjects: readonly Described[], options: Options }} Plan */

/**
 * Asks each subject for its title and its forms of each measure.
 * @param {readonly string[]} names
 * @returns {Promise<readonly Described[]>}
 */
export async function describeSubjects(names) {
  const described = [];
  for (const name of names) described.push({ name, ...(await runProcess({ measure: 'describe', subject: name })) });
  return described;
}

/**
 * Runs all rounds. A process that fails is reported on stderr, and its figures are missing.
 * @param {Plan} plan
 * @returns {Promise<{ results: Results, failures: number }>}
 */
export async function runRounds(plan) {
  const results = new Results();
  let failures = 0;
  for (const { place, parameters } of planned(plan)) {
    const name = Object.values(place).join(' · ');
    try {
      const figures = await runProcess({ ...parameters, ...place });
      results.add(place, figures);
      process.stderr.write(`${name}: ${JSON.stringify(figures)}\n`);
    } catch (error) {
      failures++;
      process.stderr.write(`${name}: ${String(error)}\n`);
    }
  }
  return { results, failures };
}

/** @param {Plan} plan */
function* planned({ measures, subjects, options }) {
  const { rounds, effort, values, peersAtMillion } = options;
  for (let round = 0; round < rounds; round++) {
    for (const { measure, case: measured, subject, form } of combinations(measures, subjects)) {
      if (measured.series >= MILLION && subject !== 'tradesim' && !peersAtMillion) continue;
      yield { place: { measure, case: measured.name, subject, form }, parameters: { ...measured.parameters, effort, values } };
    }
  }
}

/**
 * @param {readonly Measure[]} measures
 * @param {readonly Described[]} subjects
 */
function combinations(measures, subjects) {
  return measures.flatMap(({ name, cases }) =>
    cases.flatMap((measured) =>
      subjects.flatMap((subject) =>
        (subject.forms[name] ?? []).map((form) => ({ measure: name, case: measured, subject: subject.name, form })),
      ),
    ),
  );
}

/**
 * @param {{ measure: string, subject: string }} parameters
 * @returns {Promise<any>} What the process printed.
 */
async function runProcess(parameters) {
  const child = spawn(process.execPath, ['--expose-gc', PROCESS, JSON.stringify(parameters)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PROCESS_TIMEOUT_MS,
  });
  let printed = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) printed += chunk;
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`The process ended with ${child.exitCode ?? child.signalCode}.`);
  return JSON.parse(printed);
}
