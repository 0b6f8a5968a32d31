/**
 * What a registry says of itself: `<prefix>_registry_overflowed_label_sets_total{metric}`,
 * `…_invalid_values_total{metric}`, `…_detached_writes_total{metric}`, `…_collector_errors_total{collector}` and `…_series`.
 */
import type { CounterHandle } from '../instruments/counter.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { GaugeHandle } from '../instruments/gauge.ts';

/** The labels are names of metrics and collectors, so the registry's own definitions bound the series. */
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

interface CounterBy<Label extends string> {
  readonly name: string;
  labels(labels: { readonly [name in Label]: string }): CounterHandle;
}

export class SelfMetrics {
  readonly #overflowed: CounterBy<'metric'>;
  readonly #invalid: CounterBy<'metric'>;
  readonly #detached: CounterBy<'metric'>;
  readonly #errors: CounterBy<'collector'>;
  readonly #series: GaugeHandle;

  constructor(factory: InstrumentFactory, prefix: string) {
    this.#overflowed = factory.counter({
      name: `${prefix}_registry_overflowed_label_sets_total`,
      help: 'Calls of labels() that found no room for a new series.',
      labelNames: ['metric'],
      maxSeries: UNBOUNDED,
    });
    this.#invalid = factory.counter({
      name: `${prefix}_registry_invalid_values_total`,
      help: 'Values that were dropped because the metric cannot take them.',
      labelNames: ['metric'],
      maxSeries: UNBOUNDED,
    });
    this.#detached = factory.counter({
      name: `${prefix}_registry_detached_writes_total`,
      help: 'Writes through handles of series that had been removed.',
      labelNames: ['metric'],
      maxSeries: UNBOUNDED,
    });
    this.#errors = factory.counter({
      name: `${prefix}_registry_collector_errors_total`,
      help: 'Collectors that failed before an exposition.',
      labelNames: ['collector'],
      maxSeries: UNBOUNDED,
    });
    this.#series = factory.gauge({ name: `${prefix}_registry_series`, help: 'Series of all metrics of this registry.' });
  }

  countOverflow(metric: string): void {
    this.#overflowed.labels({ metric }).inc();
  }

  countInvalid(metric: string): void {
    this.#invalid.labels({ metric }).inc();
  }

  /** None of its own counter, which the application may have replaced: counting would be such a write again. */
  countDetachedWrite(metric: string): void {
    if (metric !== this.#detached.name) this.#detached.labels({ metric }).inc();
  }

  countCollectorError(collector: string): void {
    this.#errors.labels({ collector }).inc();
  }

  setSeries(count: number): void {
    this.#series.set(count);
  }
}
