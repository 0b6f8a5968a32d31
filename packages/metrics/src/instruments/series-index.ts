/**
 * Finds the series of a label set: one Map per label, nested in the order of the label names. Label values are
 * compared as they are, never joined into a key, so two label sets that differ are two series whatever they hold.
 */
import type { LabelSet } from '../model/labels.ts';

type Level<Series> = Map<string, Level<Series> | Series>;

export class SeriesIndex<Series extends object> {
  readonly #names: readonly string[];
  /** Without labels, the only series itself. */
  #root: Level<Series> | Series | undefined;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#root = names.length === 0 ? undefined : new Map();
  }

  /**
   * Returns the series of these labels, or undefined. The labels are the object's own properties; one too few or too
   * many finds nothing.
   */
  find(labels: LabelSet): Series | undefined {
    const names = this.#names;
    let level = this.#root;
    let i = 0;
    // Names mostly come in the order of the definition, and then for-in costs half of looking each one up.
    for (const name in labels) {
      if (level === undefined || name !== names[i]) return this.#findInAnyOrder(labels);
      level = (level as Level<Series>).get(labels[name]!);
      i++;
    }
    if (i !== names.length) return undefined;
    // for-in walks own properties before inherited ones: when the last is own, all are.
    return i === 0 || Object.hasOwn(labels, names[i - 1]!) ? (level as Series | undefined) : undefined;
  }

  /** Returns the series of these values, given in the order of the label names. */
  findValues(values: readonly string[]): Series | undefined {
    let level = this.#root;
    for (const value of values) {
      if (level === undefined) return undefined;
      level = (level as Level<Series>).get(value);
    }
    return level as Series | undefined;
  }

  add(values: readonly string[], series: Series): void {
    const last = values.length - 1;
    if (last === -1) {
      this.#root = series;
      return;
    }
    let level = this.#root as Level<Series>;
    for (let i = 0; i < last; i++) {
      let next = level.get(values[i]!) as Level<Series> | undefined;
      if (next === undefined) level.set(values[i]!, (next = new Map()));
      level = next;
    }
    level.set(values[last]!, series);
  }

  #findInAnyOrder(labels: LabelSet): Series | undefined {
    const names = this.#names;
    if (Object.keys(labels).length !== names.length) return undefined;
    let level = this.#root;
    for (const name of names) {
      if (level === undefined || !Object.hasOwn(labels, name)) return undefined;
      level = (level as Level<Series>).get(labels[name]!);
    }
    return level as Series | undefined;
  }
}
