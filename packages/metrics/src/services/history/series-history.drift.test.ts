import { describe, expect, it } from 'vitest';
import { SeriesHistory } from './series-history.ts';
import { exactVariance } from './testing/exact-statistics.ts';
import { randomNumbers } from './testing/random-numbers.ts';
import { ROUNDING, statisticErrors } from './testing/statistic-errors.ts';
import { TurnRing } from './testing/turn-ring.ts';

const TURNS = 1_000_000;
const N = 60;
/** A prime, so that every place in a block is looked at. */
const CHECK_EVERY = 4_999;

type Series = (turn: number, random: () => number) => number;

/** About normal, with a deviation of 1. */
const noise = (random: () => number): number => (random() + random() + random() + random() - 2) * Math.sqrt(3);

function walk(): Series {
  let value = 0;
  return (_, random) => (value += noise(random));
}

/** A walk with one value in a hundred that is out of all proportion: it is in more than half of the windows. */
function walkWithOutliers(): Series {
  const ordinary = walk();
  return (turn, random) => (turn % 100 === 0 ? 1e15 * (random() - 0.5) : ordinary(turn, random));
}

/** The variance as textbooks advise: deviations from the mean, corrected by their own (Chan, Golub, LeVeque 1983). */
function twoPassVariance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviations = values.map((value) => value - mean);
  const squares = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0);
  return (squares - deviations.reduce((sum, deviation) => sum + deviation, 0) ** 2 / values.length) / values.length;
}

/** Goes through a run in which every statistic is read each turn, and returns the greatest of each error. */
function greatestErrors(series: Series): ReadonlyMap<string, number> {
  const random = randomNumbers(11);
  const [values, others, seconds] = [new TurnRing(N), new TurnRing(N), new TurnRing(N)];
  const history = new SeriesHistory(values, seconds, 1);
  const other = new SeriesHistory(others, seconds, 1);
  const greatest = new Map<string, number>();
  for (let turn = 0; turn < TURNS; turn++) {
    values.push(series(turn, random));
    others.push(values.at(0) * 0.5 + noise(random));
    seconds.push(1000 + turn * 0.25);
    readAll(history, other);
    if (turn < N || turn % CHECK_EVERY !== 0) continue;
    const window = { values: newest(values), others: newest(others), seconds: newest(seconds) };
    const errors = { ...statisticErrors(history, other, window, 1), ...varianceErrors(history.variance(N), window.values) };
    for (const [name, error] of Object.entries(errors)) greatest.set(name, Math.max(greatest.get(name) ?? 0, error));
  }
  return greatest;
}

function newest(ring: TurnRing): readonly number[] {
  return Array.from({ length: N }, (_, i) => ring.at(N - 1 - i));
}

function varianceErrors(variance: number, values: readonly number[]): Record<string, number> {
  const exact = exactVariance(values);
  const roundings = (actual: number): number => Math.abs(actual - exact) / (exact * ROUNDING);
  return { 'roundings of variance': roundings(variance), 'roundings of two passes': roundings(twoPassVariance(values)) };
}

function readAll(history: SeriesHistory, other: SeriesHistory): void {
  history.mean(N);
  history.min(N);
  history.variance(N);
  history.slope(N);
  history.slopePerSecond(N);
  history.ema(N);
  history.correlation(other, N);
}

describe('after a million turns', () => {
  it.each<[string, Series]>([
    ['a random walk', walk()],
    ['a random walk with outliers that come and go', walkWithOutliers()],
    ['noise far from 0', (_, random) => 1e9 + noise(random)],
  ])('statistics of %s are as near as those of one window', (_, series) => {
    const errors = greatestErrors(series);
    for (const [name, error] of errors) if (!name.startsWith('roundings')) expect(error, name).toBeLessThanOrEqual(1);
    expect(errors.get('roundings of variance')).toBeLessThan(4 * errors.get('roundings of two passes')!);
  });
});
