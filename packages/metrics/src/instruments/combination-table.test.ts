import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CombinationTable } from './combination-table.ts';

/** Adds rows until one finds no room, and returns how many there are. */
function filled(table: CombinationTable, rows: readonly (readonly number[])[]): { ids: Int32Array; count: number } {
  const ids = Int32Array.from(rows.flat());
  const count = rows.findIndex((_, row) => !table.add(row, ids));
  return { ids, count: count === -1 ? rows.length : count };
}

describe('CombinationTable', () => {
  it('finds exactly the rows that were added and not removed', () => {
    const id = fc.nat({ max: 9 });
    const rows = fc.uniqueArray(fc.tuple(id, id, id), { maxLength: 40, selector: (row) => row.join() });
    fc.assert(
      fc.property(rows, fc.array(fc.nat({ max: 39 })), (given, removed) => {
        const table = new CombinationTable(3);
        const { ids, count } = filled(table, given);
        const gone = new Set(removed.filter((row) => row < count));
        for (const row of gone) table.remove(row, ids);
        const found = given.slice(0, count).map((row) => table.find(Int32Array.from(row)));
        expect(found).toEqual(given.slice(0, count).map((_, row) => (gone.has(row) ? -1 : row)));
      }),
    );
  });

  it('holds the only row of a family without labels', () => {
    const table = new CombinationTable(0);
    expect(table.find(new Int32Array(0))).toBe(-1);
    expect(table.add(0, new Int32Array(0))).toBe(true);
    expect(table.find(new Int32Array(0))).toBe(0);
  });

  it('takes a grid of any size', () => {
    const rows = Array.from({ length: 100 * 60 }, (_, i) => [i % 100, Math.floor(i / 100)]);
    expect(filled(new CombinationTable(2), rows).count).toBe(6000);
  });

  it('has no room once most cells would be empty', () => {
    const diagonal = Array.from({ length: 1000 }, (_, i) => [i, i]);
    expect(filled(new CombinationTable(2), diagonal).count).toBeLessThan(20);
  });
});
