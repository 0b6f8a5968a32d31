/**
 * One consistent moment of families. What is read of it may be read in slices between which everything goes on, so it
 * holds copies of the numbers. Copying takes about 1 ms per million into memory that was used before, and four times as
 * long into new memory; so a moment that is done with leaves its memory to the next one.
 */
import { storedFamilies } from '../model/family.ts';
import type { MetricFamily, SampleSink, StoredFamily } from '../model/family.ts';
import type { SeriesTable } from '../model/series-table.ts';
import { visitMoment } from '../model/stored-moment.ts';
import type { StoredMoment } from '../model/stored-moment.ts';

/** Memory for the numbers of a table, block by block. */
const spare = new WeakMap<SeriesTable, readonly Float64Array[]>();

export class Moment {
  readonly families: readonly MetricFamily[];
  readonly #stored: ReadonlyMap<MetricFamily, StoredMoment>;

  private constructor(families: readonly MetricFamily[], blocksOf: (table: SeriesTable) => readonly Float64Array[]) {
    this.families = families;
    this.#stored = new Map(families.flatMap(storedFamilies).map((family) => [family, momentOf(family, blocksOf)]));
  }

  /** Returns the present moment, to be read whenever. */
  static copied(families: readonly MetricFamily[]): Moment {
    return new Moment(families, copiedBlocks);
  }

  /** Returns the present moment, to be read before anything else runs. */
  static passing(families: readonly MetricFamily[]): Moment {
    return new Moment(families, (table) => table.blocks);
  }

  /** Returns what a family had; no rows where it was withheld. */
  of(family: StoredFamily): StoredMoment {
    return this.#stored.get(family)!;
  }

  /** Hands over the samples of a family. One that does not store them hands out its own. */
  visit(family: MetricFamily, sink: SampleSink): void {
    const stored = storedFamilies(family);
    if (stored.length === 0) family.visit(sink);
    for (const each of stored) visitMoment(each, this.of(each), sink);
  }

  /** Leaves the copies to the next moment: this one is read no more. */
  release(): void {
    for (const { table, blocks } of this.#stored.values()) spare.set(table, blocks);
  }
}

function momentOf({ table, withheld }: StoredFamily, blocksOf: (table: SeriesTable) => readonly Float64Array[]): StoredMoment {
  return { table, blocks: blocksOf(table), rows: withheld ? 0 : table.rowCount };
}

function copiedBlocks(table: SeriesTable): readonly Float64Array[] {
  const used = spare.get(table);
  spare.delete(table);
  return table.blocks.map((block, i) => {
    const copy = used?.[i];
    if (copy === undefined) return block.slice();
    copy.set(block);
    return copy;
  });
}
