// Reads an exposition back, in the text format, as bytes: a registry that returns one text for ever would win every
// benchmark that does not look.

const NEW_LINE = 10;
const SPACE = 32;
const COMMENT = '#'.charCodeAt(0);
const BRACE = '{'.charCodeAt(0);

/**
 * @typedef {object} Totals
 * @property {number} samples
 * @property {number} gaugeSum Sum of all samples of `bench_gauge_…`.
 * @property {number} observations Sum of all samples of `bench_seconds_…_count`.
 */

/**
 * @param {Buffer} body
 * @returns {Totals}
 */
export function readTotals(body) {
  const totals = { samples: 0, gaugeSum: 0, observations: 0 };
  for (let start = 0; start < body.length;) {
    const end = lineEnd(body, start);
    if (end > start && body[start] !== COMMENT) {
      totals.samples++;
      if (body.toString('latin1', start, start + 12) === 'bench_gauge_') totals.gaugeSum += valueOf(body, end);
      else if (isCount(body, start, end)) totals.observations += valueOf(body, end);
    }
    start = end + 1;
  }
  return totals;
}

/**
 * @param {Totals} found
 * @param {Totals} expected
 * @throws {Error} When they differ; the sum may by rounding, as subjects add in different orders.
 */
export function checkTotals(found, expected) {
  const sameSum = Math.abs(found.gaugeSum - expected.gaugeSum) <= 1e-9 * Math.abs(expected.gaugeSum);
  if (found.samples === expected.samples && found.observations === expected.observations && sameSum) return;
  throw new Error(`Exposition: expected ${JSON.stringify(expected)}, got ${JSON.stringify(found)}.`);
}

/**
 * Returns how many lines differ between two expositions of the same series in the same order.
 * @param {Buffer} before
 * @param {Buffer} after
 * @throws {Error} When one has more lines than the other.
 */
export function countChangedLines(before, after) {
  let changed = 0;
  let [from, to] = [0, 0];
  while (from < before.length && to < after.length) {
    const [fromEnd, toEnd] = [lineEnd(before, from), lineEnd(after, to)];
    if (before.compare(after, to, toEnd, from, fromEnd) !== 0) changed++;
    from = fromEnd + 1;
    to = toEnd + 1;
  }
  if (from < before.length || to < after.length) throw new Error('Exposition: expected as many lines as before.');
  return changed;
}

/**
 * @param {Buffer} body
 * @throws {Error} When the two markers, which are only ever changed together, differ: the body shows two moments.
 */
export function checkMarkers(body) {
  const [first, last] = ['first', 'last'].map((position) => {
    const start = body.indexOf(`\nbench_marker_${position}{`);
    return start === -1 ? NaN : valueOf(body, lineEnd(body, start + 1));
  });
  if (first !== last) throw new Error(`Exposition: expected the values of one moment, got ${first} first and ${last} last.`);
}

/**
 * Returns the sum of the samples whose line begins with `name`.
 * @param {string} text
 * @param {string} name
 */
export function sumOf(text, name) {
  const lines = text.split('\n').filter((line) => line.startsWith(name));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/**
 * @param {Buffer} body
 * @param {number} start
 */
function lineEnd(body, start) {
  const end = body.indexOf(NEW_LINE, start);
  return end === -1 ? body.length : end;
}

/**
 * @param {Buffer} body
 * @param {number} end
 */
function valueOf(body, end) {
  return Number(body.toString('latin1', body.lastIndexOf(SPACE, end - 1) + 1, end));
}

/**
 * @param {Buffer} body
 * @param {number} start
 * @param {number} end
 */
function isCount(body, start, end) {
  const brace = body.indexOf(BRACE, start);
  return brace > start && brace < end && body.toString('latin1', brace - 6, brace) === '_count';
}
