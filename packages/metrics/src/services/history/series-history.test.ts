import { describe, expect, it } from 'vitest';
import { SeriesHistory } from './series-history.ts';
import { TurnRing } from './testing/turn-ring.ts';

function ringOf(values: readonly number[], capacity = 16): TurnRing {
  const ring = new TurnRing(capacity);
  for (const value of values) ring.push(value);
  return ring;
}

/** @param seconds one for each value; a second a turn unless they are given */
function historyOf(values: readonly number[], divisor = 1, seconds = values.map((_, turn) => turn)): SeriesHistory {
  return new SeriesHistory(ringOf(values), ringOf(seconds), divisor);
}

const OTHER = historyOf([2, 1, 4, 4, 9, 7, 7, 5]);

type Method = readonly [name: string, call: (history: SeriesHistory, n: number) => number];

const BACK: readonly Method[] = [
  ['at', (history, turns) => history.at(turns)],
  ['delta', (history, turns) => history.delta(turns)],
  ['changeRatio', (history, turns) => history.changeRatio(turns)],
  ['perSecond', (history, turns) => history.perSecond(turns)],
];
const OVER_WINDOW: readonly Method[] = [
  ['mean', (history, n) => history.mean(n)],
  ['sum', (history, n) => history.sum(n)],
  ['min', (history, n) => history.min(n)],
  ['max', (history, n) => history.max(n)],
  ['variance', (history, n) => history.variance(n)],
  ['stddev', (history, n) => history.stddev(n)],
  ['slope', (history, n) => history.slope(n)],
  ['slopePerSecond', (history, n) => history.slopePerSecond(n)],
  ['ema', (history, n) => history.ema(n)],
  ['quantile', (history, n) => history.quantile(0.5, n)],
  ['correlation', (history, n) => history.correlation(OTHER, n)],
];

describe('a history of cents', () => {
  const prices = historyOf([100, 250, 400, 150], 100, [0, 0.5, 1, 3]);

  it.each([
    ['length', prices.length, 4],
    ['last', prices.last, 1.5],
    ['at', prices.at(1), 4],
    ['at, all the way back', prices.at(3), 1],
    ['delta', prices.delta(1), -2.5],
    ['delta to itself', prices.delta(0), 0],
    ['changeRatio', prices.changeRatio(1), -0.625],
    ['perSecond', prices.perSecond(2), -0.4],
    ['mean', prices.mean(4), 2.25],
    ['sum', prices.sum(3), 8],
    ['min', prices.min(3), 1.5],
    ['max', prices.max(2), 4],
    ['variance', prices.variance(4), 1.3125],
    ['stddev', prices.stddev(4), Math.sqrt(1.3125)],
    ['slope', prices.slope(4), 0.3],
    ['slopePerSecond', prices.slopePerSecond(3), -4.5 / 7],
    ['ema', prices.ema(3), 4.125 / 1.75],
    ['quantile', prices.quantile(0.5, 4), 2],
    ['quantile between ranks', prices.quantile(0.9, 4), 3.55],
    ['correlation', prices.correlation(OTHER, 3), 0.5 / Math.sqrt(19)],
  ])('gives %s in euros', (_, actual, expected) => {
    expect(actual).toBeCloseTo(expected, 14);
  });

  it('divides after sums and differences, so they are exact', () => {
    const history = historyOf([10, 20, 40], 100);
    expect([history.delta(2), history.sum(3), history.mean(2), history.slope(3)]).toEqual([0.3, 0.7, 0.3, 0.15]);
  });

  it('sums integers exactly up to the greatest that is safe, even where a part of the sum is not', () => {
    const { MAX_SAFE_INTEGER: most } = Number;
    expect(historyOf([most, -most, 3, most - 2, most, -most]).sum(6)).toBe(most + 1);
  });

  it('copies its values, the oldest first', () => {
    expect(prices.values()).toEqual(Float64Array.of(1, 2.5, 4, 1.5));
    expect(prices.values(2)).toEqual(Float64Array.of(4, 1.5));
    expect(prices.values(9)).toHaveLength(4);
    prices.values().fill(0);
    expect(prices.last).toBe(1.5);
  });
});

describe('a history', () => {
  it.each([...BACK, ...OVER_WINDOW])('has no %s of turns that cannot be, and does not throw', (_, call) => {
    const history = historyOf([1, 5, 2, 3]);
    const hostile = [-1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, '3', '', undefined, null, true, 3n, Symbol('3'), [3], {}];
    for (const turns of hostile as number[]) expect(call(history, turns)).toBe(NaN);
  });

  it.each(OVER_WINDOW)('has no %s of none, or of more turns than there are', (_, call) => {
    const history = historyOf([1, 5, 2, 3]);
    expect([call(history, 0), call(history, -0), call(history, 5)]).toEqual([NaN, NaN, NaN]);
    expect(call(history, 4)).not.toBe(NaN);
  });

  it.each([...BACK, ...OVER_WINDOW])('has no %s before its first turn', (_, call) => {
    expect(call(historyOf([]), 1)).toBe(NaN);
  });

  it.each(OVER_WINDOW)('has no %s while there is a gap in the window, and one again afterwards', (_, call) => {
    const [values, seconds] = [ringOf([1, 5, 2]), ringOf([0, 1, 2])];
    const history = new SeriesHistory(values, seconds, 1);
    const answers = [NaN, 4, 6, 5, 4].map((value) => {
      values.push(value);
      seconds.push(seconds.turns);
      return Number.isNaN(call(history, 3));
    });
    expect(answers).toEqual([true, true, true, false, false]);
  });

  it.each(['0.5', -0.001, 1.001, NaN, Infinity, undefined, null, 1n])('has no quantile %s', (q) => {
    expect(historyOf([1, 2]).quantile(q as number, 2)).toBe(NaN);
  });

  it.each([0, -1, 1.5, NaN, Infinity, '3', null, 3n])('copies no values for a length of %s', (n) => {
    expect(historyOf([1, 2]).values(n as number)).toEqual(new Float64Array(0));
  });

  it('shows gaps where it shows values', () => {
    const history = historyOf([1, NaN, 3]);
    expect(history.values()).toEqual(Float64Array.of(1, NaN, 3));
    expect([history.at(1), history.delta(1), history.delta(2), history.perSecond(1)]).toEqual([NaN, NaN, 2, NaN]);
  });

  it('has of one value what can be had of one', () => {
    const history = historyOf([7]);
    expect(OVER_WINDOW.map(([, call]) => call(history, 1))).toEqual([7, 7, 7, 7, 0, 0, NaN, NaN, 7, 7, NaN]);
  });

  it.each([0.1, 1 / 3, 1e15 + 0.3, -1e-9])('of nothing but %d does not vary at all', (value) => {
    const values = new TurnRing(30);
    const history = new SeriesHistory(values, ringOf([]), 1);
    for (let turn = 0; turn < 100; turn++) {
      values.push(value);
      for (const n of [2, 3, 7, 30].filter((each) => each <= history.length)) {
        expect([history.variance(n), history.stddev(n), history.slope(n)]).toEqual([0, 0, 0]);
        expect([history.ema(n), history.min(n), history.max(n), history.quantile(0.3, n)]).toEqual([value, value, value, value]);
      }
    }
  });

  it('has no change relative to 0', () => {
    expect(historyOf([0, 5]).changeRatio(1)).toBe(NaN);
    expect(historyOf([-0, 5]).changeRatio(1)).toBe(NaN);
    expect(historyOf([-4, 5]).changeRatio(1)).toBe(-2.25);
  });

  it('gives no -0 for a quantile, so that it does not matter which zero is met', () => {
    expect(historyOf([-0, 0, -0]).quantile(0, 3)).toBe(0);
    expect(historyOf([0, -0, -0]).quantile(0.25, 3)).toBe(0);
  });
});

describe('time', () => {
  it('has to pass for a rate, and to differ for a slope', () => {
    const history = historyOf([1, 2, 4], 1, [5, 5, 5]);
    expect([history.perSecond(1), history.perSecond(0), history.slopePerSecond(3)]).toEqual([NaN, NaN, NaN]);
    expect(historyOf([1, 2, 4], 1, [5, 5, 6]).slopePerSecond(3)).toBe(2.5);
    expect(historyOf([1, 2, 4], 1, [0, 1e-170, 2e-170]).slopePerSecond(3)).toBe(NaN);
    expect(historyOf([1, 2], 1, [5, 4]).perSecond(1)).toBe(NaN);
  });

  it('is that of the turn of a value, when the clock is a turn ahead or the series began later', () => {
    const [values, seconds] = [new TurnRing(4, 2), ringOf([0, 10, 11, 13, 17], 8)];
    for (const value of [1, 4]) values.push(value);
    const history = new SeriesHistory(values, seconds, 1);
    expect([history.perSecond(1), history.slopePerSecond(2)]).toEqual([1.5, 1.5]);
  });

  it('is unknown for a turn that the clock has not reached', () => {
    const history = new SeriesHistory(ringOf([1, 2, 4]), ringOf([0, 1]), 1);
    expect([history.perSecond(1), history.slopePerSecond(2)]).toEqual([NaN, NaN]);
  });
});

describe('correlation', () => {
  it.each([
    ['itself', [1, 2, 4, 3], 1],
    ['its opposite', [-1, -2, -4, -3], -1],
    ['a multiple with an offset', [1000.5, 1001, 1002, 1001.5], 1],
  ])('with %s is as it has to be', (_, others, expected) => {
    const history = historyOf([1, 2, 4, 3]);
    expect(history.correlation(historyOf(others), 4)).toBeCloseTo(expected, 14);
  });

  it('is unknown with a constant, and with a gap', () => {
    const history = historyOf([1, 2, 4, 3]);
    expect(history.correlation(historyOf([0.1, 0.1, 0.1, 0.1]), 4)).toBe(NaN);
    expect(history.correlation(historyOf([1, NaN, 4, 3]), 4)).toBe(NaN);
    expect(history.correlation(historyOf([1, NaN, 4, 3]), 2)).toBeCloseTo(1, 14);
  });

  it('is unknown where squares of differences are too small for float64', () => {
    expect(historyOf([1, 2, 4]).correlation(historyOf([1e-170, 2e-170, 4e-170]), 3)).toBe(NaN);
  });

  it('is never beyond 1', () => {
    for (let seed = 1; seed <= 2000; seed++) {
      const values = Array.from({ length: 5 }, (_, i) => Math.sin(seed * 5 + i));
      const history = historyOf(values);
      expect(Math.abs(history.correlation(historyOf(values.map((value) => value * 0.7 - 3)), 5))).toBeLessThanOrEqual(1);
    }
  });

  it('pairs values by their turn while one series is a turn ahead of the other', () => {
    const [ahead, behind] = [ringOf([1, 5, 2, 9, 100]), ringOf([2, 10, 4, 18])];
    const history = new SeriesHistory(behind, behind, 1);
    const other = new SeriesHistory(ahead, ahead, 1);
    expect(history.correlation(other, 4)).toBeCloseTo(1, 14);
    behind.push(-1000);
    expect(history.correlation(other, 4)).toBeLessThan(-0.9);
    expect(other.correlation(history, 4)).toBe(history.correlation(other, 4));
  });

  it('needs turns that both have', () => {
    const late = new TurnRing(16, 2);
    for (const value of [4, 3]) late.push(value);
    const history = historyOf([1, 2, 4, 3]);
    const other = new SeriesHistory(late, late, 1);
    expect(history.correlation(other, 2)).toBeCloseTo(1, 14);
    expect([history.correlation(other, 3), other.correlation(history, 3)]).toEqual([NaN, NaN]);
  });
});
