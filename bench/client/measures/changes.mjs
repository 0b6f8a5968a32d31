// What changes between two scrapes: all series, one in a hundred, none.
import { checkTotals, countChangedLines, readTotals } from '../exposition-check.mjs';
import { median } from '../timing.mjs';

/** @typedef {import('../exposition-check.mjs').Totals} Totals */

/** @type {readonly (readonly [string, number])[]} */
export const CHANGES = [
  ['all', 1],
  ['some', 0.01],
  ['none', 0],
];

/** Compares each exposition with the one before and with what it has to say. */
export class ExpositionCheck {
  /** @type {Buffer | undefined} */
  #before;

  /**
   * @param {Buffer} body
   * @param {{ totals: Totals, changedLines: number }} expected
   * @throws {Error} When a sample is missing or wrong, or other lines changed than should have.
   */
  accept(body, { totals, changedLines }) {
    checkTotals(readTotals(body), totals);
    const changed = this.#before === undefined ? changedLines : countChangedLines(this.#before, body);
    if (changed !== changedLines) throw new Error(`Exposition: expected ${changedLines} lines to have changed, got ${changed}.`);
    this.#before = body;
  }
}

/** Collects figures by name. */
export class Figures {
  /**
   * @readonly
   * @type {Map<string, number[]>}
   */
  #values = new Map();

  /**
   * @param {string} name
   * @param {number} value
   */
  add(name, value) {
    this.#values.set(name, [...(this.#values.get(name) ?? []), value]);
  }

  /** Forgets what was collected, such as figures of the warm-up. */
  clear() {
    this.#values.clear();
  }

  /** @returns {Record<string, number>} */
  medians() {
    return Object.fromEntries([...this.#values].map(([name, values]) => [name, median(values)]));
  }
}
