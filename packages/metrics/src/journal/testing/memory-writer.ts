import { gzipSync } from 'node:zlib';
import { archiveName } from '../archive-name.ts';
import { archivedSegments, compressedName, segmentName, segmentsAmong } from '../segment-name.ts';
import type { MemoryFiles } from './memory-files.ts';

/** What a process does with a journal, in steps between which another may look. */
export type WriterStep = 'append' | 'begin' | 'finish' | 'spoil' | 'repair' | 'rotate' | 'compress' | 'remove' | 'archive';

/** Writes records `{"run":…,"seq":…}`, rotates and archives. A step that makes no sense at the moment is left out. */
export class MemoryWriter {
  readonly #files: MemoryFiles;
  readonly #live: string;
  /** What is to be done before anything else. */
  readonly #pending: (() => void)[] = [];
  #run = 1;
  #seq = 0;
  #number = 1;
  #wholeBytes = 0;
  #begun = '';
  /** The records written, each with the number of its segment. */
  readonly written: { readonly run: number; readonly seq: number; readonly segment: number }[] = [];
  /** The segments that were removed. */
  readonly removed: number[] = [];

  constructor(files: MemoryFiles, live: string) {
    this.#files = files;
    this.#live = live;
    files.write(live, '');
  }

  get run(): number {
    return this.#run;
  }

  /** Takes one step; first those that belong to an earlier one. */
  take(step: WriterStep): void {
    const pending = this.#pending.shift();
    if (pending === undefined) this[step]();
    else pending();
  }

  /** Comes to an end: the live file is there, and whole. */
  end(): void {
    for (const step of this.#pending.splice(0)) step();
    this.repair();
    this.append();
  }

  append(): void {
    this.repair();
    this.begin();
    this.finish();
  }

  /** Writes a part of a record, as a write in two does. */
  begin(): void {
    if (this.#begun !== '' || this.#isTorn()) return;
    this.#begun = `{"run":${this.#run},"seq":${this.#seq + 1}}\n`;
    this.#files.append(this.#live, this.#begun.slice(0, 7));
  }

  finish(): void {
    if (this.#begun === '') return;
    this.#files.append(this.#live, this.#begun.slice(7));
    this.#begun = '';
    this.#seq += 1;
    this.#wholeBytes = this.#files.content(this.#live).length;
    this.written.push({ run: this.#run, seq: this.#seq, segment: this.#number });
  }

  /** Leaves a line that is no record, as the death of a machine does. */
  spoil(): void {
    if (this.#begun === '' && !this.#isTorn()) this.#files.append(this.#live, '\0\0\0\n\0');
  }

  /** Cuts off what is no whole record. */
  repair(): void {
    this.#begun = '';
    if (this.#isTorn()) this.#files.truncate(this.#live, this.#wholeBytes);
  }

  rotate(): void {
    this.repair();
    if (this.#wholeBytes === 0) return;
    this.#files.move(this.#live, segmentName(this.#live, this.#number));
    this.#number += 1;
    this.#wholeBytes = 0;
    this.#pending.push(() => this.#files.write(this.#live, ''));
  }

  compress(): void {
    const plain = this.#segments().find(({ isCompressed }) => !isCompressed);
    if (plain === undefined) return;
    this.#files.write(compressedName(plain.name), gzipSync(this.#files.content(plain.name)));
    this.#pending.push(() => this.#files.remove(plain.name));
  }

  remove(): void {
    const [oldest, next] = this.#segments();
    if (oldest === undefined || next === undefined) return;
    this.#files.remove(oldest.name);
    this.removed.push(oldest.number);
  }

  archive(): void {
    this.repair();
    const runId = `r${this.#run}`;
    const renames = archivedSegments([...this.#files.names.keys()], this.#live, runId);
    for (const { from, to } of renames) this.#pending.push(() => this.#files.move(from, to));
    this.#pending.push(
      () => this.#files.move(this.#live, archiveName(this.#live, runId)),
      () => this.#beginRun(),
    );
  }

  #beginRun(): void {
    this.#files.write(this.#live, '');
    this.#run += 1;
    this.#seq = 0;
    this.#number = 1;
    this.#wholeBytes = 0;
  }

  #isTorn(): boolean {
    return this.#files.content(this.#live).length > this.#wholeBytes;
  }

  #segments(): ReturnType<typeof segmentsAmong> {
    return segmentsAmong([...this.#files.names.keys()], this.#live);
  }
}
