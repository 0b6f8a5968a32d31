import { beforeEach, describe, expect, it } from 'vitest';
import { isAbsent, labelValuesOf } from '../model/series-table.ts';
import { Series } from './series.ts';
import { StoredSeries } from './stored-series.ts';
import type { Slot } from './value-blocks.ts';

const place = (slot: Slot, row: number): Series => new Series(slot, row);

let table: StoredSeries<Series>;

beforeEach(() => {
  table = new StoredSeries(['shop', 'state'], 2);
});

/** Adds so many series, with their row as shop and as first number, and twice that as second number. */
function fill(count: number): Series[] {
  return Array.from({ length: count }, (_, i) => {
    const series = table.add([`shop ${i}`, 'open'], place);
    series.values.set([i, 2 * i], series.start);
    return series;
  });
}

function compact(): StoredSeries<Series> {
  return table.compacted((series, slot, row) => series.moveTo(slot, row));
}

describe('find', () => {
  let berlin: Series;

  beforeEach(() => {
    table.add(['Lyon', 'paid'], place);
    berlin = table.add(['Berlin', 'open'], place);
    table.add(['open', 'Berlin'], place);
  });

  it('takes the labels in any order, from any kind of object', () => {
    const frozen = Object.freeze({ shop: 'Berlin', state: 'open' });
    const bare = Object.assign(Object.create(null), { state: 'open', shop: 'Berlin' }) as { state: string; shop: string };
    const hidden = Object.defineProperty({ shop: 'Berlin' }, 'state', { value: 'open' }) as unknown as typeof bare;
    const proxy = new Proxy({ shop: 'Berlin', state: 'open' }, {});
    const given = [{ shop: 'Berlin', state: 'open' }, { state: 'open', shop: 'Berlin' }, frozen, bare, proxy];
    for (const labels of given) expect(table.find(labels)).toBe(berlin);
    expect(table.find(hidden)).toBeUndefined();
    expect(table.findValues(['Berlin', 'open'])).toBe(berlin);
  });

  it('reads each label once, and nothing else', () => {
    for (const names of [
      ['shop', 'state'],
      ['state', 'shop'],
    ]) {
      const reads: string[] = [];
      const labels = {};
      for (const name of names) {
        const get = (): string => (reads.push(name), name === 'shop' ? 'Berlin' : 'open');
        Object.defineProperty(labels, name, { enumerable: true, get });
      }
      Object.defineProperty(labels, Symbol('symbol'), { enumerable: true, get: () => reads.push('symbol') });
      expect(table.find(labels)).toBe(berlin);
      expect(reads).toEqual(['shop', 'state']);
    }
  });

  it.each<[string, object]>([
    ['none', {}],
    ['a missing one', { shop: 'Berlin' }],
    ['the first missing', { state: 'open' }],
    ['one too many', { shop: 'Berlin', state: 'open', city: 'x' }],
    ['one too many at first', { city: 'x', shop: 'Berlin', state: 'open' }],
    ['another value', { shop: 'Berlin', state: 'paid' }],
    ['an unknown value', { shop: 'Berlin', state: 'x' }],
    ['a value of the other label', { shop: 'paid', state: 'Lyon' }],
    ['undefined', { shop: 'Berlin', state: undefined }],
    ['an inherited one', Object.assign(Object.create({ state: 'open' }) as object, { shop: 'Berlin' })],
    ['an inherited first one', Object.assign(Object.create({ shop: 'Berlin' }) as object, { state: 'open' })],
    ['inherited ones only', Object.create({ shop: 'Berlin', state: 'open' }) as object],
    ['a String object', { shop: 'Berlin', state: Object('open') as string }],
  ])('finds nothing with %s', (_, labels) => {
    expect(table.find(labels as never)).toBeUndefined();
  });

  it('ignores what is inherited besides', () => {
    const labels = Object.assign(Object.create({ city: 'x', shop: 'y' }) as object, { shop: 'Berlin', state: 'open' });
    expect(table.find(labels as never)).toBe(berlin);
  });

  it.each<[string, readonly string[]]>([
    ['in the order of definition', ['shop', 'state']],
    ['in another order', ['state', 'shop']],
  ])('never returns another series because of what a getter looks up meanwhile, labels %s', (_, names) => {
    const grid = new StoredSeries<Series>(['shop', 'state'], 1);
    const values = ['0', '1', '2', '3', '4', '5', '6'];
    const sets = values.flatMap((shop) => values.map((state) => [shop, state] as const));
    const all = sets.map((set) => grid.add(set, place));
    const found = sets.flatMap((set, i) =>
      sets.map((meanwhile) => {
        const get = { shop: () => set[0], state: () => (grid.findValues(meanwhile), set[1]) };
        const labels = {};
        for (const name of names) Object.defineProperty(labels, name, { enumerable: true, get: get[name as 'shop' | 'state'] });
        return [undefined, all[i]].includes(grid.find(labels));
      }),
    );
    expect(found).not.toContain(false);
  });

  it('never returns a series that a getter removes meanwhile', () => {
    const labels = {
      shop: 'Berlin',
      get state() {
        if (table.series[berlin.row] !== undefined) table.remove(berlin.row);
        return 'open';
      },
    };
    expect(table.find(labels)).toBeUndefined();
    expect(table.find({ state: 'open', shop: 'Berlin' })).toBeUndefined();
  });

  it('keeps 10,000 label sets with values from names of Object.prototype apart', () => {
    const words = ['__proto__', 'constructor', 'toString', '', ' ', '0', '-1', 'hasOwnProperty', 'é', 'e\u0301'];
    const other = new StoredSeries<Series>(['a', 'b', 'c', 'd'], 1);
    const sets = words.flatMap((a) => words.flatMap((b) => words.flatMap((c) => words.map((d) => [a, b, c, d]))));
    const all = sets.map((values) => other.add(values, place));
    expect(sets.every(([a, b, c, d], i) => other.find({ a: a!, b: b!, c: c!, d: d! }) === all[i])).toBe(true);
  });
});

describe('unlisted rows', () => {
  it('are shown but not found, also beside a row with the same values', () => {
    const unlisted = table.addUnlisted(['x', 'y'], place);
    expect(table.findValues(['x', 'y'])).toBeUndefined();
    const listed = table.add(['x', 'y'], place);
    expect(table.find({ shop: 'x', state: 'y' })).toBe(listed);
    expect([unlisted, listed].map(({ row }) => labelValuesOf(table, row))).toEqual([
      ['x', 'y'],
      ['x', 'y'],
    ]);
    expect(table.idOf(0, 'x')).toBe(table.labelId(listed.row, 0));
  });

  it('stay unlisted when they move, and can be removed and added again', () => {
    const unlisted = table.addUnlisted(['x', 'y'], place);
    fill(2);
    table = compact();
    expect([table.findValues(['x', 'y']), table.series[0]]).toEqual([undefined, unlisted]);
    table.remove(0);
    const again = table.addUnlisted(['x', 'y'], place);
    expect([table.findValues(['x', 'y']), again.row, table.presentCount]).toEqual([undefined, 3, 3]);
  });
});

describe('removed rows', () => {
  it('are absent in their place, with the rest as it was', () => {
    const [first, second, third] = fill(3);
    table.remove(1);
    expect(table.series).toEqual([first, undefined, third]);
    expect([table.rowCount, table.presentCount]).toEqual([3, 2]);
    expect([first, second, third].map((series) => isAbsent(series!.values, series!.start))).toEqual([false, true, false]);
    expect(table.find({ shop: 'shop 1', state: 'open' })).toBeUndefined();
    expect(table.find({ shop: 'shop 2', state: 'open' })).toBe(third);
  });

  it('show as absent in copies of their block, and no other NaN does', () => {
    const [series] = fill(1);
    const nans = [NaN, -NaN, 0 / 0, Infinity - Infinity, Math.sqrt(-1), Number('x'), NaN * -1, Math.pow(NaN, 2), -(0 / 0)];
    for (const nan of nans) {
      series!.values[series!.start] = nan;
      expect(isAbsent(series!.values, series!.start)).toBe(false);
    }
    for (const bits of [0x7ffc_2d21_0000_0000n, 0x0000_0000_6f6e_6521n, 0xfffc_2d21_6f6e_6521n]) {
      new BigUint64Array(series!.values.buffer)[0] = bits;
      expect(isAbsent(series!.values, series!.start)).toBe(false);
    }
    table.remove(0);
    expect(isAbsent(series!.values.slice(), 0)).toBe(true);
    expect(isAbsent(new Float64Array(series!.values), 0)).toBe(true);
  });

  it('are worth moving the others when they are more than these, and more than a few', () => {
    fill(200);
    for (let row = 0; row < 100; row++) table.remove(row);
    expect(table.shouldCompact).toBe(false);
    table.remove(100);
    expect(table.shouldCompact).toBe(true);
    table = new StoredSeries(['shop', 'state'], 2);
    fill(64);
    for (let row = 0; row < 64; row++) table.remove(row);
    expect(table.shouldCompact).toBe(false);
  });
});

describe('moving rows together', () => {
  it('keeps order, values and handles, and forgets the labels that have gone', () => {
    const all = fill(3000);
    for (let row = 0; row < 3000; row++) if (row % 7 !== 0) table.remove(row);
    const kept = all.filter((_, row) => row % 7 === 0);
    const before = table;
    const labelsBefore = kept.map(({ row }) => labelValuesOf(before, row));
    table = compact();
    expect(table.series).toEqual(kept);
    expect(kept.map(({ row }) => row)).toEqual([...kept.keys()]);
    expect(kept.map(({ values, start }) => [values[start], values[start + 1]])).toEqual(kept.map((_, i) => [7 * i, 14 * i]));
    expect(kept.map(({ row }) => labelValuesOf(table, row))).toEqual(labelsBefore);
    expect(kept.every(({ row }) => table.findValues(labelValuesOf(table, row)) === kept[row])).toBe(true);
    expect(table.labelValues.map(({ length }) => length)).toEqual([kept.length, 1]);
    expect([table.idOf(0, 'shop 1'), table.idOf(0, 'shop 7'), table.shouldCompact]).toEqual([undefined, 1, false]);
  });

  it('leaves the former table to those who read it', () => {
    const all = fill(200);
    for (let row = 0; row < 150; row++) table.remove(row);
    const former = table;
    const copies = former.blocks.map((block) => block.slice());
    table = compact();
    for (const series of all.slice(150)) series.values.fill(-1, series.start, series.start + 2);
    table.add(['later', 'x'], place);
    expect([former.rowCount, labelValuesOf(former, 199), labelValuesOf(former, 3)]).toEqual([
      200,
      ['shop 199', 'open'],
      ['shop 3', 'open'],
    ]);
    expect(former.blocks).toEqual(copies);
  });

  it('keeps every bit of a NaN', () => {
    const [series] = fill(1);
    const bits = new BigUint64Array(series!.values.buffer);
    bits.set([0x7ff4_0000_dead_beefn, 0xfff8_0000_0000_0001n]);
    table = compact();
    expect([...new BigUint64Array(series!.values.buffer)]).toEqual([0x7ff4_0000_dead_beefn, 0xfff8_0000_0000_0001n]);
  });
});
