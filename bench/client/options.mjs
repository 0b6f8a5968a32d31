// What is measured and how long, from the environment. bench/README.md lists the variables.

const SUBJECTS = ['tradesim', 'float64array', 'ready-body', 'prom-client', 'prometheus-io', 'opentelemetry'];
const MEASURES = ['inc', 'labels', 'observe', 'scrape', 'http', 'delay', 'memory'];
const VALUES = ['mixed', 'integers', 'doubles'];

/**
 * @typedef {object} Effort How long one process measures.
 * @property {number} warmUpMs
 * @property {number} repetitionMs Least duration of one repetition of a loop of calls.
 * @property {number} repetitions Least number of repetitions.
 *
 * @typedef {object} Options
 * @property {boolean} quick
 * @property {number} rounds
 * @property {readonly number[]} sizes Series of the expositions.
 * @property {readonly string[]} subjects
 * @property {readonly string[]} measures
 * @property {string} values Kind of the gauges' values: mixed, integers or doubles.
 * @property {boolean} peersAtMillion Whether peers are measured at a million series and above.
 * @property {boolean} history Whether the result is appended to bench/history.md.
 * @property {Effort} effort
 */

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Options}
 * @throws {Error} For a value that is not one of those offered.
 */
export function readOptions(environment) {
  const quick = isOn(environment, 'BENCH_QUICK', false);
  const sizes = quick ? '1000,10000,100000' : '1000,10000,100000,1000000';
  return {
    quick,
    rounds: positiveInteger('BENCH_ROUNDS', environment['BENCH_ROUNDS'] ?? (quick ? '1' : '3')),
    sizes: list(environment['BENCH_SIZES'] ?? sizes).map((size) => positiveInteger('BENCH_SIZES', size)),
    subjects: chosen(environment, 'BENCH_SUBJECTS', { offered: SUBJECTS, usual: quick ? SUBJECTS.slice(0, 4) : SUBJECTS }),
    measures: chosen(environment, 'BENCH_MEASURES', { offered: MEASURES, usual: MEASURES }),
    values: chosen(environment, 'BENCH_VALUES', { offered: VALUES, usual: ['mixed'] })[0] ?? 'mixed',
    peersAtMillion: isOn(environment, 'BENCH_PEERS_MILLION', false),
    history: isOn(environment, 'BENCH_HISTORY', !quick),
    effort: quick ? { warmUpMs: 150, repetitionMs: 30, repetitions: 3 } : { warmUpMs: 500, repetitionMs: 60, repetitions: 7 },
  };
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} name
 * @param {boolean} usual
 */
function isOn(environment, name, usual) {
  const value = environment[name] ?? (usual ? '1' : '0');
  if (value !== '0' && value !== '1') throw new Error(`${name}: expected 0 or 1, got "${value}".`);
  return value === '1';
}

/**
 * Returns the names of a list, in the order in which they are offered.
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} name
 * @param {{ offered: readonly string[], usual: readonly string[] }} names
 */
function chosen(environment, name, { offered, usual }) {
  const wanted = environment[name] === undefined ? usual : list(environment[name]);
  const unknown = wanted.filter((item) => !offered.includes(item));
  if (unknown.length > 0) throw new Error(`${name}: expected some of ${offered.join(', ')}, got "${unknown.join(', ')}".`);
  return offered.filter((item) => wanted.includes(item));
}

/** @param {string} text */
function list(text) {
  return text.split(',').map((item) => item.trim());
}

/**
 * @param {string} name
 * @param {string} text
 */
function positiveInteger(name, text) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name}: expected an integer >= 1, got "${text}".`);
  return value;
}
