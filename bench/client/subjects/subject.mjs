/**
 * What is measured of a client. Each subject stands in a file of its own with the loops over its own API, so that they
 * are compiled for it alone, in a process that loads no other; a change of an API is a change of one file.
 *
 * A form is one way of calling the same thing, such as a held child against the labels at each call. Where a client
 * offers several, each is measured, and the fastest counts.
 *
 * @typedef {Readonly<Record<string, string>>} Labels
 *
 * @typedef {object} HeldCounters Counters that were resolved beforehand.
 * @property {(calls: number) => void} one Increments the first, again and again.
 * @property {(order: Int32Array, passes: number) => void} each Increments them in this order, `passes` times.
 * @property {() => Promise<number>} total What all of them show.
 *
 * @typedef {object} LabelledCounters Counters that are reached through fresh labels at each call.
 * @property {(order: Int32Array, passes: number) => void} run Increments by the rows of the columns, `passes` times.
 * @property {() => Promise<number>} total
 *
 * @typedef {object} HeldHistogram A histogram that was resolved beforehand.
 * @property {(values: Float64Array, passes: number) => void} run Observes each value, `passes` times.
 * @property {() => Promise<number>} total How many observations it shows.
 *
 * @typedef {{ name: string, help: string, labelNames: readonly string[], series: number }} Definition
 * @typedef {(labels: Labels, value: number) => void} Write Sets or observes a value; the labels are a fresh object.
 *
 * @typedef {object} Exposition
 * @property {(definition: Definition) => Write} gauge
 * @property {(definition: Definition & { buckets: number[] }) => Write} histogram
 * @property {() => Promise<string>} text
 * @property {() => Promise<void>} [prepare] Does after each change what is not to be measured.
 * @property {() => Promise<string>} listen Serves it over HTTP, on this machine and a free port; returns its address.
 *
 * @typedef {import('../series.mjs').SeriesLabels} SeriesLabels
 *
 * @typedef {object} Subject
 * @property {string} title
 * @property {Readonly<Record<string, (labels: SeriesLabels) => HeldCounters>>} inc By form.
 * @property {Readonly<Record<string, (labels: SeriesLabels) => LabelledCounters>>} labels By form.
 * @property {Readonly<Record<string, (labels: Labels, buckets: number[]) => HeldHistogram>>} observe By form.
 * @property {(() => Exposition) | undefined} exposition
 * @property {readonly string[]} [measures] Which measures of its exposition mean something. Default: all.
 */

/** @type {Readonly<Record<string, () => Promise<{ subject: Subject }>>>} */
const SUBJECTS = {
  tradesim: () => import('./tradesim.mjs'),
  float64array: () => import('./float64array.mjs'),
  'ready-body': () => import('./ready-body.mjs'),
  'prom-client': () => import('./prom-client.mjs'),
  'prometheus-io': () => import('./prometheus-io.mjs'),
  opentelemetry: () => import('./opentelemetry.mjs'),
};

/**
 * @param {string} name
 * @returns {Promise<Subject>}
 */
export async function loadSubject(name) {
  const load = SUBJECTS[name];
  if (load === undefined) throw new Error(`Subject: expected one of ${Object.keys(SUBJECTS).join(', ')}, got "${name}".`);
  return (await load()).subject;
}
