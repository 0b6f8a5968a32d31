import { isRoundSpent, nextRound } from '../scrape/loop-budget.ts';

const CHUNK_BYTES = 256 * 1024;

export interface Chunk {
  /** Memory of its own, which nobody writes again. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isLast: boolean;
}

/**
 * Copies pieces, each of which is valid until the next is asked for, into chunks of about 256 KiB; the last may be empty.
 * Never works for long without letting the event loop go round.
 */
export async function* chunksOf(pieces: Iterable<Uint8Array>): AsyncGenerator<Chunk, void, undefined> {
  let chunk = new Uint8Array(CHUNK_BYTES);
  let length = 0;
  for (const piece of pieces) {
    let full: Uint8Array<ArrayBuffer> | undefined;
    if (length + piece.length > chunk.length) {
      full = chunk.subarray(0, length);
      chunk = new Uint8Array(Math.max(CHUNK_BYTES, piece.length));
      length = 0;
    }
    // Copied before anything else runs: it is not valid after that.
    chunk.set(piece, length);
    length += piece.length;
    if (full !== undefined && full.length > 0) yield { bytes: full, isLast: false };
    if (isRoundSpent()) await nextRound();
  }
  yield { bytes: chunk.slice(0, length), isLast: true };
}
