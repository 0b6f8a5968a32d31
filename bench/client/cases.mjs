// Every measure: what it is about, the cases it has, and the figures a process of it prints.

/** @typedef {import('./options.mjs').Options} Options */

/**
 * @typedef {object} Case
 * @property {string} name Unique in its measure.
 * @property {Readonly<Record<string, unknown>>} parameters
 * @property {number} series
 *
 * @typedef {object} Measure
 * @property {string} name
 * @property {string} title
 * @property {string} unit
 * @property {Readonly<Record<string, string>>} figures What each figure is called in the table; '' for the only one.
 * @property {readonly Case[]} cases
 */

/**
 * @param {Options} options
 * @returns {readonly Measure[]}
 */
export function measuresOf({ sizes, measures }) {
  return [inc(), labels(), observe(), scrape(sizes), http(sizes), delay(sizes), memory(sizes)].filter(({ name }) =>
    measures.includes(name),
  );
}

/**
 * Names the case of a size.
 * @param {number} series
 */
export function sizeName(series) {
  return `${series.toLocaleString('en')} series`;
}

/** @returns {Measure} */
function inc() {
  const cases = [
    { name: 'one handle', series: 1, parameters: { handles: 'one' } },
    { name: '4,096 handles in random order', series: 4096, parameters: { handles: 'each' } },
  ];
  return {
    name: 'inc',
    title: '`inc()` on a counter that was resolved beforehand, 3 labels',
    unit: 'ns',
    figures: { nanoseconds: '' },
    cases,
  };
}

/** @returns {Measure} */
function labels() {
  const cases = [100, 2000, 20_000].flatMap((series) =>
    [2, 4].map((count) => ({ name: `${sizeName(series)}, ${count} labels`, series, parameters: { series, labels: count } })),
  );
  return { name: 'labels', title: '`labels({…}).inc()`', unit: 'ns', figures: { nanoseconds: '' }, cases };
}

/** @returns {Measure} */
function observe() {
  const cases = [{ name: '11 buckets', series: 1, parameters: {} }];
  const title = '`observe()` on a histogram that was resolved beforehand, 3 labels';
  return { name: 'observe', title, unit: 'ns', figures: { nanoseconds: '' }, cases };
}

/**
 * @param {readonly number[]} sizes
 * @returns {Measure}
 */
function scrape(sizes) {
  const figures = { all: 'all changed', some: '1 % changed', none: 'nothing changed' };
  return { name: 'scrape', title: 'Scrape as a string', unit: 'ms', figures, cases: sizes.map(caseOfSize) };
}

/**
 * @param {readonly number[]} sizes
 * @returns {Measure}
 */
function http(sizes) {
  const figures = {
    'all cpu': 'all changed, CPU time of the server',
    'all client': 'all changed, seen by the client',
    'some cpu': '1 % changed, CPU time of the server',
    'some client': '1 % changed, seen by the client',
    'none cpu': 'nothing changed, CPU time of the server',
    'none client': 'nothing changed, seen by the client',
  };
  const cases = ['identity', 'gzip'].flatMap((encoding) =>
    sizes.map((series) => ({ name: `${sizeName(series)}, ${encoding}`, series, parameters: { series, encoding } })),
  );
  return { name: 'http', title: 'Scrape over HTTP', unit: 'ms', figures, cases };
}

/**
 * @param {readonly number[]} sizes
 * @returns {Measure}
 */
function delay(sizes) {
  const figures = {
    p99: '99th percentile',
    longest: 'longest',
    'first longest': 'longest at the first scrapes',
    'idle p99': '99th percentile without scrapes',
    'idle longest': 'longest without scrapes',
  };
  const cases = sizes.flatMap((series) =>
    [1, 4].map((scrapers) => ({
      name: `${sizeName(series)}, ${scrapers === 1 ? 'one scraper' : `${scrapers} scrapers`}`,
      series,
      parameters: { series, scrapers },
    })),
  );
  return { name: 'delay', title: 'Event-loop delay of the server during scrapes over HTTP, values changing', unit: 'ms', figures, cases };
}

/**
 * @param {readonly number[]} sizes
 * @returns {Measure}
 */
function memory(sizes) {
  const title = 'Memory per series, after two scrapes and a collection';
  return { name: 'memory', title, unit: 'bytes', figures: { bytesPerSeries: '' }, cases: sizes.map(caseOfSize) };
}

/**
 * @param {number} series
 * @returns {Case}
 */
function caseOfSize(series) {
  return { name: sizeName(series), series, parameters: { series } };
}
