/**
 * One consistent moment of families, as text in pieces. Taking it copies the values, about 2 ms per million; the pieces
 * are then made one by one, when their reader asks for them, and show that moment however long it takes.
 */
import { isStored } from '../model/family.ts';
import type { MetricFamily, StoredFamily } from '../model/family.ts';
import { FamilyText } from './family-text.ts';
import { encodeFamily } from './encode-family.ts';

/** Texts live as long as their families, and are shared by all who read them. */
const texts = new WeakMap<StoredFamily, FamilyText>();

interface Moment {
  readonly text: FamilyText;
  readonly blocks: readonly Float64Array[];
  readonly rows: number;
}

export class TextSnapshot {
  readonly #parts: readonly (Moment | Uint8Array)[];

  /** @param copyBlock how a block of values is kept for as long as the text is read; as it is, when nothing runs meanwhile */
  constructor(families: Iterable<MetricFamily>, copyBlock: (block: Float64Array) => Float64Array) {
    this.#parts = Array.from(families, (family) => (isStored(family) ? momentOf(family, copyBlock) : encodeFamily(family)));
  }

  /** Yields the text in pieces of a few kilobytes. A piece is valid until any other is asked for, here or of another snapshot. */
  *pieces(): Generator<Uint8Array, void, undefined> {
    for (const part of this.#parts) {
      if (part instanceof Uint8Array) yield part;
      else yield* familyPieces(part);
    }
  }
}

function momentOf(family: StoredFamily, copyBlock: (block: Float64Array) => Float64Array): Moment {
  let text = texts.get(family);
  if (text === undefined) texts.set(family, (text = new FamilyText(family)));
  return { text, blocks: family.blocks.map(copyBlock), rows: family.withheld ? 0 : family.rowCount };
}

/** The header comes before the first line, so that a family without lines has none. */
function* familyPieces({ text, blocks, rows }: Moment): Generator<Uint8Array, void, undefined> {
  const pages = text.pageCount(blocks, rows);
  let hasHeader = false;
  for (let i = 0; i < pages; i++) {
    const page = text.page(i, blocks, rows);
    if (page.length === 0) continue;
    yield hasHeader ? page : joined(text.header, page);
    hasHeader = true;
  }
}

/** In one piece, because a page must not wait until another reader has brought it to another moment. */
function joined(header: Uint8Array, page: Uint8Array): Uint8Array {
  const piece = new Uint8Array(header.length + page.length);
  piece.set(header);
  piece.set(page, header.length);
  return piece;
}
