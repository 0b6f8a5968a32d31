import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowIndex, mixed } from './row-index.ts';

/** An index with the ids of its rows, as a table has them. */
class IndexedRows {
  readonly #width: number;
  readonly #index: RowIndex;
  readonly #ids: Int32Array;
  #rows = 0;

  constructor(width: number, capacity: number) {
    this.#width = width;
    this.#index = new RowIndex(width);
    this.#ids = new Int32Array(width * capacity);
  }

  add(...ids: readonly number[]): number {
    const row = this.#rows++;
    this.#ids.set(ids, row * this.#width);
    this.#index.add(row, this.#ids);
    return row;
  }

  remove(row: number): void {
    this.#index.remove(row, this.#ids);
  }

  find(...ids: readonly number[]): number {
    return this.#index.find(ids.reduce(mixed, 0), Int32Array.from(ids), this.#ids);
  }

  /** How many rows `find` compares. */
  probes(...ids: readonly number[]): number {
    const rows = new Set<number>();
    const watched = new Proxy(this.#ids, {
      get: (target, position: string) => {
        rows.add(Math.floor(Number(position) / this.#width));
        return target[Number(position)];
      },
    });
    this.#index.find(ids.reduce(mixed, 0), Int32Array.from(ids), watched);
    return rows.size;
  }
}

/** All combinations of ids below each of these counts, first outermost. */
function grid(counts: readonly number[]): number[][] {
  let rows: number[][] = [[]];
  for (const count of counts) rows = rows.flatMap((row) => Array.from({ length: count }, (_, id) => [...row, id]));
  return rows;
}

describe('an index of rows', () => {
  it('finds what a Map would, after any sequence of additions and removals', () => {
    const id = fc.oneof(fc.nat(5), fc.constantFrom(2 ** 31 - 1, 2 ** 16, 4096));
    const steps = fc.array(fc.tuple(fc.constantFrom('add', 'add', 'remove', 'find'), fc.tuple(id, id, id)), { maxLength: 300 });
    fc.assert(
      fc.property(steps, (sequence) => {
        const rows = new IndexedRows(3, 301);
        const model = new Map<string, number>();
        for (const [kind, ids] of sequence) {
          const key = String(ids);
          const known = model.get(key);
          expect(rows.find(...ids)).toBe(known ?? -1);
          if (kind === 'add' && known === undefined) model.set(key, rows.add(...ids));
          if (kind === 'remove' && known !== undefined) {
            rows.remove(known);
            model.delete(key);
          }
        }
        for (const [key, row] of model) expect(rows.find(...key.split(',').map(Number))).toBe(row);
      }),
    );
  });

  it('finds every row before, at and after it is split, and none of those removed', () => {
    const rows = new IndexedRows(2, 20_000);
    const ids = (i: number): [number, number] => [i % 131, Math.floor(i / 131)];
    for (let i = 0; i < 8191; i++) rows.add(...ids(i));
    for (let i = 0; i < 8191; i += 3) rows.remove(i);
    for (let i = 8191; i < 20_000; i++) {
      expect(rows.add(...ids(i))).toBe(i);
      if (i % 997 === 0) for (let k = 0; k <= i; k += 101) expect(rows.find(...ids(k))).toBe(k < 8191 && k % 3 === 0 ? -1 : k);
    }
    for (let i = 0; i < 20_000; i++) expect(rows.find(...ids(i))).toBe(i < 8191 && i % 3 === 0 ? -1 : i);
    expect(rows.find(130, 5000)).toBe(-1);
  });

  it('goes on finding while thousands come and go and few are there, below and beyond the split', () => {
    for (const present of [3, 9000]) {
      const rows = new IndexedRows(1, present + 30_000);
      for (let i = 0; i < present + 30_000; i++) {
        rows.add(i);
        if (i >= present) rows.remove(i - present);
      }
      const last = present + 30_000 - 1;
      expect([rows.find(last), rows.find(last - present + 1), rows.find(last - present)]).toEqual([last, last - present + 1, -1]);
    }
  });

  it('knows one row without ids', () => {
    const rows = new IndexedRows(0, 1);
    expect(rows.find()).toBe(-1);
    expect(rows.add()).toBe(0);
    expect(rows.find()).toBe(0);
    rows.remove(0);
    expect(rows.find()).toBe(-1);
  });
});

describe('ids in a grid', () => {
  // At three quarters full, linear probing with a random hash compares 2.5 rows for one that is there.
  it.each([
    [[50_000]],
    [[200, 100]],
    [[1000, 100]],
    [[100, 1000]],
    [[2, 30_000]],
    [[30_000, 2]],
    [[20, 20, 10, 5]],
    [[3, 3, 3, 3, 3, 3, 3, 3]],
  ])('of %j do not cluster', (counts) => {
    const combinations = grid(counts);
    const rows = new IndexedRows(counts.length, combinations.length);
    for (const ids of combinations) rows.add(...ids);
    const probes = combinations.map((ids) => rows.probes(...ids));
    const mean = probes.reduce((sum, count) => sum + count, 0) / probes.length;
    expect(mean).toBeLessThan(2.5);
    expect(Math.max(...probes)).toBeLessThan(64);
  });
});
