// What the client is meant to reach, and by how much it does.
import { sizeName } from './cases.mjs';
import { REFERENCE, formatNumber, tableRow } from './tables.mjs';

/** @typedef {readonly [measure: string, name: string, figure: string]} Place */
/** @typedef {(subject: string, place: Place) => number} Lookup The best form's median; NaN where nothing was measured. */

/**
 * @typedef {object} Target Exactly one of the bounds is there.
 * @property {string} what
 * @property {string} unit
 * @property {number} [atLeast]
 * @property {number} [atMost]
 * @property {(of: Lookup) => number} value
 */

const [OURS, FLOOR] = ['tradesim', 'float64array'];
const [SMALLER, SMALL, LARGE, MILLION] = [100, 2000, 100_000, 1_000_000].map(sizeName);
/** What ten times the series may cost, so that the growth still counts as linear. */
const LINEAR_GROWTH = 12;

/** @type {readonly Target[]} */
const TARGETS = [
  ...['one handle', '4,096 handles in random order'].flatMap((name) => incTargets(name)),
  ...[SMALLER, SMALL].flatMap((size) => [2, 4].map((labels) => labelsTarget(`${size}, ${labels} labels`, 5))),
  labelsTarget('20,000 series, 4 labels', 2),
  faster('`observe()`', ['observe', '11 buckets', 'nanoseconds'], 40),
  faster(`scrape as a string, ${LARGE}, all changed`, ['scrape', `${LARGE}`, 'all'], 10),
  faster(`scrape as a string, ${LARGE}, 1 % changed`, ['scrape', `${LARGE}`, 'some'], 50),
  faster(`scrape over HTTP, ${LARGE}, 1 % changed, CPU time of the server`, ['http', `${LARGE}, identity`, 'some cpu'], 100),
  faster(`scrape over HTTP, ${LARGE}, 1 % changed, seen by the client`, ['http', `${LARGE}, identity`, 'some client'], 40),
  ...millionTargets(),
  ...['one scraper', '4 scrapers'].flatMap((scrapers) => delayTargets(`${MILLION}, ${scrapers}`)),
  {
    what: `memory per series, ${LARGE}, over prom-client`,
    unit: '×',
    atMost: 1,
    value: (of) => of(OURS, ['memory', `${LARGE}`, 'bytesPerSeries']) / of(REFERENCE, ['memory', `${LARGE}`, 'bytesPerSeries']),
  },
];

/**
 * Returns a table of the targets with what was measured.
 * @param {import('./results.mjs').Results} results
 * @param {readonly import('./rounds.mjs').Described[]} subjects
 */
export function renderTargets(results, subjects) {
  /** @type {Lookup} */
  const of = (subject, [measure, name, figure]) => {
    const forms = subjects.find((described) => described.name === subject)?.forms[measure] ?? [];
    return results.best({ measure, case: name, figure, subject, forms });
  };
  const rows = TARGETS.map((target) => {
    const value = target.value(of);
    const measured = Number.isNaN(value) ? '' : `${formatNumber(value)}${target.unit}`;
    return tableRow([target.what, boundOf(target), measured, verdict(target, value)]);
  });
  return ['### Targets', '', tableRow(['', 'target', 'measured', '']), tableRow(['---', '--:', '--:', '---']), ...rows, ''].join('\n');
}

/** @param {Target} target */
function boundOf({ atLeast, atMost, unit }) {
  return atLeast === undefined ? `≤ ${atMost}${unit}` : `≥ ${atLeast}${unit}`;
}

/**
 * @param {Target} target
 * @param {number} value
 */
function verdict({ atLeast, atMost = NaN }, value) {
  const factor = atLeast === undefined ? atMost / value : value / atLeast;
  if (Number.isNaN(factor)) return 'not measured';
  return factor >= 1 ? `met, ${formatNumber(factor)} times as good` : `missed, ${formatNumber(1 / factor)} times too slow or too large`;
}

/**
 * @param {string} what
 * @param {Place} place
 * @param {number} times How many times prom-client's speed.
 * @returns {Target}
 */
function faster(what, place, times) {
  return { what, unit: '×', atLeast: times, value: (of) => of(REFERENCE, place) / of(OURS, place) };
}

/**
 * @param {string} name
 * @returns {readonly Target[]}
 */
function incTargets(name) {
  /** @type {Place} */
  const place = ['inc', name, 'nanoseconds'];
  const overFloor = (/** @type {Lookup} */ of) => of(OURS, place) / of(FLOOR, place);
  return [
    faster(`\`inc()\`, ${name}`, place, 50),
    { what: `\`inc()\`, ${name}, over a bare Float64Array`, unit: '×', atMost: 2, value: overFloor },
  ];
}

/**
 * @param {string} name
 * @param {number} times
 */
function labelsTarget(name, times) {
  return faster(`\`labels({…}).inc()\`, ${name}`, ['labels', name, 'nanoseconds'], times);
}

/** @returns {readonly Target[]} */
function millionTargets() {
  /** @type {readonly [Place, Place]} */
  const [hundredThousand, million] = [
    ['scrape', `${LARGE}`, 'all'],
    ['scrape', `${MILLION}`, 'all'],
  ];
  const times = (/** @type {Lookup} */ of) => {
    const measured = of(REFERENCE, million);
    return (Number.isNaN(measured) ? 10 * of(REFERENCE, hundredThousand) : measured) / of(OURS, million);
  };
  const growth = (/** @type {Lookup} */ of) => of(OURS, million) / of(OURS, hundredThousand);
  const what = `scrape as a string, ${MILLION}, all changed`;
  return [
    { what: `${what} (where prom-client was not measured: 10 times its ${LARGE})`, unit: '×', atLeast: 10, value: times },
    { what: `${what}, over ${LARGE}`, unit: '×', atMost: LINEAR_GROWTH, value: growth },
  ];
}

/**
 * @param {string} name
 * @returns {readonly Target[]}
 */
function delayTargets(name) {
  return [
    { what: `event-loop delay, ${name}, 99th percentile`, unit: ' ms', atMost: 10, value: (of) => of(OURS, ['delay', name, 'p99']) },
    { what: `event-loop delay, ${name}, longest`, unit: ' ms', atMost: 25, value: (of) => of(OURS, ['delay', name, 'longest']) },
  ];
}
