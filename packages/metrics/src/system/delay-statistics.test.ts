import { expect, it } from 'vitest';
import { delayStatistics } from './delay-statistics.ts';
import type { DelayRecord } from './delay-statistics.ts';

const INTERVAL_NS = 10e6;

function secondsOf(record: DelayRecord): Record<string, number> {
  return Object.fromEntries(delayStatistics.map(({ name, seconds }) => [name, seconds(record, INTERVAL_NS)]));
}

it('delays are what a monitor records beyond the interval of its timer', () => {
  const record = { count: 100, min: 10e6, max: 510e6, mean: 12e6, stddev: 3e6, percentile: (percent: number) => 10e6 + percent * 1e6 };
  expect(secondsOf(record)).toEqual({ min: 0, max: 0.5, mean: 0.002, stddev: 0.003, p50: 0.05, p90: 0.09, p99: 0.099 });
});

it('a timer that fires early to catch up has no delay', () => {
  const record = { count: 1, min: 2e6, max: 2e6, mean: 2e6, stddev: 0, percentile: () => 2e6 };
  expect(secondsOf(record)).toEqual({ min: 0, max: 0, mean: 0, stddev: 0, p50: 0, p90: 0, p99: 0 });
});

it('without a sample there is no statistic', () => {
  const record = { count: 0, min: 9.2e18, max: 0, mean: NaN, stddev: NaN, percentile: () => 511 };
  expect(Object.values(secondsOf(record))).toEqual(delayStatistics.map(() => NaN));
});
