import type { IntervalHistogram } from 'node:perf_hooks';

/** What of a monitor the statistics read; times in nanoseconds. */
export type DelayRecord = Pick<IntervalHistogram, 'count' | 'min' | 'max' | 'mean' | 'stddev' | 'percentile'>;

/** One statistic of the delays of the event loop. */
export interface DelayStatistic {
  readonly name: string;
  /** How a help text begins that names it. */
  readonly title: string;
  /**
   * Returns seconds; NaN without a sample. A monitor records the time between two firings of a timer; `intervalNs`,
   * what that is without a delay, is taken off. A timer that catches up fires early, which is no delay.
   */
  readonly seconds: (record: DelayRecord, intervalNs: number) => number;
}

export const delayStatistics: readonly DelayStatistic[] = [
  delayStatistic('min', 'Shortest', (record) => record.min),
  delayStatistic('max', 'Longest', (record) => record.max),
  delayStatistic('mean', 'Mean', (record) => record.mean),
  {
    name: 'stddev',
    title: 'Standard deviation of the',
    seconds: (record) => (record.count === 0 ? NaN : record.stddev / 1e9),
  },
  delayStatistic('p50', '50th percentile of the', (record) => record.percentile(50)),
  delayStatistic('p90', '90th percentile of the', (record) => record.percentile(90)),
  delayStatistic('p99', '99th percentile of the', (record) => record.percentile(99)),
];

function delayStatistic(name: string, title: string, recordedNs: (record: DelayRecord) => number): DelayStatistic {
  const seconds = (record: DelayRecord, intervalNs: number): number =>
    record.count === 0 ? NaN : Math.max(0, recordedNs(record) - intervalNs) / 1e9;
  return { name, title, seconds };
}
