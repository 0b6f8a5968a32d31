// The floor: an addition to a number in a Float64Array, in the orders in which handles are incremented.

/** @type {import('./subject.mjs').Subject} */
export const subject = {
  title: 'bare Float64Array',
  inc: { 'values[i] += 1': ({ sets }) => additions(new Float64Array(sets.length)) },
  labels: {},
  observe: {},
  exposition: undefined,
};

/**
 * @param {Float64Array} values
 * @returns {import('./subject.mjs').HeldCounters}
 */
function additions(values) {
  return {
    one: (calls) => addToOne(values, 0, calls),
    each: (order, passes) => addToEach(values, order, passes),
    total: () => Promise.resolve(values.reduce((sum, value) => sum + value, 0)),
  };
}

/**
 * @param {Float64Array} values
 * @param {number} row
 * @param {number} calls
 */
function addToOne(values, row, calls) {
  for (let i = 0; i < calls; i++) values[row] = /** @type {number} */ (values[row]) + 1;
}

/**
 * @param {Float64Array} values
 * @param {Int32Array} order
 * @param {number} passes
 */
function addToEach(values, order, passes) {
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < order.length; i++) {
      const row = /** @type {number} */ (order[i]);
      values[row] = /** @type {number} */ (values[row]) + 1;
    }
  }
}
