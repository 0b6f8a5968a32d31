// The metrics SDK of OpenTelemetry with its Prometheus exporter; its limit of 2,000 series a metric is raised by a view.
import { sumOf } from '../exposition-check.mjs';
import { loadPeer, peerVersion } from '../peers.mjs';
import { listenWith } from '../plain-server.mjs';
import { LABEL_NAMES } from '../series.mjs';

/** @typedef {import('./subject.mjs').Labels} Labels */
/** @typedef {import('../series.mjs').LabelColumns} LabelColumns */
/** @typedef {{ add(amount: number, attributes: object): void }} Counter */
/** @typedef {{ record(value: number, attributes: object): void }} Histogram */
/** @typedef {{ order: Int32Array, passes: number }} Calls */

const MOST_SERIES = 10_000_000;
const { MeterProvider } = loadPeer('@opentelemetry/sdk-metrics');
const { PrometheusExporter, PrometheusSerializer } = loadPeer('@opentelemetry/exporter-prometheus');

/** @type {import('./subject.mjs').Subject} */
export const subject = {
  title: `@opentelemetry/sdk-metrics ${peerVersion('@opentelemetry/sdk-metrics')}`,
  inc: { 'add(1, attributes)': heldCounters },
  labels: { 'add(1, {…})': labelledCounters },
  observe: { 'record(v, attributes)': heldHistogram },
  exposition,
};

/** Without the labels and the metric by which OpenTelemetry names itself, so that all subjects write the same text. */
function meterAndText() {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const views = [{ instrumentName: '*', aggregationCardinalityLimit: MOST_SERIES }];
  const meter = new MeterProvider({ readers: [exporter], views }).getMeter('bench');
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  /** @returns {Promise<string>} */
  const text = async () => serializer.serialize((await exporter.collect()).resourceMetrics);
  return { meter, text };
}

function defineCounter() {
  const { meter, text } = meterAndText();
  /** @type {Counter} */
  const counter = meter.createCounter('bench_total', { description: 'A counter.' });
  return { counter, total: async () => sumOf(await text(), 'bench_total') };
}

/**
 * @param {import('./subject.mjs').SeriesLabels} labels
 * @returns {import('./subject.mjs').HeldCounters}
 */
function heldCounters({ sets }) {
  const { counter, total } = defineCounter();
  const first = /** @type {Labels} */ (sets[0]);
  return { one: (calls) => addToOne(counter, first, calls), each: (order, passes) => addToEach(counter, sets, { order, passes }), total };
}

/**
 * @param {import('./subject.mjs').SeriesLabels} labels
 * @returns {import('./subject.mjs').LabelledCounters}
 */
function labelledCounters({ names, columns }) {
  const { counter, total } = defineCounter();
  const run = names.length === LABEL_NAMES.length ? addByFourLabels : addByTwoLabels;
  return { run: (order, passes) => run(counter, columns, { order, passes }), total };
}

/**
 * @param {Labels} attributes
 * @param {number[]} buckets
 * @returns {import('./subject.mjs').HeldHistogram}
 */
function heldHistogram(attributes, buckets) {
  const { meter, text } = meterAndText();
  const histogram = meter.createHistogram('bench_seconds', { advice: { explicitBucketBoundaries: buckets } });
  return {
    run: (values, passes) => recordEach(histogram, attributes, { values, passes }),
    total: async () => sumOf(await text(), 'bench_seconds_count'),
  };
}

/** @returns {import('./subject.mjs').Exposition} */
function exposition() {
  const { meter, text } = meterAndText();
  return {
    gauge: ({ name, help }) => {
      const gauge = meter.createGauge(name, { description: help });
      return (labels, value) => gauge.record(value, labels);
    },
    histogram: ({ name, help, buckets }) => {
      const histogram = meter.createHistogram(name, { description: help, advice: { explicitBucketBoundaries: buckets } });
      return (labels, value) => histogram.record(value, labels);
    },
    text,
    listen: () => listenWith(text),
  };
}

/**
 * @param {Counter} counter
 * @param {Labels} attributes
 * @param {number} calls
 */
function addToOne(counter, attributes, calls) {
  for (let i = 0; i < calls; i++) counter.add(1, attributes);
}

/**
 * @param {Counter} counter
 * @param {readonly Labels[]} sets
 * @param {Calls} calls
 */
function addToEach(counter, sets, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < order.length; i++) counter.add(1, /** @type {Labels} */ (sets[/** @type {number} */ (order[i])]));
  }
}

/**
 * @param {Counter} counter
 * @param {LabelColumns} columns
 * @param {Calls} calls
 */
function addByTwoLabels(counter, { company, product }, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (const row of order) counter.add(1, { company: company[row], product: product[row] });
  }
}

/**
 * @param {Counter} counter
 * @param {LabelColumns} columns
 * @param {Calls} calls
 */
function addByFourLabels(counter, { company, product, supplier, region }, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (const row of order) {
      counter.add(1, { company: company[row], product: product[row], supplier: supplier[row], region: region[row] });
    }
  }
}

/**
 * @param {Histogram} histogram
 * @param {Labels} attributes
 * @param {{ values: Float64Array, passes: number }} calls
 */
function recordEach(histogram, attributes, { values, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < values.length; i++) histogram.record(/** @type {number} */ (values[i]), attributes);
  }
}
