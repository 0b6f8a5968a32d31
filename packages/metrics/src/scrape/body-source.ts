import type { ByteBuffer } from '../exposition/byte-buffer.ts';

/** Makes a body, part after part, into whatever its reader brings. */
export interface BodySource {
  /** Appends the next few kilobytes to `target`. Returns whether there may be more. */
  appendNext(target: ByteBuffer): boolean;
}
