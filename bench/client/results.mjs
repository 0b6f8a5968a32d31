import { median } from './timing.mjs';

/** @typedef {Readonly<Record<string, number>>} Figures */
/** @typedef {{ measure: string, case: string, figure: string }} Place */

/** What the processes printed, by measure, case, subject and form; each figure is the median of the rounds. */
export class Results {
  /**
   * @readonly
   * @type {Map<string, Figures[]>}
   */
  #rounds = new Map();

  /**
   * @param {{ measure: string, case: string, subject: string, form: string }} source
   * @param {Figures} figures
   */
  add(source, figures) {
    const key = keyOf(source);
    this.#rounds.set(key, [...(this.#rounds.get(key) ?? []), figures]);
  }

  /**
   * Returns the median over the rounds; NaN where nothing was measured.
   * @param {Place & { subject: string, form: string }} place
   */
  median({ figure, ...source }) {
    const rounds = this.#rounds.get(keyOf(source)) ?? [];
    return median(rounds.flatMap((figures) => figures[figure] ?? []));
  }

  /**
   * Returns the smallest median among the forms of a subject; NaN where nothing was measured.
   * @param {Place & { subject: string, forms: readonly string[] }} place
   */
  best({ forms, ...place }) {
    const medians = forms.map((form) => this.median({ ...place, form })).filter((value) => !Number.isNaN(value));
    return medians.length === 0 ? NaN : Math.min(...medians);
  }
}

/** @param {{ measure: string, case: string, subject: string, form: string }} source */
function keyOf({ measure, case: name, subject, form }) {
  return JSON.stringify([measure, name, subject, form]);
}
