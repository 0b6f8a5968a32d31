import { describe, expect, it } from 'vitest';
import { HistoryRing, SeriesHistory } from './history.ts';

/** The history of one series after these values. */
function historyOf(values: readonly number[], { capacity = 256, divisor = 1 } = {}): SeriesHistory {
  const ring = new HistoryRing(capacity, 1);
  for (const value of values) ring.push(Float64Array.of(value));
  return new SeriesHistory(ring, 0, divisor);
}

describe('SeriesHistory', () => {
  it('has no value before the first turn', () => {
    const { length, last } = historyOf([]);
    expect({ length, last, delta: historyOf([]).delta(1), mean: historyOf([]).mean(1) }).toEqual({
      length: 0,
      last: NaN,
      delta: NaN,
      mean: NaN,
    });
  });

  it('answers last, at, delta and mean over the newest turns', () => {
    const history = historyOf([1, 2, 4, 8]);
    expect([history.last, history.at(0), history.at(3), history.delta(0), history.delta(2), history.mean(1), history.mean(4)]).toEqual([
      8, 8, 1, 0, 6, 8, 3.75,
    ]);
  });

  it.each([
    ['at', 4],
    ['delta', 4],
    ['mean', 5],
  ] as const)('has no %s over more turns than are kept', (method, turns) => {
    expect(historyOf([1, 2, 4, 8])[method](turns)).toBeNaN();
    expect(historyOf([1, 2, 4, 8])[method](turns - 1)).not.toBeNaN();
  });

  it.each([-1, 0.5, NaN, Infinity])('has no value for %d turns', (turns) => {
    const history = historyOf([1, 2, 4, 8]);
    expect([history.at(turns), history.delta(turns), history.mean(turns)]).toEqual([NaN, NaN, NaN]);
  });

  it('has no mean over 0 turns', () => {
    expect(historyOf([1]).mean(0)).toBeNaN();
  });

  it('forgets the oldest turn when it is full', () => {
    const history = historyOf([1, 2, 4, 8], { capacity: 3 });
    expect([history.length, history.at(2), history.at(3), history.mean(3)]).toEqual([3, 2, NaN, 14 / 3]);
  });

  it('has no delta and no mean across a turn without a value, and has them again when it is over', () => {
    const values = [1, NaN, 3, 4];
    expect([historyOf(values).delta(2), historyOf(values).mean(3), historyOf(values).mean(2), historyOf(values).delta(3)]).toEqual([
      NaN,
      NaN,
      3.5,
      3,
    ]);
  });

  it('divides after it has subtracted and summed, so that subunits stay exact', () => {
    const history = historyOf([10, 30, 20], { divisor: 100 });
    expect([history.last, history.delta(2), history.mean(3)]).toEqual([0.2, 0.1, 0.2]);
  });

  it('does not read a neighbour for a fraction of a turn', () => {
    const ring = new HistoryRing(4, 2);
    for (const row of [
      [1, 100],
      [2, 200],
      [3, 300],
    ])
      ring.push(Float64Array.from(row));
    expect(new SeriesHistory(ring, 0, 1).at(0.5)).toBeNaN();
  });
});

describe('HistoryRing', () => {
  it('has no value for a series before it joined, also in the turns before the ring was full', () => {
    const ring = new HistoryRing(3, 1);
    ring.push(Float64Array.of(1));
    ring.push(Float64Array.of(2, 20));
    expect([0, 1, 2].map((turns) => ring.at(1, turns))).toEqual([20, NaN, NaN]);
    expect([0, 1, 2].map((turns) => ring.at(0, turns))).toEqual([2, 1, NaN]);
  });

  it("copies a row, which stays its owner's", () => {
    const ring = new HistoryRing(2, 1);
    const row = Float64Array.of(1);
    ring.push(row);
    row[0] = 9;
    expect(ring.at(0, 0)).toBe(1);
  });
});
