/**
 * Finds the series of a label set: Maps nested in the order of the label names, as deep as it takes to tell the series
 * apart. Below a value that only one series has, there is no further Map but the series itself, whose other labels are
 * then compared; a family whose first label is unique takes one Map entry per series.
 *
 * Label values are compared as they are, never joined into a key, so two label sets that differ are two series whatever
 * they hold.
 */
import type { LabelSet } from '../model/labels.ts';

/** What the index knows a series by. */
export interface Indexed {
  /** Position among the label values the index was given. */
  readonly row: number;
}

type Level<Series> = Map<string, Level<Series> | Series>;

export class SeriesIndex<Series extends Indexed> {
  readonly #names: readonly string[];
  /** The label values of each row, one row after the other. */
  readonly #values: readonly string[];
  /** Without labels, the only series itself. */
  #root: Level<Series> | Series | undefined;

  /** @param values label values of each row, kept by the owner and only ever appended to */
  constructor(names: readonly string[], values: readonly string[]) {
    this.#names = names;
    this.#values = values;
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
      if (level instanceof Map) level = level.get(labels[name]!);
      else if (labels[name] !== this.#values[level.row * names.length + i]) return undefined;
      i++;
    }
    if (i !== names.length) return undefined;
    // for-in walks own properties before inherited ones: when the last is own, all are.
    return i === 0 || Object.hasOwn(labels, names[i - 1]!) ? (level as Series | undefined) : undefined;
  }

  /** Returns the series of these values, given in the order of the label names. */
  findValues(values: readonly string[]): Series | undefined {
    let level = this.#root;
    for (let i = 0; i < values.length && level !== undefined; i++) {
      if (level instanceof Map) level = level.get(values[i]!);
      else if (values[i] !== this.#values[level.row * values.length + i]) return undefined;
    }
    return level as Series | undefined;
  }

  /** Adds a series that is not there yet; its row's values are in place. */
  add(series: Series): void {
    const count = this.#names.length;
    if (count === 0) {
      this.#root = series;
      return;
    }
    let level = this.#root as Level<Series>;
    for (let i = 0; ; i++) {
      const value = this.#values[series.row * count + i]!;
      const next = level.get(value);
      if (next instanceof Map) {
        level = next;
        continue;
      }
      level.set(value, next === undefined ? series : this.#split(next, series, i + 1));
      return;
    }
  }

  /** Returns the level that tells two series apart which agree in all labels before `from`. */
  #split(one: Series, other: Series, from: number): Level<Series> {
    const count = this.#names.length;
    const [first, second] = [this.#values[one.row * count + from]!, this.#values[other.row * count + from]!];
    if (first === second) return new Map([[first, this.#split(one, other, from + 1)]]);
    return new Map([
      [first, one],
      [second, other],
    ]);
  }

  #findInAnyOrder(labels: LabelSet): Series | undefined {
    const names = this.#names;
    if (Object.keys(labels).length !== names.length) return undefined;
    const values: string[] = [];
    for (const name of names) {
      if (!Object.hasOwn(labels, name)) return undefined;
      values.push(labels[name]!);
    }
    return this.findValues(values);
  }
}
