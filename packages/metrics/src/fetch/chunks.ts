import { ByteBuffer } from '../exposition/byte-buffer.ts';
import type { BodySource } from '../scrape/body-source.ts';
import { isRoundSpent, nextRound } from '../scrape/loop-budget.ts';

const CHUNK_BYTES = 256 * 1024;
/** With room for the piece that exceeds it. */
const CAPACITY_BYTES = CHUNK_BYTES + CHUNK_BYTES / 8;

export interface Chunk {
  /** Memory of its own, which nobody writes again. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isLast: boolean;
}

/**
 * Makes a body in chunks of about 256 KiB; the last may be empty. Never works for long without letting the event loop go
 * round.
 */
export async function* chunksOf(body: BodySource): AsyncGenerator<Chunk, void, undefined> {
  let chunk = new ByteBuffer(CAPACITY_BYTES);
  while (body.appendNext(chunk)) {
    if (chunk.length >= CHUNK_BYTES) {
      yield { bytes: chunk.view(), isLast: false };
      chunk = new ByteBuffer(CAPACITY_BYTES);
    }
    if (isRoundSpent()) await nextRound();
  }
  yield { bytes: chunk.view().slice(), isLast: true };
}
