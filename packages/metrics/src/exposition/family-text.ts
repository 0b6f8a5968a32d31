/** The text of one family: its header and its pages, kept from scrape to scrape. */
import type { StoredFamily } from '../model/family.ts';
import { sampleName } from '../model/sample-name.ts';
import { familyHeader } from './encode-family.ts';
import { HistogramLines, HistogramPage } from './histogram-page.ts';
import { TextPage } from './text-page.ts';

/** Rows of a page: enough to share its bookkeeping, few enough to move. */
const ROWS_PER_PAGE = 64;

/** The text of some consecutive rows. */
interface Page {
  /** Returns the text of the first `rows` rows with the values that lie in `values` from `start`; valid until any page is asked again. */
  text(values: Float64Array, start: number, rows: number): Uint8Array;
}

/** Where the rows of a page lie. */
interface Span {
  readonly page: Page;
  readonly block: number;
  /** First row within the block. */
  readonly blockRow: number;
  readonly firstRow: number;
  readonly capacity: number;
}

export class FamilyText {
  readonly header: Uint8Array;
  readonly #valuesPerRow: number;
  readonly #createPage: (firstRow: number, capacity: number) => Page;
  readonly #spans: Span[] = [];
  #blocks = 0;
  #rows = 0;

  constructor(family: StoredFamily) {
    this.header = new TextEncoder().encode(familyHeader(family));
    const { buckets } = family;
    this.#valuesPerRow = buckets === undefined ? 1 : buckets.length + 2;
    this.#createPage = buckets === undefined ? singleLines(family) : histogramLines(family, buckets);
  }

  /** How many pages `rows` rows take. */
  pageCount(blocks: readonly Float64Array[], rows: number): number {
    for (; this.#blocks < blocks.length; this.#blocks++) this.#addBlock(this.#blocks, blocks[this.#blocks]!.length / this.#valuesPerRow);
    let count = this.#spans.length;
    while (count > 0 && this.#spans[count - 1]!.firstRow >= rows) count--;
    return count;
  }

  /** Returns the text of a page, valid until any page is asked again, with the values of `blocks`, of which the first `rows` rows exist. */
  page(index: number, blocks: readonly Float64Array[], rows: number): Uint8Array {
    const { page, block, blockRow, firstRow, capacity } = this.#spans[index]!;
    return page.text(blocks[block]!, blockRow * this.#valuesPerRow, Math.min(capacity, rows - firstRow));
  }

  #addBlock(block: number, blockRows: number): void {
    for (let blockRow = 0; blockRow < blockRows; blockRow += ROWS_PER_PAGE) {
      const capacity = Math.min(ROWS_PER_PAGE, blockRows - blockRow);
      this.#spans.push({ page: this.#createPage(this.#rows, capacity), block, blockRow, firstRow: this.#rows, capacity });
      this.#rows += capacity;
    }
  }
}

function singleLines(family: StoredFamily): (firstRow: number, capacity: number) => Page {
  const head = (row: number): string => `${sampleName(family.name, '', family.labelTextOf(row), undefined)} `;
  return (firstRow, capacity) => new TextPage({ head, omitNaN: family.omitNaN }, firstRow, capacity);
}

function histogramLines(family: StoredFamily, buckets: readonly number[]): (firstRow: number, capacity: number) => Page {
  const lines = new HistogramLines(family, buckets);
  return (firstRow) => new HistogramPage(lines, (row) => family.labelTextOf(row), firstRow);
}
