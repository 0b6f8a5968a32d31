import { Buffer, isUtf8 } from 'node:buffer';

const BLOCK_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/** A place in the text of a file, at the beginning of a line. */
export interface LinePlace {
  /** From 1. */
  readonly line: number;
  /** In bytes. */
  readonly offset: number;
}

/**
 * The part of a file that is in memory: bytes are added at its end, lines are taken at its beginning. It grows with the
 * longest line, and not beyond the limit: of a line that is longer, only its place is kept.
 */
export class LineWindow {
  readonly #maxLineBytes: number;
  #storage: Buffer = Buffer.allocUnsafe(BLOCK_BYTES);
  /** The part of the storage that is filled. */
  #filled: Buffer = this.#storage.subarray(0, 0);
  /** Of the first line that has not been taken. */
  #start = 0;
  /** There is no newline between the start and here. */
  #searched = 0;
  /** Bytes of that line that were not kept. */
  #dropped = 0;
  #line = 1;
  #offset = 0;
  #takenStart = 0;
  #takenEnd = 0;
  #takenOffset = 0;
  #isTooLong = false;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  /** The first line that has not been taken. */
  get next(): LinePlace {
    return { line: this.#line, offset: this.#offset };
  }

  /** The line that was taken last. */
  get taken(): LinePlace {
    return { line: this.#line - 1, offset: this.#takenOffset };
  }

  /** Whether the line that was taken last is longer than allowed, and has no text. */
  get isTooLong(): boolean {
    return this.#isTooLong;
  }

  /** Whether anything follows the last newline. */
  get hasTail(): boolean {
    return this.#dropped + this.#filled.length > this.#start;
  }

  /** Forgets what is in memory; what is added next belongs to another place. */
  moveTo({ line, offset }: LinePlace): void {
    this.#filled = this.#storage.subarray(0, 0);
    this.#start = 0;
    this.#searched = 0;
    this.#dropped = 0;
    this.#line = line;
    this.#offset = offset;
  }

  /** Whether what follows the last newline, when all lines have been taken, is too long already to be a line. */
  get hasLongTail(): boolean {
    return this.#dropped + this.#filled.length - this.#start > this.#maxLineBytes;
  }

  /** Returns where bytes are to be put, at least one. The line that was taken last loses its text. */
  room(): Uint8Array {
    this.#makeRoom();
    return this.#storage.subarray(this.#filled.length);
  }

  /** Adds bytes that have been put where {@link room} said. */
  add(bytes: number): void {
    this.#filled = this.#storage.subarray(0, this.#filled.length + bytes);
  }

  /** Takes the next whole line. Returns whether there is one. */
  take(): boolean {
    const end = this.#filled.indexOf(NEWLINE, this.#searched);
    if (end === -1) {
      this.#searched = this.#filled.length;
      return false;
    }
    const lengthBytes = this.#dropped + end - this.#start;
    this.#takenStart = this.#start;
    this.#takenEnd = end;
    this.#takenOffset = this.#offset;
    this.#isTooLong = lengthBytes > this.#maxLineBytes;
    this.#line += 1;
    this.#offset += lengthBytes + 1;
    this.#start = end + 1;
    this.#searched = end + 1;
    this.#dropped = 0;
    return true;
  }

  /** Returns the text of the line that was taken last; undefined when it is not UTF-8. */
  text(): string | undefined {
    const text = this.#filled.toString('utf8', this.#takenStart, this.#takenEnd);
    // What cannot be decoded becomes U+FFFD, which may also have been written.
    const isDoubtful = text.includes('\uFFFD');
    return isDoubtful && !isUtf8(this.#filled.subarray(this.#takenStart, this.#takenEnd)) ? undefined : text;
  }

  #makeRoom(): void {
    const kept = this.#filled.length - this.#start;
    const hasNoLine = this.#searched === this.#filled.length;
    if (hasNoLine && kept > this.#maxLineBytes) {
      this.#dropped += kept;
      this.#refill(this.#storage, this.#filled.length);
    } else if (this.#start > 0) this.#refill(this.#storage, this.#start);
    else if (kept === this.#storage.length) {
      const enough = hasNoLine ? this.#maxLineBytes + 1 : Infinity;
      this.#refill(Buffer.allocUnsafe(Math.min(2 * kept, enough)), 0);
    }
  }

  /** Goes on in `storage` with what is filled from `start` on. */
  #refill(storage: Buffer, start: number): void {
    const kept = this.#filled.copy(storage, 0, start);
    this.#filled = storage.subarray(0, kept);
    this.#storage = storage;
    this.#searched = Math.max(0, this.#searched - start);
    this.#start = 0;
  }
}
