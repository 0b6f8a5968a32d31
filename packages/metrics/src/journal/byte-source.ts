import type { ReadableFile } from './segment-files.ts';

/** The text of a file, in its order. */
export interface ByteSource {
  /**
   * Reads at least one byte into `target`; 0 at the end, which may move on.
   * @throws {DamagedGzip} after all that can be decompressed
   */
  read(target: Uint8Array): Promise<number>;
  /** Goes on at `offset`, where nothing has been read yet. Returns whether the text is that long. */
  skipTo(offset: number): Promise<boolean>;
  close(): Promise<void>;
}

/** The text of a compressed file ends where it should not. */
export class DamagedGzip extends Error {}

/** A file that is read as it is, and may grow. */
export class PlainSource implements ByteSource {
  readonly #file: ReadableFile;
  #position = 0;

  constructor(file: ReadableFile) {
    this.#file = file;
  }

  /** How far it has been read. */
  get position(): number {
    return this.#position;
  }

  async read(target: Uint8Array): Promise<number> {
    const { bytesRead } = await this.#file.read(target, 0, target.length, this.#position);
    this.#position += bytesRead;
    return bytesRead;
  }

  /** Goes back or forth. */
  async skipTo(offset: number): Promise<boolean> {
    this.#position = offset;
    return (await this.#file.stat()).size >= offset;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
