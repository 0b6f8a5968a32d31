/**
 * One exposition of one moment, written part after part into whatever the reader brings, so that no more of it exists at
 * a time than is being sent.
 */
import { storedFamilies } from '../model/family.ts';
import type { StoredFamily } from '../model/family.ts';
import type { SeriesTable } from '../model/series-table.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import type { Exposition } from './content-type.ts';
import { layOut } from './document-layout.ts';
import type { FamilyLayout } from './document-layout.ts';
import { appendText } from './encoded-text.ts';
import { familyHeader } from './family-header.ts';
import { FamilyText } from './family-text.ts';
import type { Moment, StoredMoment } from './moment.ts';
import { notationOf } from './sample-lines.ts';
import type { FamilyNotation } from './sample-lines.ts';
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

/** Texts live as long as their tables, and are shared by all who read them. */
const texts = new WeakMap<SeriesTable, Map<string, FamilyText>>();

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
    text.appendPage(target, this.#page++, moment.blocks, moment.rows);
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
  if (families.length === 0 || isSplit(layout, families[0]!)) return [writtenFamily(layout, exposition)];
  const notation = notationOf(layout, exposition, withCreated);
  const header = familyHeader(layout, exposition.format);
  return families.map((family, i) => {
    const stored = moment.of(family);
    const text = textOf(family, notation);
    return { header, sharesHeader: i > 0, text, moment: stored, pages: text.pageCount(stored.blocks, stored.rows) };
  });
}

/** Whether a family is shown in one block per sample name. */
function isSplit({ familyName }: FamilyLayout, { row }: StoredFamily): boolean {
  return familyName === undefined && (row.kind === 'histogram' || row.kind === 'summary');
}

function textOf(family: StoredFamily, notation: FamilyNotation): FamilyText {
  const { table } = family;
  let known = texts.get(table);
  if (known === undefined) texts.set(table, (known = new Map<string, FamilyText>()));
  const key = keyOf(family, notation);
  let text = known.get(key);
  if (text === undefined) known.set(key, (text = new FamilyText(family, notation)));
  return text;
}

/** What makes the lines of a family differ: a value has the same line in every format, and most names need no escaping. */
function keyOf({ row }: StoredFamily, { name, format, escaping, createdName }: FamilyNotation): string {
  const hasOneLine = row.kind === 'value' && (createdName === undefined || row.createdAt === undefined);
  return JSON.stringify([name, hasOneLine ? undefined : format, escaping, hasOneLine ? undefined : createdName]);
}
