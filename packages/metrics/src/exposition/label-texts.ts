/**
 * The labels of series as bytes: `a="x",b="y"`. What a label is called and one of its values are encoded once for all
 * series that have it, so that a line takes a copy and makes no string. Of a label with very many values only the first
 * are kept.
 */
import { escapeLabelValue } from '../model/label-text.ts';
import type { SeriesTable } from '../model/series-table.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { EncodedTexts, appendText } from './encoded-text.ts';

const MAX_KEPT_VALUES = 4096;

export class LabelTexts {
  readonly #table: SeriesTable;
  /** What stands before the value of each label: `a="`, `,b="`. */
  readonly #beginnings: readonly string[];
  readonly #kept: readonly EncodedTexts[];
  #isAscii = true;

  /** @param names the labels' names as they are written, in quotes where they need them */
  constructor(table: SeriesTable, names: readonly string[]) {
    this.#table = table;
    this.#beginnings = names.map((name, i) => `${i === 0 ? '' : ','}${name}="`);
    this.#kept = names.map(() => new EncodedTexts());
  }

  /** Whether all labels that have been written are ASCII. */
  get isAscii(): boolean {
    return this.#isAscii;
  }

  /** Appends the labels of a row to `target`, and leaves room for `more` bytes. */
  append(target: ByteBuffer, row: number, more: number): void {
    for (let label = 0; label < this.#kept.length; label++) {
      const id = this.#table.labelId(row, label);
      const kept = this.#kept[label]!;
      if (id >= MAX_KEPT_VALUES) this.#note(appendText(target, this.#textOf(label, id)));
      else {
        if (id >= kept.count) this.#keepUpTo(label, id);
        target.reserve(target.length + kept.lengthOf(id));
        kept.appendTo(target, id);
      }
    }
    target.reserve(target.length + more);
  }

  #keepUpTo(label: number, id: number): void {
    const kept = this.#kept[label]!;
    while (kept.count <= id) kept.push(this.#textOf(label, kept.count));
    this.#note(kept.isAscii);
  }

  #textOf(label: number, id: number): string {
    return `${this.#beginnings[label]!}${escapeLabelValue(this.#table.labelValues[label]![id]!)}"`;
  }

  #note(isAscii: boolean): void {
    if (!isAscii) this.#isAscii = false;
  }
}
