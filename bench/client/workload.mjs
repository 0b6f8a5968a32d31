// What an exposition is made of: one half gauges with four labels, the other half lines of classic histograms with two
// labels and 11 buckets. Knows at any time what the exposition has to say.
import { RowPicker, randomOrder } from './random.mjs';
import { labelValues } from './series.mjs';

export const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LINES_PER_HISTOGRAM = BUCKETS.length + 3;
const GAUGES_PER_FAMILY = 10_000;
const HISTOGRAMS_PER_FAMILY = 1000;
const GAUGE_LABELS = ['company', 'product', 'supplier', 'region'];
const HISTOGRAM_LABELS = ['route', 'method'];
/** Below the first bound, so that an observation changes each line of its series. */
const OBSERVED_SECONDS = 0.0013;

/** How many companies and routes each family has. Each has its own: a label set never occurs in two families. */
const [COMPANIES, ROUTES] = [10, 100];
const [PRODUCTS, SUPPLIERS, REGIONS] = [labelValues('product', 20), labelValues('supplier', 10), labelValues('region', 5)];
const METHODS = labelValues('method', 10);

/** @typedef {import('./subjects/subject.mjs').Exposition} Exposition */
/** @typedef {import('./subjects/subject.mjs').Write} Write */

export class Workload {
  /** @readonly */
  #gauges;
  /** @readonly */
  #histograms;
  /** @readonly */
  #values;
  /**
   * How often each gauge was written.
   * @readonly
   */
  #versions;
  /**
   * @readonly
   * @type {Write[]}
   */
  #setters = [];
  /**
   * @readonly
   * @type {Write[]}
   */
  #observers = [];
  #observations = 0;
  /** @readonly */
  #companies;
  /** @readonly */
  #routes;
  /** @readonly */
  #gaugeRows;
  /** @readonly */
  #histogramRows;
  /** @readonly */
  #order;
  #written = 0;

  /**
   * @param {number} series Samples of the exposition: each bucket of a histogram is one.
   * @param {string} values Kind of the gauges' values: integers, doubles of 15 to 17 digits, or a mixture with amounts of two decimals.
   */
  constructor(series, values) {
    this.#histograms = Math.floor(series / 2 / LINES_PER_HISTOGRAM);
    this.#gauges = series - this.#histograms * LINES_PER_HISTOGRAM;
    this.#values = values;
    this.#versions = new Uint32Array(this.#gauges);
    this.#companies = labelValues('company', COMPANIES * Math.ceil(this.#gauges / GAUGES_PER_FAMILY));
    this.#routes = labelValues('/api/route', ROUTES * Math.ceil(this.#histograms / HISTOGRAMS_PER_FAMILY));
    this.#gaugeRows = new RowPicker(this.#gauges);
    this.#histogramRows = new RowPicker(this.#histograms);
    this.#order = randomOrder(65_536, this.#gauges);
  }

  /**
   * Defines the metrics and gives each series its first value.
   * @param {Exposition} exposition
   */
  define(exposition) {
    for (let row = 0; row < this.#gauges; row += GAUGES_PER_FAMILY) {
      const name = `bench_gauge_${this.#setters.length}`;
      const series = Math.min(GAUGES_PER_FAMILY, this.#gauges - row);
      this.#setters.push(exposition.gauge({ name, help: 'A gauge.', labelNames: GAUGE_LABELS, series }));
    }
    for (let row = 0; row < this.#histograms; row += HISTOGRAMS_PER_FAMILY) {
      const name = `bench_seconds_${this.#observers.length}`;
      const series = Math.min(HISTOGRAMS_PER_FAMILY, this.#histograms - row);
      this.#observers.push(exposition.histogram({ name, help: 'A histogram.', labelNames: HISTOGRAM_LABELS, series, buckets: BUCKETS }));
    }
    for (let row = 0; row < this.#histograms; row++) for (const seconds of [0.3, 3, 30]) this.#observe(row, seconds);
    this.change(1);
  }

  /**
   * Changes every line of a share of the series, scattered, and returns how many lines that are.
   * @param {number} share 0 to 1.
   */
  change(share) {
    const gauges = this.#gaugeRows.pick(Math.ceil(this.#gauges * share));
    const histograms = this.#histogramRows.pick(Math.ceil(this.#histograms * share));
    for (const row of gauges) this.#set(row);
    for (const row of histograms) this.#observe(row, OBSERVED_SECONDS);
    return gauges.length + histograms.length * LINES_PER_HISTOGRAM;
  }

  /**
   * Writes gauges in random order, as an application does between scrapes.
   * @param {number} count
   */
  writeSome(count) {
    for (let i = 0; i < count; i++) this.#set(this.#order[this.#written++ % this.#order.length] ?? 0);
  }

  /** What the exposition shows now. */
  totals() {
    let gaugeSum = 0;
    for (let row = 0; row < this.#gauges; row++) gaugeSum += this.#gaugeValue(row);
    const samples = this.#gauges + this.#histograms * LINES_PER_HISTOGRAM;
    return { samples, gaugeSum, observations: this.#observations };
  }

  /** @param {number} row */
  #set(row) {
    this.#versions[row] = (this.#versions[row] ?? 0) + 1;
    const family = Math.floor(row / GAUGES_PER_FAMILY);
    const labels = {
      company: at(this.#companies, family * COMPANIES + (row % COMPANIES)),
      product: at(PRODUCTS, row / COMPANIES),
      supplier: at(SUPPLIERS, row / 200),
      region: at(REGIONS, row / 2000),
    };
    this.#setters[family]?.(labels, this.#gaugeValue(row));
  }

  /**
   * @param {number} row
   * @param {number} seconds
   */
  #observe(row, seconds) {
    this.#observations++;
    const family = Math.floor(row / HISTOGRAMS_PER_FAMILY);
    const labels = { route: at(this.#routes, family * ROUTES + (row % ROUTES)), method: at(METHODS, row / ROUTES) };
    this.#observers[family]?.(labels, seconds);
  }

  /**
   * Differs from the value of the version before, mostly in as many digits.
   * @param {number} row
   */
  #gaugeValue(row) {
    const whole = ((Math.imul(row + 1, 0x9e3779b1) >>> 0) + (this.#versions[row] ?? 0) * 7919) % 100_000;
    if (this.#values === 'integers' || (this.#values === 'mixed' && row % 4 === 2)) return whole;
    if (this.#values === 'doubles' || row % 4 === 3) return Math.sqrt(whole + 0.5);
    return whole / 100;
  }
}

/**
 * @param {readonly string[]} values
 * @param {number} position Any number >= 0; its whole part counts, and the values repeat.
 */
function at(values, position) {
  return values[Math.floor(position) % values.length] ?? '';
}
