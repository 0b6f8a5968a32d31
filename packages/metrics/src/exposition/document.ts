/**
 * One exposition of one moment, written part after part into whatever the reader brings, so that no more of it exists at
 * a time than is being sent.
 */
import { storedFamilies } from '../model/family.ts';
import type { StoredFamily } from '../model/family.ts';
import type { StoredMoment } from '../model/stored-moment.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import type { Exposition } from './content-type.ts';
import { layOut } from './document-layout.ts';
import type { FamilyLayout } from './document-layout.ts';
import { appendText } from './encoded-text.ts';
import { familyHeader } from './family-header.ts';
import type { FamilyText } from './family-text.ts';
import type { Moment } from './moment.ts';
import { notationOf } from './sample-lines.ts';
import { sharedText } from './shared-texts.ts';
import { writtenFamily } from './written-samples.ts';

export interface DocumentOptions {
  /** Whether OpenMetrics shows since when each series counts, as `_created` samples. Default: false. */
  readonly createdTimestamps?: boolean;
}

/** The pages of a family below its header. */
interface Pages {
  readonly header: string;
  /** Whether the part before this one belongs to the same group, and shares the header. */
  readonly sharesHeader: boolean;
  readonly text: FamilyText;
  readonly moment: StoredMoment;
  readonly pages: number;
}

type Part = string | Pages;

export class Document {
  readonly #parts: readonly Part[];
  #part = 0;
  #page = 0;
  #headerIsWritten = false;
  #isAscii = true;

  /** @throws {MetricsError} ERR_METRIC_NAME when two families would show the same sample name */
  constructor(moment: Moment, exposition: Exposition, { createdTimestamps = false }: DocumentOptions = {}) {
    const layouts = layOut(moment.families, exposition);
    const parts = layouts.flatMap((layout) => partsOf(layout, moment, exposition, createdTimestamps));
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
  #appendPage(target: ByteBuffer, { header, text, moment, pages }: Pages): void {
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
    const part = this.#parts[this.#part];
    if (typeof part !== 'object' || !part.sharesHeader) this.#headerIsWritten = false;
  }
}

function partsOf(layout: FamilyLayout, moment: Moment, exposition: Exposition, withCreated: boolean): Part[] {
  const families = storedFamilies(layout.family);
  if (families.length === 0 || isSplit(layout, families[0]!)) return [writtenFamily(layout, moment, exposition)];
  const header = familyHeader(layout, exposition.format);
  return families.map((family, i) => {
    const stored = moment.of(family);
    const text = sharedText(family, stored.table, notationOf(family, layout, exposition, withCreated));
    return { header, sharesHeader: i > 0, text, moment: stored, pages: text.pageCount(stored) };
  });
}

/** Whether a family is shown in one block per sample name. */
function isSplit({ familyName }: FamilyLayout, { row }: StoredFamily): boolean {
  return familyName === undefined && (row.kind === 'histogram' || row.kind === 'summary');
}
