/** Bytes with a length that can grow, behind which there is always some room. */

/** Room behind the text, so that it can be copied eight bytes at a time to its end. */
const SLACK_BYTES = 16;
const MIN_UNCLEARED_BYTES = 64 * 1024;

export class ByteBuffer {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;
  #words: DataView | undefined;

  constructor(capacity: number) {
    this.bytes = allocated(capacity + SLACK_BYTES);
  }

  /** Returns the bytes as they are now, without a copy. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  /**
   * Makes room for `length` bytes; what is there stays.
   * @param spare how much more room is made where there is too little. Default: half as much as there is
   */
  reserve(length: number, spare: number = this.length >> 1): void {
    if (length + SLACK_BYTES > this.bytes.length) this.#resize(length + spare);
  }

  /** Empties the buffer and makes room for `length` bytes. */
  clear(length: number): void {
    this.length = 0;
    this.reserve(length);
  }

  /** Moves everything from `start` on by `shift` bytes, which may be negative; there is room. */
  shift(start: number, shift: number): void {
    this.bytes.copyWithin(start + shift, start, this.length);
    this.length += shift;
  }

  /** Takes over the bytes of another buffer, with `spare` bytes of room behind them where they need more room than there is. */
  replace(other: ByteBuffer, spare: number): void {
    this.length = 0;
    this.reserve(other.length, spare);
    this.bytes.set(other.view());
    this.length = other.length;
  }

  /**
   * Appends the bytes from `from` to `to` of another buffer. Needs room. Copies eight bytes at a time, which for the
   * length of a line is faster than `set`; what moves as a float64 keeps its bits.
   */
  append(source: ByteBuffer, from: number, to: number): void {
    const read = (source.#words ??= new DataView(source.bytes.buffer));
    const write = (this.#words ??= new DataView(this.bytes.buffer));
    let at = this.length;
    for (let i = from; i < to; i += 8, at += 8) write.setFloat64(at, read.getFloat64(i, true), true);
    this.length += to - from;
  }

  /** Appends many bytes. Makes room. */
  appendBytes(bytes: Uint8Array): void {
    this.reserve(this.length + bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #resize(capacity: number): void {
    const bytes = allocated(capacity + SLACK_BYTES);
    bytes.set(this.view());
    this.bytes = bytes;
    this.#words = undefined;
  }
}

/** Large memory is not cleared where Node allows it: only what has been written is ever read. */
function allocated(length: number): Uint8Array<ArrayBuffer> {
  if (length < MIN_UNCLEARED_BYTES || typeof Buffer === 'undefined') return new Uint8Array(length);
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}
