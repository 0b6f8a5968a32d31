import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HistoryRing, SeriesHistory } from './history.ts';

const value = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constant(NaN));

/** Rows of series that only ever join: each row is at least as wide as the one before. */
const rows = fc
  .array(fc.record({ joining: fc.constantFrom(0, 0, 0, 1, 3), values: fc.array(value, { minLength: 40, maxLength: 40 }) }), {
    maxLength: 60,
  })
  .map((turns) => {
    let width = 0;
    return turns.map(({ joining, values }) => values.slice(0, (width = Math.min(values.length, width + joining))));
  });

/** Turns back that are asked for: kept, too far, and no number of turns at all. */
const turnsBack = fc.oneof(fc.integer({ min: -2, max: 80 }), fc.constantFrom(0.5, 1.5, -0, NaN, Infinity, -Infinity));

/** The same history as a plain array of the last `capacity` rows. */
function arrayModel(written: readonly (readonly number[])[], capacity: number, divisor: number) {
  const kept = written.slice(-capacity);
  const raw = (series: number, turns: number): number => kept[kept.length - 1 - turns]?.[series] ?? NaN;
  return {
    length: kept.length,
    at: (series: number, turns: number) => raw(series, turns) / divisor,
    delta: (series: number, turns: number) => (raw(series, 0) - raw(series, turns)) / divisor,
    mean: (series: number, turns: number) => {
      const values = Number.isInteger(turns) && turns > 0 ? Array.from({ length: turns }, (_, i) => raw(series, i)) : [NaN];
      return values.reduce((sum, each) => sum + each, 0) / turns / divisor;
    },
  };
}

it('reads as an array of the last rows does, whatever the capacity and however many series join', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 0, max: 4 }),
      rows,
      fc.constantFrom(1, 100),
      (capacity, width, written, divisor) => {
        const ring = new HistoryRing(capacity, width);
        for (const row of written) ring.push(Float64Array.from({ length: Math.max(width, row.length) }, (_, i) => row[i] ?? NaN));
        const model = arrayModel(written, capacity, divisor);
        fc.assert(
          fc.property(fc.integer({ min: 0, max: 45 }), turnsBack, (series, turns) => {
            const history = new SeriesHistory(ring, series, divisor);
            const { length, last } = history;
            expect({ length, last, at: history.at(turns), delta: history.delta(turns), mean: history.mean(turns) }).toEqual({
              length: model.length,
              last: model.at(series, 0),
              at: model.at(series, turns),
              delta: model.delta(series, turns),
              mean: model.mean(series, turns),
            });
          }),
          { numRuns: 20 },
        );
      },
    ),
  );
});
