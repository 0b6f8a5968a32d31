import type { InstrumentFactory } from '../instruments/factory.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { report } from '../model/report.ts';

/** Bounds the memory for a metric whose message differs every turn. */
const DISTINCT_ERRORS_PER_METRIC = 100;

/**
 * A metric that has no value in a turn, and why: `cause` is what its computation has thrown.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ orders: number }>();
 * const shop = defineMetrics('shop', { orders: gauge({ help: 'Orders.', compute: ({ orders }) => orders }) });
 * const failed: unknown[] = [];
 * const onError = ({ metric, turn }: ComputationError): void => void failed.push([metric, turn]);
 * const services = new MetricsServices([shop], { factory: registry, prefix: 'shop', onError });
 * services.compute(7, { orders: Infinity });
 * console.log(failed) // => [['shop_orders', 7]]
 */
export class ComputationError extends MetricsError {
  /** Name of the metric. */
  readonly metric: string;
  /** The turn in which it has no value. */
  readonly turn: number;

  constructor(metric: string, turn: number, cause: unknown) {
    const message = `Metric "${metric}" has no value in turn ${turn}: ${reasonOf(cause)}. The other metrics are not affected.`;
    super('ERR_COMPUTE', message, { cause });
    this.metric = metric;
    this.turn = turn;
  }
}

/** A metric that has no value now. */
export interface MetricFailure {
  /** Name of the metric. */
  readonly metric: string;
  /** The first turn in a row without a value. */
  readonly since: number;
  /** Why it had none in the newest. */
  readonly reason: string;
}

export interface ComputationErrorsOptions {
  readonly factory: InstrumentFactory;
  readonly prefix: string;
  readonly onError?: (error: ComputationError) => void;
}

/** Counts failed computations in `<prefix>_metric_errors_total{metric}`, and reports each distinct error of a metric once. */
export class ComputationErrors {
  readonly #counter: { labels(labels: { metric: string }): { inc(amount: number): void } };
  readonly #onError: ((error: ComputationError) => void) | undefined;
  readonly #reported = new Map<string, Set<string>>();
  readonly #unpublished = new Map<string, number>();
  readonly #failing = new Map<string, MetricFailure>();

  constructor(metrics: readonly string[], { factory, prefix, onError }: ComputationErrorsOptions) {
    this.#onError = onError;
    try {
      this.#counter = factory.counter({
        name: `${prefix}_metric_errors_total`,
        help: 'Computations of a metric that failed; the metric had no value in that turn.',
        labels: { metric: metrics.length === 0 ? 'open' : metrics },
        maxSeries: Math.max(1, metrics.length),
      });
    } catch (cause) {
      if (!(cause instanceof MetricsError) || cause.code !== 'ERR_METRIC_SHAPE') throw cause;
      const problem = `MetricsServices: the prefix "${prefix}" is that of other services with other metrics in this registry.`;
      throw new MetricsError('ERR_METRIC_SHAPE', `${problem} Give all groups to one, or choose another prefix.`, { cause });
    }
  }

  /** Metrics that have no value now. */
  get failing(): readonly MetricFailure[] {
    return [...this.#failing.values()];
  }

  /** Takes note of a failure; the first 100 that differ for a metric are reported. */
  report(metric: string, turn: number, cause: unknown): void {
    const reason = reasonOf(cause);
    this.#unpublished.set(metric, (this.#unpublished.get(metric) ?? 0) + 1);
    this.#failing.set(metric, { metric, since: this.#failing.get(metric)?.since ?? turn, reason });
    if (this.#isNew(metric, reason)) report(new ComputationError(metric, turn, cause), this.#onError);
  }

  /** Takes note that a metric has a value. */
  succeeded(metric: string): void {
    if (this.#failing.size > 0) this.#failing.delete(metric);
  }

  /** Makes the count of failures visible, together with the turn they belong to. */
  publish(): void {
    if (this.#unpublished.size === 0) return;
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

/** Whatever was thrown, also what cannot be looked at. */
export function reasonOf(cause: unknown): string {
  try {
    const message: unknown = cause instanceof Error ? cause.message : undefined;
    return (typeof message === 'string' ? message : quoted(cause)).replace(/\.$/, '');
  } catch {
    return 'it threw what cannot be shown';
  }
}
