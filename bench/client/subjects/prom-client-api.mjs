// The API that prom-client and its successor share; a process loads one of them.
import { sumOf } from '../exposition-check.mjs';
import { loadPeer, peerVersion } from '../peers.mjs';
import { listenWith } from '../plain-server.mjs';
import { LABEL_NAMES } from '../series.mjs';
import {
  incByFourLabels,
  incByFourValues,
  incByTwoLabels,
  incByTwoValues,
  incChild,
  incChildren,
  incEach,
  incLabels,
  observeChild,
  observeLabels,
} from './prom-client-loops.mjs';

/** @typedef {import('./subject.mjs').Labels} Labels */
/** @typedef {import('./prom-client-loops.mjs').Child} Child */
/** @typedef {import('./prom-client-loops.mjs').CounterFamily} CounterFamily */

/**
 * @param {string} peer
 * @returns {import('./subject.mjs').Subject}
 */
export function promClientSubject(peer) {
  const client = loadPeer(peer);
  /** @param {readonly string[]} labelNames */
  const defineCounter = (labelNames) => {
    const registry = new client.Registry();
    /** @type {CounterFamily} */
    const family = new client.Counter({ name: 'bench_total', help: 'A counter.', labelNames, registers: [registry] });
    return { family, total: async () => sumOf(await registry.metrics(), 'bench_total') };
  };
  /**
   * @param {Labels} labels
   * @param {number[]} buckets
   */
  const defineHistogram = (labels, buckets) => {
    const registry = new client.Registry();
    const options = { name: 'bench_seconds', help: 'A histogram.', labelNames: Object.keys(labels), buckets, registers: [registry] };
    return { family: new client.Histogram(options), total: async () => sumOf(await registry.metrics(), 'bench_seconds_count') };
  };
  return {
    title: `${peer} ${peerVersion(peer)}`,
    inc: {
      'child.inc()': ({ names, sets }) => {
        const { family, total } = defineCounter(names);
        const children = sets.map((labels) => family.labels(labels));
        const first = /** @type {Child} */ (children[0]);
        return { one: (calls) => incChild(first, calls), each: (order, passes) => incChildren(children, order, passes), total };
      },
      'inc(labels)': ({ names, sets }) => {
        const { family, total } = defineCounter(names);
        const first = /** @type {Labels} */ (sets[0]);
        return {
          one: (calls) => incLabels(family, first, calls),
          each: (order, passes) => incEach(family, sets, { order, passes }),
          total,
        };
      },
    },
    labels: {
      'inc({…})': ({ names, columns }) => {
        const { family, total } = defineCounter(names);
        const run = names.length === LABEL_NAMES.length ? incByFourLabels : incByTwoLabels;
        return { run: (order, passes) => run(family, columns, { order, passes }), total };
      },
      'labels(…).inc()': ({ names, columns }) => {
        const { family, total } = defineCounter(names);
        const run = names.length === LABEL_NAMES.length ? incByFourValues : incByTwoValues;
        return { run: (order, passes) => run(family, columns, { order, passes }), total };
      },
    },
    observe: {
      'child.observe(v)': (labels, buckets) => {
        const { family, total } = defineHistogram(labels, buckets);
        const child = family.labels(labels);
        return { run: (values, passes) => observeChild(child, values, passes), total };
      },
      'observe(labels, v)': (labels, buckets) => {
        const { family, total } = defineHistogram(labels, buckets);
        return { run: (values, passes) => observeLabels(family, labels, { values, passes }), total };
      },
    },
    exposition: () => exposition(client),
  };
}

/**
 * @param {{ Registry: new () => { metrics(): Promise<string> }, Gauge: any, Histogram: any }} client
 * @returns {import('./subject.mjs').Exposition}
 */
function exposition({ Registry, Gauge, Histogram }) {
  const registry = new Registry();
  const text = () => registry.metrics();
  return {
    gauge: ({ name, help, labelNames }) => {
      const family = new Gauge({ name, help, labelNames, registers: [registry] });
      return (labels, value) => family.set(labels, value);
    },
    histogram: ({ name, help, labelNames, buckets }) => {
      const family = new Histogram({ name, help, labelNames, buckets, registers: [registry] });
      return (labels, value) => family.observe(labels, value);
    },
    text,
    listen: () => listenWith(text),
  };
}
