import type { InstrumentFactory } from '../instruments/factory.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { report } from '../model/report.ts';

/** Bounds the memory for a metric whose message differs every turn. */
const DISTINCT_ERRORS_PER_METRIC = 100;

export interface ComputationErrorsOptions {
  readonly factory: InstrumentFactory;
  readonly prefix: string;
  readonly onError?: (error: MetricsError) => void;
}

/** Counts failed computations in `<prefix>_metric_errors_total{metric}`, and reports each distinct error of a metric once. */
export class ComputationErrors {
  readonly #counter: { labels(labels: { metric: string }): { inc(amount: number): void } };
  readonly #onError: ((error: MetricsError) => void) | undefined;
  readonly #reported = new Map<string, Set<string>>();
  readonly #unpublished = new Map<string, number>();

  constructor(metrics: readonly string[], { factory, prefix, onError }: ComputationErrorsOptions) {
    this.#onError = onError;
    this.#counter = factory.counter({
      name: `${prefix}_metric_errors_total`,
      help: 'Computations of a metric that failed; the metric had no value in that turn.',
      labels: { metric: metrics.length === 0 ? 'open' : metrics },
      maxSeries: Math.max(1, metrics.length),
    });
  }

  /** Takes note of a failure; the first 100 that differ for a metric are reported. */
  report(metric: string, turn: number, cause: unknown): void {
    this.#unpublished.set(metric, (this.#unpublished.get(metric) ?? 0) + 1);
    const reason = (cause instanceof Error ? cause.message : quoted(cause)).replace(/\.$/, '');
    if (!this.#isNew(metric, reason)) return;
    const message = `Metric "${metric}" has no value in turn ${turn}: ${reason}. The other metrics are not affected.`;
    report(new MetricsError('ERR_COMPUTE', message, { cause }), this.#onError);
  }

  /** Makes the count of failures visible, together with the turn they belong to. */
  publish(): void {
    for (const [metric, failures] of this.#unpublished) this.#counter.labels({ metric }).inc(failures);
    this.#unpublished.clear();
  }

  #isNew(metric: string, reason: string): boolean {
    const reported = this.#reported.get(metric) ?? new Set();
    this.#reported.set(metric, reported);
    if (reported.has(reason) || reported.size >= DISTINCT_ERRORS_PER_METRIC) return false;
    reported.add(reason);
    return true;
  }
}
