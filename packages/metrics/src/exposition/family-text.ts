/** The text of one family in one notation: its header and its pages, shared by all who read it. */
import type { StoredFamily } from '../model/family.ts';
import type { SeriesTable } from '../model/series-table.ts';
import { AssembledLines } from './assembled-lines.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { KeptLines } from './kept-lines.ts';
import type { Lines } from './lines.ts';
import type { FamilyNotation } from './sample-lines.ts';

/** Where the rows of a page lie. */
interface Span {
  readonly block: number;
  readonly blockRow: number;
  readonly firstRow: number;
  readonly rows: number;
}

export class FamilyText {
  readonly #lines: Lines;
  readonly #width: number;
  readonly #spans: Span[] = [];
  #blocks = 0;
  #rows = 0;

  constructor(family: StoredFamily, table: SeriesTable, notation: FamilyNotation) {
    const isOneLine = family.row.kind === 'value' && (notation.createdName === undefined || family.row.createdAt === undefined);
    this.#lines = isOneLine ? new KeptLines(family, table, notation) : new AssembledLines(family, table, notation);
    this.#width = table.width;
  }

  get isAscii(): boolean {
    return this.#lines.isAscii;
  }

  /** How many pages `rows` rows take. */
  pageCount(blocks: readonly Float64Array[], rows: number): number {
    for (; this.#blocks < blocks.length; this.#blocks++) this.#addBlock(this.#blocks, blocks[this.#blocks]!.length / this.#width);
    let count = this.#spans.length;
    while (count > 0 && this.#spans[count - 1]!.firstRow >= rows) count--;
    return count;
  }

  /** Appends the text of a page with the numbers in `blocks`, of which the first `rows` rows exist. */
  appendPage(target: ByteBuffer, index: number, blocks: readonly Float64Array[], rows: number): void {
    const span = this.#spans[index]!;
    const page = { firstRow: span.firstRow, blockRow: span.blockRow, rows: Math.min(span.rows, rows - span.firstRow) };
    this.#lines.append(target, blocks[span.block]!, page);
  }

  #addBlock(block: number, blockRows: number): void {
    const { rowsPerPage } = this.#lines;
    for (let blockRow = 0; blockRow < blockRows; blockRow += rowsPerPage) {
      const rows = Math.min(rowsPerPage, blockRows - blockRow);
      this.#spans.push({ block, blockRow, firstRow: this.#rows, rows });
      this.#rows += rows;
    }
  }
}
