import type { Clock } from '../model/clock.ts';
import type { Collector, Gatherer } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { checkLabelValue } from '../model/labels.ts';
import type { LabelDomains, LabelsOfDomains, LabelsOfNames } from '../model/labels.ts';
import { Counter, CounterFamily } from '../instruments/counter.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import { Gauge, GaugeFamily } from '../instruments/gauge.ts';
import { Histogram, HistogramFamily } from '../instruments/histogram.ts';
import type {
  AnyLabels,
  GaugeOptions,
  HistogramOptions,
  InstrumentContext,
  MetricOptions,
  Unlabelled,
  WithLabelNames,
  WithLabels,
} from '../instruments/options.ts';
import { encodeText } from '../exposition/text.ts';
import { Collectors } from './collectors.ts';
import { SampleNames } from './sample-names.ts';
import { SelfMetrics } from './self-metrics.ts';
import { checkSameShape } from './shape.ts';
import type { AnyFamily } from './shape.ts';
import { systemClock } from './system-clock.ts';

/** How a registry treats what goes wrong, and what it shows of itself. */
export interface RegistryOptions {
  /**
   * What an invalid value does at the call: throw, or be dropped and counted in `…_registry_invalid_values_total`.
   * Definitions and labels always throw. Default: 'throw'.
   */
  readonly onInvalid?: 'throw' | 'drop';
  /** Prefix of the metrics the registry exposes of itself, for example `shop`; without one it exposes none. */
  readonly selfMetricsPrefix?: string;
  /**
   * Called with the error of a collector that failed, which is counted in `…_registry_collector_errors_total` as well.
   * What it throws is ignored. Default: nothing.
   */
  readonly onError?: (error: Error) => void;
  /** How long an asynchronous collector may take. A finite number > 0. Default: 5,000. */
  readonly collectorTimeoutMs?: number;
  readonly clock?: Clock;
}

type AnyOptions = HistogramOptions & GaugeOptions & AnyLabels;

interface Entry {
  readonly family: AnyFamily;
  /** What the definition returned: the family, or the unlabelled instrument around it. */
  readonly instrument: unknown;
}

/** Creates metrics and keeps them for exposition, in the order of their definition. */
export class Registry implements InstrumentFactory, Gatherer {
  readonly #options: RegistryOptions;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #sampleNames = new SampleNames();
  readonly #collectors: Collectors;
  #selfMetrics: SelfMetrics | undefined;

  constructor(options: RegistryOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#collectors = new Collectors(collectorTimeout(options), (collector, error) => this.#reportFailure(collector, error));
    this.#defineSelfMetrics();
  }

  /**
   * Defines a counter: a value that only rises. The same name with the same shape returns the same metric.
   * @throws {MetricsError} ERR_METRIC_NAME, ERR_METRIC_HELP, ERR_METRIC_OPTIONS, ERR_LABEL_NAME, or ERR_METRIC_SHAPE for another shape.
   * @example registry.counter({ name: 'shop_orders_total', help: 'Orders placed.' }).inc()
   */
  counter(options: MetricOptions & Unlabelled): Counter;
  counter<const Names extends readonly string[]>(options: MetricOptions & WithLabelNames<Names>): CounterFamily<LabelsOfNames<Names>>;
  counter<const Domains extends LabelDomains>(options: MetricOptions & WithLabels<Domains>): CounterFamily<LabelsOfDomains<Domains>>;
  counter(options: AnyOptions): unknown {
    return this.#define(
      options,
      (own, context) => new CounterFamily(own, context),
      (family) => new Counter(family),
    );
  }

  /** Defines a gauge: a value that can rise and fall. Otherwise as `counter`. */
  gauge(options: GaugeOptions & Unlabelled): Gauge;
  gauge<const Names extends readonly string[]>(options: GaugeOptions & WithLabelNames<Names>): GaugeFamily<LabelsOfNames<Names>>;
  gauge<const Domains extends LabelDomains>(options: GaugeOptions & WithLabels<Domains>): GaugeFamily<LabelsOfDomains<Domains>>;
  gauge(options: AnyOptions): unknown {
    return this.#define(
      options,
      (own, context) => new GaugeFamily(own, context),
      (family) => new Gauge(family),
    );
  }

  /** Defines a histogram: observations counted in buckets. Otherwise as `counter`; also throws ERR_BUCKETS. */
  histogram(options: HistogramOptions & Unlabelled): Histogram;
  histogram<const Names extends readonly string[]>(
    options: HistogramOptions & WithLabelNames<Names>,
  ): HistogramFamily<LabelsOfNames<Names>>;
  histogram<const Domains extends LabelDomains>(options: HistogramOptions & WithLabels<Domains>): HistogramFamily<LabelsOfDomains<Domains>>;
  histogram(options: AnyOptions): unknown {
    return this.#define(
      options,
      (own, context) => new HistogramFamily(own, context),
      (family) => new Histogram(family),
    );
  }

  /**
   * Has `collector` called before every exposition. Returns a function that ends that.
   * @throws {MetricsError} ERR_LABEL_VALUE for a name that cannot be a label value.
   */
  addCollector(collector: Collector): () => void {
    checkLabelValue(collector.name, undefined, 'Collector, its name');
    return this.#collectors.add(collector);
  }

  /** Removes a metric by name; its handles go on working but are exposed no more. Returns whether there was one. */
  unregister(name: string): boolean {
    const entry = this.#entries.get(name);
    if (entry === undefined) return false;
    this.#sampleNames.release(name, entry.family.type);
    return this.#entries.delete(name);
  }

  /** Removes all metrics and collectors; the registry's metrics of itself begin anew. */
  clear(): void {
    for (const name of this.#entries.keys()) this.unregister(name);
    this.#collectors.clear();
    this.#defineSelfMetrics();
  }

  /**
   * Runs the collectors, then returns the families in the order of definition. A collector that fails or takes too long
   * is counted and costs its own update only; those who gather at the same time share one collection.
   */
  async gather(): Promise<readonly MetricFamily[]> {
    await this.#collectors.collect();
    const families = [...this.#entries.values()].map((entry) => entry.family);
    this.#selfMetrics?.setSeries(families.reduce((sum, family) => sum + family.series.length, 0));
    return families;
  }

  /** Returns the whole exposition in the text format 0.0.4. */
  async metrics(): Promise<string> {
    return encodeText(await this.gather());
  }

  #define<Made extends AnyFamily>(
    options: AnyOptions,
    create: (own: AnyOptions, context: InstrumentContext) => Made,
    unlabelled: (family: Made) => unknown,
  ): unknown {
    const own = ownProperties(options);
    const family = create(own, this.#context(own.name));
    const known = this.#entries.get(family.name);
    if (known !== undefined) {
      checkSameShape(known.family, family);
      return known.instrument;
    }
    this.#sampleNames.claim(family.name, family.type);
    const instrument = family.labelNames.length === 0 ? unlabelled(family) : family;
    this.#entries.set(family.name, { family, instrument });
    return instrument;
  }

  #context(name: string): InstrumentContext {
    return {
      onInvalid: (error) => {
        if (this.#options.onInvalid !== 'drop') throw error;
        this.#selfMetrics?.countInvalid(name);
      },
      onOverflow: () => this.#selfMetrics?.countOverflow(name),
      monotonic: () => this.#clock.monotonic(),
    };
  }

  #reportFailure(collector: Collector, error: MetricsError): void {
    this.#selfMetrics?.countCollectorError(collector.name);
    try {
      this.#options.onError?.(error);
    } catch {
      // What the application throws about a failed collector must not cost the scrape.
    }
  }

  #defineSelfMetrics(): void {
    const { selfMetricsPrefix } = this.#options;
    if (selfMetricsPrefix !== undefined) this.#selfMetrics = new SelfMetrics(this, selfMetricsPrefix);
  }
}

function collectorTimeout({ collectorTimeoutMs = 5000 }: RegistryOptions): number {
  if (collectorTimeoutMs > 0 && collectorTimeoutMs < Infinity) return collectorTimeoutMs;
  throw new MetricsError(
    'ERR_METRIC_OPTIONS',
    `Registry: expected collectorTimeoutMs to be a finite number > 0, got ${quoted(collectorTimeoutMs)}.`,
  );
}

/** Copies the options, so that what is checked is what is used, and nothing comes from a prototype. */
function ownProperties(options: AnyOptions): AnyOptions {
  if (typeof options !== 'object' || options === null) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `Metric: expected an options object, got ${quoted(options)}.`);
  }
  return { __proto__: null, ...options } as AnyOptions;
}
