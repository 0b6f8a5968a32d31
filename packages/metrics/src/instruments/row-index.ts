/**
 * Finds the row of a combination of ids: open addressing over row numbers, verified against the ids themselves, about
 * eight bytes per row. Beyond SPLIT_ROWS the rows are spread over segments that grow one by one, so that no single
 * addition moves them all.
 */

const FREE = -1;
const REMOVED = -2;
const FIRST_SLOTS = 4;
const SPLIT_ROWS = 8192;
const SEGMENT_BITS = 6;

interface Segment {
  slots: Int32Array;
  /** Slots that are not free, those of removed rows included. */
  used: number;
}

/** Mixes an id into the hash of the ids before it. */
export function mixed(hash: number, id: number): number {
  return Math.imul((hash << 13) ^ (hash >>> 19) ^ id, 0x9e37_79b1);
}

/** Spreads a hash, whose low bits depend on few bits of the ids, over all bits. */
function spread(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  return half ^ (half >>> 13);
}

export class RowIndex {
  readonly #width: number;
  #segments: Segment[] = [emptySegment(FIRST_SLOTS)];
  /** How far a hash is shifted right to be the number of its segment; 32 says that there is one segment only. */
  #shift = 32;
  #rows = 0;

  /** @param width ids of a row */
  constructor(width: number) {
    this.#width = width;
  }

  /**
   * Returns the row with these ids, or -1.
   * @param hash the ids, each mixed in in turn
   * @param ids of all rows, one row after the other
   */
  find(hash: number, wanted: Int32Array, ids: Int32Array): number {
    const width = this.#width;
    const { slots } = this.#segmentOf(hash);
    const mask = slots.length - 1;
    for (let at = spread(hash) & mask; ; at = (at + 1) & mask) {
      const row = slots[at]!;
      if (row === FREE) return -1;
      if (row < 0) continue;
      let i = 0;
      while (i < width && ids[row * width + i] === wanted[i]) i++;
      if (i === width) return row;
    }
  }

  /** Adds a row that is not there yet. */
  add(row: number, ids: Int32Array): void {
    if (++this.#rows === SPLIT_ROWS) this.#split(ids);
    const hash = hashOf(row, this.#width, ids);
    const segment = this.#segmentOf(hash);
    insert(segment, row, hash);
    if (segment.used * 4 > segment.slots.length * 3) this.#grow(segment, ids);
  }

  /** Removes a row that is there. */
  remove(row: number, ids: Int32Array): void {
    const hash = hashOf(row, this.#width, ids);
    const { slots } = this.#segmentOf(hash);
    const mask = slots.length - 1;
    let at = spread(hash) & mask;
    while (slots[at] !== row) at = (at + 1) & mask;
    slots[at] = REMOVED;
    this.#rows--;
  }

  #segmentOf(hash: number): Segment {
    return this.#segments[this.#shift === 32 ? 0 : hash >>> this.#shift]!;
  }

  #grow(segment: Segment, ids: Int32Array): void {
    const rows = segment.slots.filter((row) => row >= 0);
    const slots = rows.length * 2 > segment.slots.length ? segment.slots.length * 2 : segment.slots.length;
    Object.assign(segment, emptySegment(slots));
    for (const row of rows) insert(segment, row, hashOf(row, this.#width, ids));
  }

  #split(ids: Int32Array): void {
    if (this.#shift !== 32) return;
    const rows = this.#segments[0]!.slots.filter((row) => row >= 0);
    this.#shift = 32 - SEGMENT_BITS;
    this.#segments = Array.from({ length: 2 ** SEGMENT_BITS }, () => emptySegment((SPLIT_ROWS * 2) / 2 ** SEGMENT_BITS));
    for (const row of rows) {
      const hash = hashOf(row, this.#width, ids);
      const segment = this.#segmentOf(hash);
      insert(segment, row, hash);
      if (segment.used * 4 > segment.slots.length * 3) this.#grow(segment, ids);
    }
  }
}

function emptySegment(slots: number): Segment {
  return { slots: new Int32Array(slots).fill(FREE), used: 0 };
}

function hashOf(row: number, width: number, ids: Int32Array): number {
  let hash = 0;
  for (let i = 0; i < width; i++) hash = mixed(hash, ids[row * width + i]!);
  return hash;
}

function insert(segment: Segment, row: number, hash: number): void {
  const { slots } = segment;
  const mask = slots.length - 1;
  let at = spread(hash) & mask;
  while (slots[at] !== FREE) at = (at + 1) & mask;
  slots[at] = row;
  segment.used++;
}
