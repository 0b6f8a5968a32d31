// Label sets of the families that are written to, by number of series and labels.

/** How many values each label has. */
const VALUES = new Map([
  ['100 of 2', [10, 10]],
  ['100 of 4', [5, 5, 2, 2]],
  ['2000 of 2', [50, 40]],
  ['2000 of 4', [10, 10, 5, 4]],
  ['4096 of 3', [16, 16, 16]],
  ['20000 of 2', [200, 100]],
  ['20000 of 4', [20, 20, 10, 5]],
]);

/** @type {readonly ['company', 'product', 'supplier', 'region']} */
export const LABEL_NAMES = ['company', 'product', 'supplier', 'region'];

/** @typedef {Readonly<Record<'company' | 'product' | 'supplier' | 'region', readonly string[]>>} LabelColumns */

/**
 * @typedef {object} SeriesLabels
 * @property {readonly string[]} names
 * @property {readonly Readonly<Record<string, string>>[]} sets One object per series.
 * @property {LabelColumns} columns
 *   Values by row, twice as many rows as series: first the very strings of `sets`, then copies of them, because callers
 *   hold some label values and make others anew, and comparing them costs differently.
 */

/**
 * @param {number} series 100, 2,000 or 20,000 with 2 or 4 labels, or 4,096 with 3.
 * @param {number} labels
 * @returns {SeriesLabels}
 */
export function seriesLabels(series, labels) {
  const counts = VALUES.get(`${series} of ${labels}`);
  if (counts === undefined) throw new Error(`Labels: there is no family of ${series} series with ${labels} labels.`);
  const names = LABEL_NAMES.slice(0, labels);
  const pools = names.map((name, i) => labelValues(name, counts[i] ?? 1));
  const sets = Array.from({ length: series }, (_, row) => {
    let rest = row;
    const values = pools.map((pool) => {
      const value = pool[rest % pool.length];
      rest = Math.floor(rest / pool.length);
      return value;
    });
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
  });
  return { names, sets, columns: labelColumns(sets) };
}

/**
 * @param {string} name
 * @param {number} count
 * @returns {readonly string[]}
 */
export function labelValues(name, count) {
  return Array.from({ length: count }, (_, i) => copy(`${name}-${String(i).padStart(3, '0')}`));
}

/**
 * @param {readonly Readonly<Record<string, string>>[]} sets
 * @returns {LabelColumns}
 */
function labelColumns(sets) {
  /** @param {string} name */
  const column = (name) => {
    const values = sets.map((set) => set[name] ?? '');
    return [...values, ...values.map(copy)];
  };
  return { company: column('company'), product: column('product'), supplier: column('supplier'), region: column('region') };
}

/**
 * Returns an equal string in memory of its own.
 * @param {string} text
 */
function copy(text) {
  return Buffer.from(text).toString();
}
