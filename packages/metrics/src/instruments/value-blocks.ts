/**
 * Storage for the values of one family. A series owns `width` consecutive numbers of a block; blocks are never moved
 * or grown, so a handle keeps a direct reference to its block and an update is one addition to a Float64Array.
 * New blocks double in size up to MAX_BLOCK_SERIES, so that a family with one series stays small.
 */
export interface Slot {
  readonly values: Float64Array;
  /** Where the series' numbers begin in `values`. */
  readonly start: number;
}

const FIRST_BLOCK_SERIES = 1;
const MAX_BLOCK_SERIES = 1024;

export class ValueBlocks {
  readonly width: number;
  readonly blocks: Float64Array[] = [];
  #block: Float64Array = new Float64Array(0);
  #used = 0;

  constructor(width: number) {
    this.width = width;
  }

  /** Returns numbers that are all 0 and belong to the caller for ever. */
  allocate(): Slot {
    if (this.#used === this.#block.length) this.#addBlock();
    const slot = { values: this.#block, start: this.#used };
    this.#used += this.width;
    return slot;
  }

  #addBlock(): void {
    const series = this.#block.length === 0 ? FIRST_BLOCK_SERIES : Math.min(MAX_BLOCK_SERIES, (this.#block.length / this.width) * 2);
    this.#block = new Float64Array(series * this.width);
    this.blocks.push(this.#block);
    this.#used = 0;
  }
}
