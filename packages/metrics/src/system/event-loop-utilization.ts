import { performance } from 'node:perf_hooks';
import type { EventLoopUtilization } from 'node:perf_hooks';
import type { HistogramHandle } from '../instruments/histogram.ts';
import type { CollectorGroup } from './collector-group.ts';

const INTERVAL_MS = 100;
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99, 1];

/** How much of the time the event loop worked, one observation per 100 ms, whoever scrapes. */
export const eventLoopUtilization: CollectorGroup = (factory) => {
  const histogram = factory.histogram({
    name: 'nodejs_eventloop_utilization_histogram',
    help: 'Share of each 100 ms in which the event loop worked instead of waiting, 0 to 1.',
    buckets: BUCKETS,
  });
  const sample = utilizationSampler(histogram, () => performance.eventLoopUtilization());
  const timer = setInterval(sample, INTERVAL_MS).unref();
  return () => clearInterval(timer);
};

/**
 * Returns a function that observes the share of work since the last call, once for every 100 ms that have passed: a
 * blocked loop calls late, and counts as often as an idle one. Time too short to count is left to the next call.
 */
export function utilizationSampler(histogram: Pick<HistogramHandle, 'observe'>, read: () => EventLoopUtilization): () => void {
  let last = read();
  return () => {
    const now = read();
    const active = now.active - last.active;
    const elapsed = active + now.idle - last.idle;
    const intervals = Math.round(elapsed / INTERVAL_MS);
    for (let i = 0; i < intervals; i++) histogram.observe(active / elapsed);
    if (intervals > 0) last = now;
  };
}
