import { DamagedGzip } from './byte-source.ts';
import type { CorruptionReason } from './corruption.ts';
import { LineWindow } from './line-window.ts';
import type { LinePlace } from './line-window.ts';
import type { EffectiveReadOptions, JournalPosition } from './read-options.ts';
import { recordOf } from './record-text.ts';
import type { JournalRecord } from './record-text.ts';
import type { SegmentStatus } from './segment-files.ts';
import type { FoundFile, LiveFile } from './segment-finder.ts';
import { BEGINNING, SegmentSequence, hasChanged } from './segment-sequence.ts';
import type { ReadPlace, Report } from './segment-sequence.ts';

/**
 * Goes through the records of a file: `more` brings bytes into memory, `next` takes one record after the other from there.
 *
 * The tail of the live file is what a process is writing, or a killed one has left, and what `repairFile` would cut off:
 * all after the last newline, and before that one line that is no JSON. It is corrupt only when something follows it, and
 * is read again from its beginning when the file has changed.
 */
export class RecordCursor {
  readonly #options: EffectiveReadOptions;
  readonly #report: Report;
  readonly #sequence: SegmentSequence;
  readonly #window: LineWindow;
  #hasBegun = false;
  #file: FoundFile | undefined;
  /** Whether nothing is written to the file any more. */
  #isFinal = false;
  #isDamaged = false;
  /** The live file before it was read last. */
  #seen: SegmentStatus | undefined;
  /** A line that is corrupt when something follows it. */
  #suspect: (LinePlace & { readonly reason: CorruptionReason }) | undefined;
  #record: JournalRecord | undefined;
  #text = '';

  constructor(place: ReadPlace, options: EffectiveReadOptions, report: Report) {
    this.#options = options;
    this.#report = report;
    this.#sequence = new SegmentSequence(place, options, report);
    this.#window = new LineWindow(options.maxLineBytes);
  }

  /** The record that was taken last. */
  get record(): JournalRecord {
    return this.#record!;
  }

  /** Its text. */
  get text(): string {
    return this.#text;
  }

  /** After the record that was taken last. */
  get position(): JournalPosition {
    const { line, offset } = this.#tail;
    return { segment: this.#sequence.number, line, offset };
  }

  /** Takes the next record that is in memory. Returns whether there is one. */
  next(): boolean {
    while (!this.#isAborted && this.#window.take()) {
      const reason = this.#read();
      this.#reportSuspect();
      if (reason === undefined) return true;
      const suspect = { ...this.#window.taken, reason };
      const mayBeTail = !this.#isFinal && (reason === 'not-json' || reason === 'not-utf8');
      if (mayBeTail) this.#suspect = suspect;
      else this.#report(this.#file!.name, reason, suspect);
    }
    return false;
  }

  /** Brings further bytes into memory. Returns whether there are any, or else the reading is at its end. */
  async more(): Promise<boolean> {
    while (!this.#isAborted) {
      this.#file ??= await this.#open();
      if (this.#file === undefined) return false;
      const file = this.#file;
      if (this.#isFinal || file.kind === 'closed') {
        if (await this.#fill(file)) return true;
        await this.#finish(file);
      } else {
        if (await this.#fillLive(file)) return true;
        // What was written before it lost its name is read after that.
        if (await this.#sequence.isMoved(file)) this.#isFinal = true;
        else if (!(await this.#waitAt(file))) return false;
      }
    }
    return false;
  }

  async close(): Promise<void> {
    await this.#file?.source.close();
    this.#file = undefined;
  }

  get #isAborted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** Where what may still change begins. */
  get #tail(): LinePlace {
    return this.#suspect ?? this.#window.next;
  }

  #read(): CorruptionReason | undefined {
    if (this.#window.isTooLong) return 'too-long';
    const text = this.#window.text();
    const record = recordOf(text);
    if (typeof record === 'string') return record;
    this.#text = text!;
    this.#record = record;
    return undefined;
  }

  #reportSuspect(): void {
    const suspect = this.#suspect;
    if (suspect === undefined) return;
    this.#suspect = undefined;
    this.#report(this.#file!.name, suspect.reason, suspect);
  }

  async #open(): Promise<FoundFile | undefined> {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    const live = isFirst ? await this.#sequence.begin() : undefined;
    this.#window.moveTo(BEGINNING);
    this.#file = live ?? (await this.#sequence.open());
    this.#isFinal = this.#file?.kind === 'closed';
    this.#isDamaged = false;
    this.#seen = undefined;
    if (live !== undefined) await this.#skipToEnd(live);
    else if (isFirst && this.#file !== undefined) await this.#skipToPosition(this.#file);
    return this.#file;
  }

  async #fill({ source }: FoundFile): Promise<boolean> {
    if (this.#isDamaged) return false;
    try {
      const bytes = await source.read(this.#window.room());
      this.#window.add(bytes);
      return bytes > 0;
    } catch (fault) {
      if (!(fault instanceof DamagedGzip)) throw fault;
      this.#isDamaged = true;
      return false;
    }
  }

  /**
   * Reads on, and the tail once more, in whose place there may be something else by now, unless it has become too long to
   * be a record. Returns whether there is news; without, the tail is to be read again.
   */
  async #fillLive(live: LiveFile): Promise<boolean> {
    const before = this.#seen;
    const readTo = live.source.position;
    const tail = this.#window.hasLongTail ? undefined : this.#tail;
    this.#seen = await live.file.stat();
    if (tail !== undefined) await this.#goTo(tail, live);
    // In one read, unless the tail is longer than what is read at a time.
    while (live.source.position < this.#seen.size && live.source.position <= readTo) if (!(await this.#fill(live))) break;
    const hasNews = live.source.position !== readTo || (before !== undefined && hasChanged(before, this.#seen));
    if (!hasNews && tail !== undefined) await this.#goTo(tail, live);
    return hasNews;
  }

  /** Reports what the file ends with, and goes on to the next one. */
  async #finish(file: FoundFile): Promise<void> {
    this.#reportSuspect();
    if (this.#isDamaged) this.#report(file.name, 'damaged-gzip', this.#window.next);
    else if (this.#window.hasTail) this.#report(file.name, 'torn', this.#window.next);
    await this.#sequence.finish(file);
    this.#window.moveTo(BEGINNING);
    await this.close();
  }

  /** Waits at the end of the live file until there is more. Returns false when the reading ends here. */
  async #waitAt(live: LiveFile): Promise<boolean> {
    const { size } = await live.file.stat();
    const tail = this.#tail;
    if (size < tail.offset) {
      await this.#goTo({ line: tail.line, offset: size }, live);
      this.#report(live.name, 'shrunk', tail);
      return true;
    }
    if (this.#options.follow) await this.#sequence.change(live, this.#seen!);
    return this.#options.follow;
  }

  async #goTo(place: LinePlace, { source }: FoundFile): Promise<boolean> {
    this.#suspect = undefined;
    this.#window.moveTo(place);
    return source.skipTo(place.offset);
  }

  /** Counts the lines there are, so that the ones to come can be numbered. */
  async #skipToEnd(live: LiveFile): Promise<void> {
    const { size } = await live.file.stat();
    let end = BEGINNING;
    while (this.#window.next.offset < size && (await this.#fill(live))) {
      while (this.#window.take()) if (this.#window.next.offset <= size) end = this.#window.next;
    }
    await this.#goTo(end, live);
  }

  async #skipToPosition(file: FoundFile): Promise<void> {
    const { from } = this.#options;
    if (typeof from === 'string' || from.segment !== this.#sequence.number) return;
    try {
      if (!(await this.#goTo(from, file))) throw this.#sequence.wrongPosition();
    } catch (fault) {
      if (!(fault instanceof DamagedGzip)) throw fault;
      this.#isDamaged = true;
    }
  }
}
