/** The lines of one family in one notation, page by page, shared by all who read them. */
import type { StoredFamily } from '../model/family.ts';
import type { SeriesTable } from '../model/series-table.ts';
import type { StoredMoment } from '../model/stored-moment.ts';
import { AssembledLines } from './assembled-lines.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { KeptLines } from './kept-lines.ts';
import type { Lines, Page } from './lines.ts';
import { hasOneLine } from './sample-lines.ts';
import type { FamilyNotation } from './sample-lines.ts';

/** A page with as many rows as its block has room for. */
interface Span extends Page {
  readonly block: number;
}

export class FamilyText {
  readonly #lines: Lines;
  readonly #width: number;
  readonly #spans: Span[] = [];
  #blocks = 0;
  #rows = 0;

  /** @param table where the series lie; not always the present table of the family */
  constructor(family: StoredFamily, table: SeriesTable, notation: FamilyNotation) {
    this.#lines = hasOneLine(family, notation) ? new KeptLines(family, table, notation) : new AssembledLines(family, table, notation);
    this.#width = table.width;
  }

  get isAscii(): boolean {
    return this.#lines.isAscii;
  }

  /** Returns how many pages the rows of a moment take. */
  pageCount({ blocks, rows }: StoredMoment): number {
    for (; this.#blocks < blocks.length; this.#blocks++) this.#addBlock(this.#blocks, blocks[this.#blocks]!.length / this.#width);
    let count = this.#spans.length;
    while (count > 0 && this.#spans[count - 1]!.firstRow >= rows) count--;
    return count;
  }

  /** Appends the text of one of these pages. */
  appendPage(target: ByteBuffer, index: number, { blocks, rows }: StoredMoment): void {
    const { block, blockRow, firstRow, rows: room } = this.#spans[index]!;
    this.#lines.append(target, blocks[block]!, { firstRow, blockRow, rows: Math.min(room, rows - firstRow) });
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
