import type { ByteBuffer } from './byte-buffer.ts';

/** Some consecutive rows of one block. */
export interface Page {
  /** Row of the family. */
  readonly firstRow: number;
  /** The same row within the block. */
  readonly blockRow: number;
  readonly rows: number;
}

/** Writes the lines of a family's series, page by page. */
export interface Lines {
  readonly rowsPerPage: number;
  /** Whether everything that has been written is ASCII. */
  readonly isAscii: boolean;
  /** Appends the lines of a page with the numbers in `values`, a block or a copy of it. */
  append(target: ByteBuffer, values: Float64Array, page: Page): void;
}
