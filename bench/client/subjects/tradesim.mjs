// @tradesim/metrics, as built in packages/metrics.
import { createRequire } from 'node:module';
import { Registry } from '@tradesim/metrics';
import { createExporter } from '@tradesim/metrics/exporter';
import { sumOf } from '../exposition-check.mjs';
import { LABEL_NAMES } from '../series.mjs';

/** @typedef {{ inc(): void }} Handle */
/** @typedef {{ company: string | undefined, product: string | undefined }} TwoLabels */
/** @typedef {TwoLabels & { supplier: string | undefined, region: string | undefined }} FourLabels */
/** @typedef {import('../series.mjs').LabelColumns} LabelColumns */

const { version } = createRequire(import.meta.url)('@tradesim/metrics/package.json');

/** @type {import('./subject.mjs').Subject} */
export const subject = {
  title: `@tradesim/metrics ${version}`,
  inc: { 'handle.inc()': heldCounters },
  labels: { 'labels({…}).inc()': labelledCounters },
  observe: { 'handle.observe(v)': heldHistogram },
  exposition,
};

/**
 * @param {import('./subject.mjs').SeriesLabels} labels
 * @returns {import('./subject.mjs').HeldCounters}
 */
function heldCounters({ names, sets }) {
  const { family, total } = defineCounter(names, sets.length);
  const handles = sets.map((labels) => family.labels(labels));
  const first = /** @type {Handle} */ (handles[0]);
  return { one: (calls) => incOne(first, calls), each: (order, passes) => incEach(handles, order, passes), total };
}

/**
 * @param {import('./subject.mjs').SeriesLabels} labels
 * @returns {import('./subject.mjs').LabelledCounters}
 */
function labelledCounters({ names, sets, columns }) {
  const { family, total } = defineCounter(names, sets.length);
  for (const labels of sets) family.labels(labels);
  const run = names.length === LABEL_NAMES.length ? incByFourLabels : incByTwoLabels;
  const named = /** @type {{ labels(labels: TwoLabels): Handle }} */ (family);
  return { run: (order, passes) => run(named, columns, { order, passes }), total };
}

/**
 * @param {readonly string[]} labelNames
 * @param {number} series
 */
function defineCounter(labelNames, series) {
  const registry = new Registry();
  const family = registry.counter({ name: 'bench_total', help: 'A counter.', labelNames, maxSeries: series });
  return { family, total: async () => sumOf(await registry.metrics(), 'bench_total') };
}

/**
 * @param {import('./subject.mjs').Labels} labels
 * @param {number[]} buckets
 * @returns {import('./subject.mjs').HeldHistogram}
 */
function heldHistogram(labels, buckets) {
  const registry = new Registry();
  const family = registry.histogram({ name: 'bench_seconds', help: 'A histogram.', labelNames: Object.keys(labels), buckets });
  const handle = family.labels(labels);
  return {
    run: (values, passes) => observeEach(handle, values, passes),
    total: async () => sumOf(await registry.metrics(), 'bench_seconds_count'),
  };
}

/** @returns {import('./subject.mjs').Exposition} */
function exposition() {
  const registry = new Registry();
  return {
    gauge: ({ series, ...definition }) => {
      const family = registry.gauge({ ...definition, maxSeries: series });
      return (labels, value) => family.labels(labels).set(value);
    },
    histogram: ({ series, ...definition }) => {
      const family = registry.histogram({ ...definition, maxSeries: series });
      return (labels, value) => family.labels(labels).observe(value);
    },
    text: () => registry.metrics(),
    listen: async () => {
      const { url } = await createExporter({ registry, port: 0 });
      return `${url}/metrics`;
    },
  };
}

/**
 * @param {Handle} handle
 * @param {number} calls
 */
function incOne(handle, calls) {
  for (let i = 0; i < calls; i++) handle.inc();
}

/**
 * @param {readonly Handle[]} handles
 * @param {Int32Array} order
 * @param {number} passes
 */
function incEach(handles, order, passes) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < order.length; i++) /** @type {Handle} */ (handles[/** @type {number} */ (order[i])]).inc();
  }
}

/**
 * @param {{ labels(labels: TwoLabels): Handle }} family
 * @param {LabelColumns} columns
 * @param {{ order: Int32Array, passes: number }} calls
 */
function incByTwoLabels(family, { company, product }, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (const row of order) family.labels({ company: company[row], product: product[row] }).inc();
  }
}

/**
 * @param {{ labels(labels: FourLabels): Handle }} family
 * @param {LabelColumns} columns
 * @param {{ order: Int32Array, passes: number }} calls
 */
function incByFourLabels(family, { company, product, supplier, region }, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (const row of order) {
      family.labels({ company: company[row], product: product[row], supplier: supplier[row], region: region[row] }).inc();
    }
  }
}

/**
 * @param {{ observe(value: number): void }} handle
 * @param {Float64Array} values
 * @param {number} passes
 */
function observeEach(handle, values, passes) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < values.length; i++) handle.observe(/** @type {number} */ (values[i]));
  }
}
