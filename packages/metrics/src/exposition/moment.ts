/**
 * One consistent moment of families. Taking it copies the numbers, about 2 ms per million, because what is read of it
 * may be read in slices between which everything goes on.
 */
import { storedFamilies } from '../model/family.ts';
import type { MetricFamily, StoredFamily } from '../model/family.ts';
import type { SeriesTable } from '../model/series-table.ts';

/** A family as it was. */
export interface StoredMoment {
  readonly table: SeriesTable;
  readonly blocks: readonly Float64Array[];
  /** Rows that existed; 0 where the family was withheld. */
  readonly rows: number;
}

export class Moment {
  readonly families: readonly MetricFamily[];
  readonly #stored: ReadonlyMap<MetricFamily, StoredMoment>;

  /** @param copyBlock how a block is kept for as long as the moment is read. Default: by a copy */
  constructor(families: readonly MetricFamily[], copyBlock: (block: Float64Array) => Float64Array = (block) => block.slice()) {
    this.families = families;
    this.#stored = new Map(families.flatMap(storedFamilies).map((family) => [family, momentOf(family, copyBlock)]));
  }

  of(family: StoredFamily): StoredMoment {
    return this.#stored.get(family)!;
  }
}

function momentOf({ table, withheld }: StoredFamily, copyBlock: (block: Float64Array) => Float64Array): StoredMoment {
  return { table, blocks: table.blocks.map(copyBlock), rows: withheld ? 0 : table.rowCount };
}
