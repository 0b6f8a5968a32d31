import type { GatherOptions, Gatherer } from '../model/collector.ts';
import { MetricsError } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { afterDelay } from '../timing/after-delay.ts';

/** Longer than any scraper waits. A registry bounds its collectors itself; another gatherer may never answer. */
const MAX_GATHER_MS = 120_000;

/**
 * Gathers, and gives a gatherer up that does not answer for two minutes.
 * @throws whatever the gatherer throws, {MetricsError} ERR_EXPORTER when it is given up
 */
export function boundedGathering(gatherer: Gatherer, options: GatherOptions): Promise<readonly MetricFamily[]> {
  return new Promise((resolve, reject) => {
    const gathering = Promise.resolve(gatherer.gather(options));
    const stop = afterDelay(MAX_GATHER_MS, () => {
      const expected = `expected the gatherer to answer within ${MAX_GATHER_MS / 1000} s, got nothing`;
      reject(new MetricsError('ERR_EXPORTER', `Exporter: ${expected}. Include it in a Registry, which bounds it and serves the rest.`));
    });
    gathering.then(resolve, reject).finally(stop);
  });
}
