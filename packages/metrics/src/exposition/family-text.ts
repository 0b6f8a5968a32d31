/** The text of one family: its header and its pages, kept from scrape to scrape. */
import type { StoredFamily } from '../model/family.ts';
import { familyHeader } from './encode-family.ts';
import { sampleName } from '../model/sample-name.ts';
import { TextPage, prepareLines } from './text-page.ts';
import type { LineLayout } from './text-page.ts';

/** A page holds about this many lines: enough to share its bookkeeping, few enough to move. */
const LINES_PER_PAGE = 64;

/** Where the rows of a page lie. */
interface Span {
  readonly page: TextPage;
  readonly block: number;
  /** First row within the block. */
  readonly blockRow: number;
  readonly firstRow: number;
  readonly capacity: number;
}

export class FamilyText {
  readonly header: Uint8Array;
  readonly #layout: LineLayout;
  readonly #spans: Span[] = [];
  #blocks = 0;
  #rows = 0;

  constructor(family: StoredFamily) {
    this.header = new TextEncoder().encode(familyHeader(family));
    this.#layout = family.buckets === undefined ? singleLine(family) : histogramLines(family, family.buckets);
    prepareLines(this.#layout.linesPerSeries);
  }

  /** How many pages `rows` rows take. */
  pageCount(blocks: readonly Float64Array[], rows: number): number {
    for (; this.#blocks < blocks.length; this.#blocks++) this.#addBlock(this.#blocks, blocks[this.#blocks]!.length);
    let count = this.#spans.length;
    while (count > 0 && this.#spans[count - 1]!.firstRow >= rows) count--;
    return count;
  }

  /** Returns the text of a page, valid until it is asked for again, with the values of `blocks`, of which the first `rows` rows exist. */
  page(index: number, blocks: readonly Float64Array[], rows: number): Uint8Array {
    const { page, block, blockRow, firstRow, capacity } = this.#spans[index]!;
    const pageRows = Math.min(capacity, rows - firstRow);
    page.update(blocks[block]!, blockRow * this.#layout.valuesPerSeries, pageRows);
    return page.view(pageRows);
  }

  #addBlock(block: number, length: number): void {
    const blockRows = length / this.#layout.valuesPerSeries;
    const rowsPerPage = Math.max(1, Math.floor(LINES_PER_PAGE / this.#layout.linesPerSeries));
    for (let blockRow = 0; blockRow < blockRows; blockRow += rowsPerPage) {
      const capacity = Math.min(rowsPerPage, blockRows - blockRow);
      this.#spans.push({ page: new TextPage(this.#layout, this.#rows, capacity), block, blockRow, firstRow: this.#rows, capacity });
      this.#rows += capacity;
    }
  }
}

function singleLine(family: StoredFamily): LineLayout {
  return {
    valuesPerSeries: 1,
    linesPerSeries: 1,
    omitNaN: family.omitNaN,
    heads: (row) => [`${sampleName(family.name, '', family.labelTextOf(row), undefined)} `],
    numbers: (values, start, numbers) => {
      numbers[0] = values[start]!;
    },
  };
}

/** A series of a histogram stores its sum, then the count of each bucket alone; its lines add the counts up. */
function histogramLines(family: StoredFamily, buckets: readonly number[]): LineLayout {
  const bounds = [...buckets, Infinity];
  return {
    valuesPerSeries: bounds.length + 1,
    linesPerSeries: bounds.length + 2,
    omitNaN: false,
    heads: (row) => {
      const labels = family.labelTextOf(row);
      const names = bounds.map((bound) => sampleName(family.name, '_bucket', labels, bound));
      names.push(sampleName(family.name, '_sum', labels, undefined), sampleName(family.name, '_count', labels, undefined));
      return names.map((name) => `${name} `);
    },
    numbers: (values, start, numbers) => {
      let count = 0;
      for (let i = 0; i < bounds.length; i++) numbers[i] = count += values[start + 1 + i]!;
      numbers[bounds.length] = values[start]!;
      numbers[bounds.length + 1] = count;
    },
  };
}
