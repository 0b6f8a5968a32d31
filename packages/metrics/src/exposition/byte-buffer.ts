/** Bytes with a length that can grow, behind which there is always some room. */

/** Room behind the text, so that it can be copied four bytes at a time to its end. */
const SLACK_BYTES = 16;

export class ByteBuffer {
  bytes: Uint8Array;
  length = 0;
  #words: DataView;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity + SLACK_BYTES);
    this.#words = new DataView(this.bytes.buffer);
  }

  /** Returns the bytes as they are now, without a copy. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** Makes room for `length` bytes; what is there stays. */
  reserve(length: number): void {
    if (length + SLACK_BYTES > this.bytes.length) this.#resize(Math.max(length, this.length + (this.length >> 1)));
  }

  /** Empties the buffer and makes room for `length` bytes. */
  clear(length: number): void {
    this.length = 0;
    this.reserve(length);
  }

  /** Gives back the room that is not needed. */
  trim(): void {
    if (this.bytes.length > this.length + 4 * SLACK_BYTES) this.#resize(this.length);
  }

  /** Moves everything from `start` on by `shift` bytes, which may be negative. */
  shift(start: number, shift: number): void {
    this.reserve(this.length + shift);
    this.bytes.copyWithin(start + shift, start, this.length);
    this.length += shift;
  }

  /** Takes over the bytes of another buffer. */
  replace(other: ByteBuffer): void {
    this.length = 0;
    this.reserve(other.length);
    this.bytes.set(other.view());
    this.length = other.length;
  }

  /**
   * Appends the bytes from `from` to `to` of another buffer. Needs room. Copies four bytes at a time, which is five
   * times as fast as one at a time, and for the length of a line faster than `set`.
   */
  append(source: ByteBuffer, from: number, to: number): void {
    const read = source.#words;
    const write = this.#words;
    let at = this.length;
    for (let i = from; i < to; i += 4, at += 4) write.setInt32(at, read.getInt32(i));
    this.length += to - from;
  }

  #resize(capacity: number): void {
    const bytes = new Uint8Array(capacity + SLACK_BYTES);
    bytes.set(this.view());
    this.bytes = bytes;
    this.#words = new DataView(bytes.buffer);
  }
}
