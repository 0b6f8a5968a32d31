/**
 * One exposition of one moment, written part after part into whatever the reader brings, so that no more of it exists at
 * a time than is being sent.
 */
import { isStored } from '../model/family.ts';
import type { StoredFamily } from '../model/family.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import type { Exposition } from './content-type.ts';
import { layOut } from './document-layout.ts';
import type { FamilyLayout } from './document-layout.ts';
import { appendText } from './encoded-text.ts';
import { familyHeader } from './family-header.ts';
import type { FamilyText } from './family-text.ts';
import type { Moment, StoredMoment } from './moment.ts';
import { notationOf } from './sample-lines.ts';
import { sharedText } from './shared-texts.ts';
import { writtenFamily } from './written-samples.ts';

export interface DocumentOptions {
  /** Whether OpenMetrics shows since when each series counts, as `_created` samples. Default: false. */
  readonly createdTimestamps?: boolean;
}

/** A part of the document: text, or the pages of a family below its header. */
type Part = string | { readonly header: string; readonly text: FamilyText; readonly moment: StoredMoment; readonly pages: number };

export class Document {
  readonly #parts: readonly Part[];
  #part = 0;
  #page = 0;
  #headerIsWritten = false;
  #isAscii = true;

  /** @throws {MetricsError} ERR_METRIC_NAME when two families would show the same sample name */
  constructor(moment: Moment, exposition: Exposition, { createdTimestamps = false }: DocumentOptions = {}) {
    const layouts = layOut(moment.families, exposition);
    const parts = layouts.map((layout) => partOf(layout, moment, exposition, createdTimestamps));
    this.#parts = exposition.format === 'openmetrics' ? [...parts, '# EOF\n'] : parts;
  }

  /** Whether all that has been appended is ASCII. */
  get isAscii(): boolean {
    return this.#isAscii;
  }

  /** Appends the next few kilobytes to `target`. Returns whether there may be more. */
  appendNext(target: ByteBuffer): boolean {
    const before = target.length;
    while (target.length === before) {
      const part = this.#parts[this.#part];
      if (part === undefined) return false;
      if (typeof part === 'string') {
        this.#appendText(target, part);
        this.#nextPart();
      } else if (this.#page < part.pages) this.#appendPage(target, part);
      else this.#nextPart();
    }
    return true;
  }

  /** The header comes before the first line, so that a family without lines has none. */
  #appendPage(target: ByteBuffer, { header, text, moment, pages }: Exclude<Part, string>): void {
    const before = target.length;
    if (!this.#headerIsWritten) this.#appendText(target, header);
    const afterHeader = target.length;
    text.appendPage(target, this.#page++, moment);
    if (target.length > afterHeader) this.#headerIsWritten = true;
    else target.length = before;
    if (!text.isAscii) this.#isAscii = false;
    if (this.#page === pages) this.#nextPart();
  }

  #appendText(target: ByteBuffer, text: string): void {
    if (!appendText(target, text)) this.#isAscii = false;
  }

  #nextPart(): void {
    this.#part++;
    this.#page = 0;
    this.#headerIsWritten = false;
  }
}

function partOf(layout: FamilyLayout, moment: Moment, exposition: Exposition, withCreated: boolean): Part {
  const { family } = layout;
  if (!isStored(family) || isSplit(layout, family)) return writtenFamily(layout, exposition);
  const stored = moment.of(family);
  const text = sharedText(family, stored.table, notationOf(family, layout, exposition, withCreated));
  return { header: familyHeader(layout, exposition.format), text, moment: stored, pages: text.pageCount(stored) };
}

/** Whether a family is shown in one block per sample name. */
function isSplit({ familyName }: FamilyLayout, { row }: StoredFamily): boolean {
  return familyName === undefined && (row.kind === 'histogram' || row.kind === 'summary');
}
