import { Buffer } from 'node:buffer';
import { createGunzip } from 'node:zlib';
import { DamagedGzip } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';
import type { ReadableFile } from './segment-files.ts';

/** When the data is damaged, what is lost of the text before it is at most what one slice makes. */
const SLICE_BYTES = 16 * 1024;
const PIECE_BYTES = 64 * 1024;
/** Checksum and length, which are given last, so that the text is whole when only they are wrong. */
const TRAILER_BYTES = 8;

/** A compressed file, which does not change. */
export class GzipSource implements ByteSource {
  readonly #file: ReadableFile;
  readonly #sizeBytes: number;
  readonly #gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  readonly #slice: Buffer = Buffer.allocUnsafe(SLICE_BYTES);
  /** Text that has not been asked for. */
  readonly #pieces: Buffer[] = [];
  #position = 0;
  #hasEnded = false;
  #damage: Error | undefined;
  #feeding: Promise<void> | undefined;
  #wake = (): void => {};

  constructor(file: ReadableFile, sizeBytes: number) {
    this.#file = file;
    this.#sizeBytes = sizeBytes;
    this.#gunzip.on('data', (piece: Buffer) => this.#pieces.push(piece));
    this.#gunzip.on('error', (fault) => {
      this.#damage = fault;
      this.#wake();
    });
    this.#gunzip.on('end', () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  async read(target: Uint8Array): Promise<number> {
    const piece = await this.#piece();
    if (piece === undefined) return 0;
    const length = piece.copy(target);
    if (length < piece.length) this.#pieces.unshift(piece.subarray(length));
    return length;
  }

  async skipTo(offset: number): Promise<boolean> {
    for (let left = offset; left > 0;) {
      const piece = await this.#piece();
      if (piece === undefined) return false;
      if (piece.length > left) this.#pieces.unshift(piece.subarray(left));
      left -= piece.length;
    }
    return true;
  }

  async close(): Promise<void> {
    this.#gunzip.destroy();
    await this.#file.close();
  }

  async #piece(): Promise<Buffer | undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      // The next slice is decompressed while this piece is made use of.
      if (this.#pieces.length === 0) this.#startFeeding();
      if (piece !== undefined) return piece;
      if (this.#damage !== undefined) throw new DamagedGzip(this.#damage.message, { cause: this.#damage });
      if (this.#hasEnded) return undefined;
      await this.#feeding;
    }
  }

  #startFeeding(): void {
    if (this.#hasEnded || this.#damage !== undefined) return;
    this.#feeding ??= this.#feed().finally(() => {
      this.#feeding = undefined;
    });
    // Whoever waits for it gets the fault.
    this.#feeding.catch(() => {});
  }

  /** Resolves when a slice has been decompressed, or nothing more will come. */
  async #feed(): Promise<void> {
    const bodyBytes = Math.max(0, this.#sizeBytes - TRAILER_BYTES);
    const end = this.#position < bodyBytes ? bodyBytes : this.#sizeBytes;
    const length = Math.min(SLICE_BYTES, end - this.#position);
    const { bytesRead } = await this.#file.read(this.#slice, 0, length, this.#position);
    this.#position += bytesRead;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (bytesRead === 0) this.#gunzip.end();
      else this.#gunzip.write(this.#slice.subarray(0, bytesRead), () => resolve());
    });
  }
}
