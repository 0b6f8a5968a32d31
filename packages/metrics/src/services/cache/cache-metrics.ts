/**
 * What a cache says of itself: `<prefix>_cache_requests_total{cache, outcome}`, `…_cache_evictions_total{cache}`,
 * `…_cache_entries{cache}`, `…_cache_answer_age_seconds{cache}`, `…_cache_load_seconds{cache}` and
 * `…_cache_load_failures_total{cache}`. All caches of a prefix share these metrics.
 */
import type { CounterFamily, CounterHandle } from '../../instruments/counter.ts';
import type { InstrumentFactory } from '../../instruments/factory.ts';
import type { GaugeHandle } from '../../instruments/gauge.ts';
import type { HistogramHandle } from '../../instruments/histogram.ts';
import type { Clock } from '../../model/clock.ts';

/** The label is a name of a cache, so the application's own code bounds the series. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;
/** From what is hardly worth keeping to what is given up. */
const LOAD_BUCKETS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

export interface CacheMetricsOptions {
  readonly name: string;
  readonly factory: InstrumentFactory;
  readonly prefix: string;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export class CacheMetrics {
  readonly hits: CounterHandle;
  readonly stale: CounterHandle;
  /** Whoever had to wait, for a load of another asker too. */
  readonly misses: CounterHandle;
  readonly evictions: CounterHandle;
  readonly entries: GaugeHandle;
  readonly loadSeconds: HistogramHandle;
  readonly loadFailures: CounterHandle;
  /** When the computation of the answer last given began: a field, so that only scrapes ask what time it is. */
  givenBegunAt: number = NaN;

  constructor({ name, factory, prefix, clock }: CacheMetricsOptions) {
    const requests = requestCounter(factory, prefix);
    const ofCache = { labelNames: ['cache'], maxSeries: UNBOUNDED } as const;
    const counter = (suffix: string, help: string): CounterHandle =>
      factory.counter({ name: `${prefix}_cache_${suffix}`, help, ...ofCache }).labels({ cache: name });
    this.hits = requests.labels({ cache: name, outcome: 'hit' });
    this.stale = requests.labels({ cache: name, outcome: 'stale' });
    this.misses = requests.labels({ cache: name, outcome: 'miss' });
    this.evictions = counter('evictions_total', 'Answers that had to go for others.');
    this.loadFailures = counter('load_failures_total', 'Computations of answers that failed or were given up.');
    const entries = factory.gauge({ name: `${prefix}_cache_entries`, help: 'Answers that are kept or being loaded.', ...ofCache });
    this.entries = entries.labels({ cache: name });
    const seconds = `${prefix}_cache_load_seconds`;
    const load = factory.histogram({
      name: seconds,
      help: 'Time to compute an answer.',
      unit: 'seconds',
      buckets: LOAD_BUCKETS,
      ...ofCache,
    });
    this.loadSeconds = load.labels({ cache: name });
    this.#showAge(name, factory, { prefix, clock });
  }

  /** The collector holds this object, but none of the answers. */
  #showAge(name: string, factory: InstrumentFactory, { prefix, clock }: Pick<CacheMetricsOptions, 'prefix' | 'clock'>): void {
    const family = factory.gauge({
      name: `${prefix}_cache_answer_age_seconds`,
      help: 'Age that the answer given last has by now.',
      unit: 'seconds',
      omitNaN: true,
      labelNames: ['cache'],
      maxSeries: UNBOUNDED,
    });
    const age = family.labels({ cache: name });
    const showAge = (): void => {
      if (!Number.isNaN(this.givenBegunAt)) age.set(clock.monotonic() - this.givenBegunAt);
    };
    age.set(NaN);
    factory.addCollector({ name: `${family.name} of ${name}`, collect: showAge });
  }
}

function requestCounter(factory: InstrumentFactory, prefix: string): CounterFamily<{ cache: string; outcome: 'hit' | 'stale' | 'miss' }> {
  return factory.counter({
    name: `${prefix}_cache_requests_total`,
    help: 'Questions by how they were answered: from the cache, from it although expired, or by computing.',
    labels: { cache: 'open', outcome: ['hit', 'stale', 'miss'] },
    maxSeries: UNBOUNDED,
  });
}
