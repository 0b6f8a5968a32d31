import { ByteBuffer } from './byte-buffer.ts';

const encoder = new TextEncoder();

/** Bytes of a UTF-16 unit, at the most. */
const MAX_UTF8_BYTES = 3;

/** Appends text as UTF-8, and returns whether all of it is ASCII. */
export function appendText(target: ByteBuffer, text: string): boolean {
  target.reserve(target.length + text.length * MAX_UTF8_BYTES);
  const { written } = encoder.encodeInto(text, target.bytes.subarray(target.length));
  target.length += written;
  return written === text.length;
}

/** Texts one after the other, as UTF-8, each with its end. */
export class EncodedTexts {
  readonly buffer: ByteBuffer = new ByteBuffer(0);
  readonly #ends: number[] = [];
  #isAscii = true;

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.push(text);
  }

  get count(): number {
    return this.#ends.length;
  }

  get isAscii(): boolean {
    return this.#isAscii;
  }

  push(text: string): void {
    if (!appendText(this.buffer, text)) this.#isAscii = false;
    this.#ends.push(this.buffer.length);
  }

  lengthOf(index: number): number {
    return this.#ends[index]! - (index === 0 ? 0 : this.#ends[index - 1]!);
  }

  /** Appends one of the texts to `target`, which has room. */
  appendTo(target: ByteBuffer, index: number): void {
    target.append(this.buffer, index === 0 ? 0 : this.#ends[index - 1]!, this.#ends[index]!);
  }
}
