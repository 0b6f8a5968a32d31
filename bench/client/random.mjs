// Orders and picks that are the same for every subject and every run.

/**
 * Returns a source of uniform numbers, 0 <= x < 1 (mulberry32).
 * @param {number} seed
 * @returns {() => number}
 */
export function randomSource(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Returns `length` rows below `range` in random order, with repetitions.
 * @param {number} length
 * @param {number} range
 * @returns {Int32Array}
 */
export function randomOrder(length, range) {
  const random = randomSource(11);
  return Int32Array.from({ length }, () => Math.floor(random() * range));
}

/** Picks distinct rows, again and again. */
export class RowPicker {
  /** @readonly */
  #random = randomSource(13);
  /** @readonly */
  #rows;

  /** @param {number} range */
  constructor(range) {
    this.#rows = Int32Array.from({ length: range }, (_, row) => row);
  }

  /**
   * Returns `count` distinct rows; the array is overwritten by the next pick.
   * @param {number} count
   */
  pick(count) {
    const rows = this.#rows;
    for (let i = 0; i < count; i++) {
      const other = i + Math.floor(this.#random() * (rows.length - i));
      const row = rows[other] ?? 0;
      rows[other] = rows[i] ?? 0;
      rows[i] = row;
    }
    return rows.subarray(0, count);
  }
}
