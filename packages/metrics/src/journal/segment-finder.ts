/**
 * Finds what is to be read under a number, while another process closes, compresses and removes segments.
 *
 * The live file has the number after the newest closed segment. Opening it and then seeing no segment of that number
 * proves that it was live when it was opened, because a file is renamed before the next one of its name is made, and the
 * newest closed segment is never removed. What is open stays readable, under whatever name.
 */
import { constants } from 'node:fs';
import { join } from 'node:path';
import { PlainSource } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';
import { GzipSource } from './gzip-source.ts';
import { ifThere } from './segment-files.ts';
import type { ReadableFile, ReadableFiles } from './segment-files.ts';
import { compressedName, segmentName, segmentsAmong } from './segment-name.ts';

/** A closed segment, open for reading. */
export interface ClosedFile {
  readonly kind: 'closed';
  readonly name: string;
  readonly source: ByteSource;
}

/** A file that was live when it was opened. */
export interface LiveFile {
  readonly kind: 'live';
  readonly name: string;
  readonly source: PlainSource;
  readonly file: ReadableFile;
  readonly ino: number;
  /** How many names it had. */
  readonly links: number;
}

/** A file to be read. */
export type FoundFile = ClosedFile | LiveFile;

/** What there is under a number. */
export type Found =
  | FoundFile
  /** Not there yet. */
  | { readonly kind: 'nothing' }
  /** Not there any more: segments up to `last`. What follows is `next`; undefined when another run has begun. */
  | { readonly kind: 'missing'; readonly last: number; readonly next: number | undefined };

/** What has become of a live file that has lost its name. */
export type Successor = 'closed' | 'archived' | 'removed';

export class SegmentFinder {
  readonly #directory: string;
  readonly #fileName: string;
  readonly #files: ReadableFiles;
  /** The number of the newest closed segment, as far as it is known. */
  #newest = 0;

  constructor({ directory, fileName, files }: { readonly directory: string; readonly fileName: string; readonly files: ReadableFiles }) {
    this.#directory = directory;
    this.#fileName = fileName;
    this.#files = files;
  }

  /** The number that the live file has, as far as it is known. */
  get liveNumber(): number {
    return this.#newest + 1;
  }

  /** Returns the number of the first segment of the run that there is now. */
  async first(): Promise<number> {
    const numbers = await this.#listedTwice();
    this.#newest = numbers.at(-1) ?? 0;
    return numbers[0] ?? this.liveNumber;
  }

  /** Opens the file with a number. */
  async find(number: number): Promise<Found> {
    for (;;) {
      const closed = await this.#openClosed(number);
      if (closed !== undefined) {
        this.#newest = Math.max(this.#newest, number);
        return closed;
      }
      const live = await this.#openLive();
      const found = await this.#judge(number, live);
      if (found !== live) await live?.source.close();
      if (found !== undefined) return found;
    }
  }

  /** Whether a file that was live has lost its name, so that nothing is written to it any more. */
  async isMoved({ ino }: LiveFile): Promise<boolean> {
    const status = await ifThere(this.#files.stat(this.#path(this.#fileName)));
    return status?.ino !== ino;
  }

  /** Says what has become of the live file `number`, which has lost its name. */
  async successorOf(number: number, { file, ino, links }: LiveFile): Promise<Successor> {
    const closed = await ifThere(this.#files.stat(this.#path(segmentName(this.#fileName, number))));
    const { nlink } = await file.stat();
    const isThere = closed?.ino === ino || (nlink < links && ((await this.#numbers()).at(-1) ?? 0) >= number);
    if (isThere) this.#newest = Math.max(this.#newest, number);
    if (isThere) return 'closed';
    return nlink < links ? 'removed' : 'archived';
  }

  /** Says what is to be found, after the live file was opened; undefined when the segment is there by now. */
  async #judge(number: number, live: LiveFile | undefined): Promise<Found | undefined> {
    const numbers = await this.#numbers();
    if (numbers.includes(number) || (await this.#isClosed(number))) return undefined;
    const newest = numbers.at(-1) ?? 0;
    const next = numbers.find((each) => each > number);
    if (next !== undefined) return { kind: 'missing', last: next - 1, next };
    if (newest < this.#newest) return { kind: 'missing', last: Math.max(number, this.#newest), next: undefined };
    this.#newest = newest;
    return live ?? { kind: 'nothing' };
  }

  async #openClosed(number: number): Promise<ClosedFile | undefined> {
    const name = segmentName(this.#fileName, number);
    const plain = await this.#open(name);
    if (plain !== undefined) return { kind: 'closed', name, source: new PlainSource(plain) };
    const compressed = await this.#open(compressedName(name));
    if (compressed === undefined) return undefined;
    const { size } = await compressed.stat();
    return { kind: 'closed', name: compressedName(name), source: new GzipSource(compressed, size) };
  }

  async #openLive(): Promise<LiveFile | undefined> {
    const file = await this.#open(this.#fileName);
    if (file === undefined) return undefined;
    const { ino, nlink } = await file.stat();
    return { kind: 'live', name: this.#fileName, source: new PlainSource(file), file, ino, links: nlink };
  }

  #open(name: string): Promise<ReadableFile | undefined> {
    return ifThere(this.#files.open(this.#path(name), constants.O_RDONLY));
  }

  /** Asks by name and in this order, so that a compression under way cannot hide it. */
  async #isClosed(number: number): Promise<boolean> {
    const name = segmentName(this.#fileName, number);
    if ((await ifThere(this.#files.stat(this.#path(name)))) !== undefined) return true;
    return (await ifThere(this.#files.stat(this.#path(compressedName(name))))) !== undefined;
  }

  /** The numbers of the closed segments. A list with a gap, or without what has been there, is not taken at its word. */
  async #numbers(): Promise<readonly number[]> {
    const numbers = await this.#listed();
    const newest = numbers.at(-1) ?? 0;
    const isPlausible = newest >= this.#newest && newest - (numbers[0] ?? 1) + 1 === numbers.length;
    return isPlausible ? numbers : this.#listedTwice();
  }

  /** Reading a directory may miss what is renamed meanwhile. */
  async #listedTwice(): Promise<readonly number[]> {
    const numbers = new Set([...(await this.#listed()), ...(await this.#listed())]);
    return [...numbers].toSorted((a, b) => a - b);
  }

  async #listed(): Promise<readonly number[]> {
    const names = (await ifThere(this.#files.readdir(this.#directory))) ?? [];
    return segmentsAmong(names, this.#fileName).map(({ number }) => number);
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }
}
