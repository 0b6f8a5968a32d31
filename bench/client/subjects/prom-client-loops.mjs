// Loops over the API that prom-client and its successor share.

/** @typedef {import('./subject.mjs').Labels} Labels */
/** @typedef {import('../series.mjs').LabelColumns} LabelColumns */
/** @typedef {{ inc(): void }} Child */
/** @typedef {{ inc(labels: object): void, labels(...labels: (object | string | undefined)[]): Child }} CounterFamily */
/** @typedef {{ order: Int32Array, passes: number }} Calls */

/**
 * @param {Child} child
 * @param {number} calls
 */
export function incChild(child, calls) {
  for (let i = 0; i < calls; i++) child.inc();
}

/**
 * @param {readonly Child[]} children
 * @param {Int32Array} order
 * @param {number} passes
 */
export function incChildren(children, order, passes) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < order.length; i++) /** @type {Child} */ (children[/** @type {number} */ (order[i])]).inc();
  }
}

/**
 * @param {CounterFamily} family
 * @param {Labels} labels
 * @param {number} calls
 */
export function incLabels(family, labels, calls) {
  for (let i = 0; i < calls; i++) family.inc(labels);
}

/**
 * @param {CounterFamily} family
 * @param {readonly Labels[]} sets
 * @param {Calls} calls
 */
export function incEach(family, sets, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < order.length; i++) family.inc(/** @type {Labels} */ (sets[/** @type {number} */ (order[i])]));
  }
}

/**
 * @param {CounterFamily} family
 * @param {LabelColumns} columns
 * @param {Calls} calls
 */
export function incByTwoLabels(family, { company, product }, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (const row of order) family.inc({ company: company[row], product: product[row] });
  }
}

/**
 * @param {CounterFamily} family
 * @param {LabelColumns} columns
 * @param {Calls} calls
 */
export function incByFourLabels(family, { company, product, supplier, region }, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (const row of order) {
      family.inc({ company: company[row], product: product[row], supplier: supplier[row], region: region[row] });
    }
  }
}

/**
 * @param {CounterFamily} family
 * @param {LabelColumns} columns
 * @param {Calls} calls
 */
export function incByTwoValues(family, { company, product }, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (const row of order) family.labels(company[row], product[row]).inc();
  }
}

/**
 * @param {CounterFamily} family
 * @param {LabelColumns} columns
 * @param {Calls} calls
 */
export function incByFourValues(family, { company, product, supplier, region }, { order, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (const row of order) family.labels(company[row], product[row], supplier[row], region[row]).inc();
  }
}

/**
 * @param {{ observe(value: number): void }} child
 * @param {Float64Array} values
 * @param {number} passes
 */
export function observeChild(child, values, passes) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < values.length; i++) child.observe(/** @type {number} */ (values[i]));
  }
}

/**
 * @param {{ observe(labels: Labels, value: number): void }} family
 * @param {Labels} labels
 * @param {{ values: Float64Array, passes: number }} calls
 */
export function observeLabels(family, labels, { values, passes }) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < values.length; i++) family.observe(labels, /** @type {number} */ (values[i]));
  }
}
