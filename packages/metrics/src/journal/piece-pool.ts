/** Texts that are copied over and over, encoded once. */

/** Pieces are copied in words of so many bytes. */
export const WORD_BYTES = 4;

/** Text that is copied: where it is in the pool. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

/** Texts one after the other, each at a multiple of four bytes. */
export class PiecePool {
  readonly #texts: Uint8Array[] = [];
  #length = 0;

  add(text: string): Piece {
    const bytes = new TextEncoder().encode(text);
    const piece = { offset: this.#length, length: bytes.length };
    this.#texts.push(bytes);
    this.#length += Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES;
    return piece;
  }

  view(): DataView {
    const pool = new Uint8Array(this.#length);
    let offset = 0;
    for (const bytes of this.#texts) {
      pool.set(bytes, offset);
      offset += Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES;
    }
    return new DataView(pool.buffer);
  }
}
