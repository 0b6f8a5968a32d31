import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MetricsError } from '../model/errors.ts';
import type { CorruptionReason } from './corruption.ts';
import type { LinePlace } from './line-window.ts';
import type { EffectiveReadOptions } from './read-options.ts';
import type { ReadableFiles, SegmentStatus } from './segment-files.ts';
import { SegmentFinder } from './segment-finder.ts';
import type { FoundFile, LiveFile } from './segment-finder.ts';
import { segmentName } from './segment-name.ts';

/** Takes what is wrong with a file, and throws or returns. */
export type Report = (file: string, reason: CorruptionReason, place: LinePlace) => void;

/** What is read. */
export interface ReadPlace {
  readonly directory: string;
  readonly fileName: string;
  readonly files: ReadableFiles;
}

export const BEGINNING: LinePlace = { line: 1, offset: 0 };

/** The files of a reading, one after the other: closed segments, then the live file, and with `follow` those after it. */
export class SegmentSequence {
  readonly #place: ReadPlace;
  readonly #options: EffectiveReadOptions;
  readonly #report: Report;
  readonly #finder: SegmentFinder;
  #number = 0;
  /** The last one to be read. */
  #last = Infinity;

  constructor(place: ReadPlace, options: EffectiveReadOptions, report: Report) {
    this.#place = place;
    this.#options = options;
    this.#report = report;
    this.#finder = new SegmentFinder(place);
  }

  /** The number of the file that was opened last, or is opened next. */
  get number(): number {
    return this.#number;
  }

  /** Finds out where to begin. Returns the live file, which may not be there, when it is with its end. */
  async begin(): Promise<LiveFile | undefined> {
    const { from, follow } = this.#options;
    this.#number = await this.#finder.first();
    if (!follow) this.#last = this.#finder.liveNumber;
    if (from === 'start') return undefined;
    if (from === 'end') return this.#openLive();
    this.#number = from.segment;
    if (from.segment > this.#finder.liveNumber) throw this.wrongPosition();
    return undefined;
  }

  /** Opens the next file, and waits for it where the reading follows; undefined at the end. */
  async open(): Promise<FoundFile | undefined> {
    while (!this.#isAborted && this.#number <= this.#last) {
      const found = await this.#finder.find(this.#number);
      if (found.kind === 'closed' || found.kind === 'live') return found;
      if (found.kind === 'missing') await this.#passMissing(found);
      else if (this.#options.follow) await this.#pause();
      else if (this.#number > 1) return undefined;
      else throw this.#error('a file or a segment of it', 'none', 'Give the directory and the name of a journal file.');
    }
    return undefined;
  }

  /** Goes on to the file after one that has been read to its end. */
  async finish(file: FoundFile): Promise<void> {
    const successor = file.kind === 'live' && this.#options.follow ? await this.#finder.successorOf(this.#number, file) : 'closed';
    if (successor === 'closed') this.#number += 1;
    else if (successor === 'archived') this.#number = await this.#finder.first();
  }

  /** Whether a live file has lost its name, so that nothing is written to it any more. */
  isMoved(file: LiveFile): Promise<boolean> {
    return this.#finder.isMoved(file);
  }

  /** Resolves when a live file has changed since it was `seen`, or has lost its name, or the reading is to end. */
  async change(live: LiveFile, seen: SegmentStatus): Promise<void> {
    while (!this.#isAborted) {
      if (hasChanged(seen, await live.file.stat()) || (await this.isMoved(live))) return;
      await this.#pause();
    }
  }

  /** For a position that is not in this run. */
  wrongPosition(): MetricsError {
    const { from } = this.#options;
    return this.#error('a position of a reading of this run', JSON.stringify(from), "Begin with from: 'start'.");
  }

  get #isAborted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async #openLive(): Promise<LiveFile | undefined> {
    for (;;) {
      this.#number = this.#finder.liveNumber;
      const found = await this.#finder.find(this.#number);
      if (found.kind === 'live') return found;
      if (found.kind === 'nothing') return undefined;
      if (found.kind === 'closed') await found.source.close();
      await this.#finder.first();
    }
  }

  async #passMissing({ last, next }: { readonly last: number; readonly next: number | undefined }): Promise<void> {
    while (this.#number <= last) {
      const name = segmentName(this.#place.fileName, this.#number);
      this.#number += 1;
      this.#report(name, 'missing', BEGINNING);
    }
    if (next !== undefined) this.#number = next;
    else if (this.#options.follow) this.#number = await this.#finder.first();
    else this.#last = 0;
  }

  /** Resolves after the interval, and at once when the reading is to end. */
  async #pause(): Promise<void> {
    const { pollIntervalMs, signal } = this.#options;
    await sleep(pollIntervalMs, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  }

  #error(expected: string, got: string, recipe: string): MetricsError {
    const path = JSON.stringify(join(this.#place.directory, this.#place.fileName));
    return new MetricsError('ERR_JOURNAL', `Journal file ${path}: expected ${expected}, got ${got}. ${recipe}`);
  }
}

/** Whether a file has been written between two looks at it. */
export function hasChanged(before: SegmentStatus, after: SegmentStatus): boolean {
  return before.size !== after.size || before.mtimeMs !== after.mtimeMs;
}
