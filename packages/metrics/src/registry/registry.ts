import type { Clock } from '../model/clock.ts';
import type { Collector, GatherOptions, Gatherer } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import type { NameValidation } from '../model/names.ts';
import type { LabelDomains, LabelsOfDomains, LabelsOfNames } from '../model/labels.ts';
import type { Counter, CounterFamily } from '../instruments/counter.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { Gauge, GaugeFamily } from '../instruments/gauge.ts';
import type { Histogram, HistogramFamily } from '../instruments/histogram.ts';
import type { Info } from '../instruments/info.ts';
import type {
  GaugeOptions,
  HistogramOptions,
  InfoOptions,
  InstrumentContext,
  MetricOptions,
  StateSetOptions,
  SummaryOptions,
  Unlabelled,
  WithLabelNames,
  WithLabels,
} from '../instruments/options.ts';
import type { StateSet, StateSetFamily } from '../instruments/state-set.ts';
import type { Summary, SummaryFamily } from '../instruments/summary.ts';
import { encodeText } from '../exposition/text.ts';
import { checkTimeout, checkedCollector, checkedGatherTimeout } from './checked-collector.ts';
import { Collectors } from './collectors.ts';
import { KINDS } from './instrument-kinds.ts';
import type { AnyFamily, AnyOptions, InstrumentKind } from './instrument-kinds.ts';
import { SampleNames } from './sample-names.ts';
import { SelfMetrics } from './self-metrics.ts';
import { checkSameShape } from './shape.ts';
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
  /**
   * Which names are allowed: `legacy` ones, which every reader takes as they are, or any text, which Prometheus 3 reads and
   * others get escaped. Default: 'legacy'.
   */
  readonly nameValidation?: NameValidation;
  /** How long an asynchronous collector may take. A finite number > 0. Default: 5,000. */
  readonly collectorTimeoutMs?: number;
  readonly clock?: Clock;
}

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
  readonly #collectors: Collectors<readonly MetricFamily[]>;
  #selfMetrics: SelfMetrics | undefined;

  constructor(options: RegistryOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const { collectorTimeoutMs = 5000 } = options;
    checkTimeout(collectorTimeoutMs, 'Registry', 'collectorTimeoutMs');
    this.#collectors = new Collectors({
      timeoutMs: collectorTimeoutMs,
      read: (leftOut) => this.#read(leftOut),
      onFailure: (name, error) => this.#reportFailure(name, error),
    });
    this.#defineSelfMetrics();
  }

  /** {@inheritDoc InstrumentFactory.counter} */
  counter(options: MetricOptions & Unlabelled): Counter;
  counter<const Names extends readonly string[]>(options: MetricOptions & WithLabelNames<Names>): CounterFamily<LabelsOfNames<Names>>;
  counter<const Domains extends LabelDomains>(options: MetricOptions & WithLabels<Domains>): CounterFamily<LabelsOfDomains<Domains>>;
  counter(options: AnyOptions): unknown {
    return this.#define(options, KINDS.counter);
  }

  /** {@inheritDoc InstrumentFactory.gauge} */
  gauge(options: GaugeOptions & Unlabelled): Gauge;
  gauge<const Names extends readonly string[]>(options: GaugeOptions & WithLabelNames<Names>): GaugeFamily<LabelsOfNames<Names>>;
  gauge<const Domains extends LabelDomains>(options: GaugeOptions & WithLabels<Domains>): GaugeFamily<LabelsOfDomains<Domains>>;
  gauge(options: AnyOptions): unknown {
    return this.#define(options, KINDS.gauge);
  }

  /** {@inheritDoc InstrumentFactory.histogram} */
  histogram(options: HistogramOptions & Unlabelled): Histogram;
  histogram<const Names extends readonly string[]>(
    options: HistogramOptions & WithLabelNames<Names>,
  ): HistogramFamily<LabelsOfNames<Names>>;
  histogram<const Domains extends LabelDomains>(options: HistogramOptions & WithLabels<Domains>): HistogramFamily<LabelsOfDomains<Domains>>;
  histogram(options: AnyOptions): unknown {
    return this.#define(options, KINDS.histogram);
  }

  /** {@inheritDoc InstrumentFactory.summary} */
  summary(options: SummaryOptions & Unlabelled): Summary;
  summary<const Names extends readonly string[]>(options: SummaryOptions & WithLabelNames<Names>): SummaryFamily<LabelsOfNames<Names>>;
  summary<const Domains extends LabelDomains>(options: SummaryOptions & WithLabels<Domains>): SummaryFamily<LabelsOfDomains<Domains>>;
  summary(options: AnyOptions): unknown {
    return this.#define(options, KINDS.summary);
  }

  /** {@inheritDoc InstrumentFactory.info} */
  info<const Names extends readonly string[]>(options: InfoOptions & WithLabelNames<Names>): Info<LabelsOfNames<Names>>;
  info<const Domains extends LabelDomains>(options: InfoOptions & WithLabels<Domains>): Info<LabelsOfDomains<Domains>>;
  info(options: AnyOptions): unknown {
    return this.#define(options, KINDS.info);
  }

  /** {@inheritDoc InstrumentFactory.stateSet} */
  stateSet<const State extends string>(options: StateSetOptions<State> & Unlabelled): StateSet<State>;
  stateSet<const State extends string, const Names extends readonly string[]>(
    options: StateSetOptions<State> & WithLabelNames<Names>,
  ): StateSetFamily<State, LabelsOfNames<Names>>;
  stateSet<const State extends string, const Domains extends LabelDomains>(
    options: StateSetOptions<State> & WithLabels<Domains>,
  ): StateSetFamily<State, LabelsOfDomains<Domains>>;
  stateSet(options: AnyOptions): unknown {
    return this.#define(options, KINDS.stateSet);
  }

  /**
   * Has `collector` called before every exposition. Returns a function that ends that.
   * @throws {MetricsError} ERR_LABEL_VALUE for a name that cannot be a label value, ERR_METRIC_NAME for one of its metrics,
   * ERR_METRIC_OPTIONS for the rest.
   */
  addCollector(collector: Collector): () => void {
    return this.#collectors.add(checkedCollector(collector));
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
   * is counted, and the metrics that it names as its own are left out. Those who gather at the same time share one
   * collection and get the same array, except who may wait for a shorter time.
   * @throws {MetricsError} ERR_METRIC_OPTIONS for a timeout that is none
   */
  async gather(options?: GatherOptions): Promise<readonly MetricFamily[]> {
    return this.#collectors.collect(checkedGatherTimeout(options));
  }

  /** Returns the whole exposition in the text format 0.0.4. */
  async metrics(): Promise<string> {
    return encodeText(await this.gather());
  }

  #define(options: AnyOptions, kind: InstrumentKind): unknown {
    const own = ownProperties(options);
    const family = kind.family(own, this.#context(own.name));
    const known = this.#entries.get(family.name);
    if (known !== undefined) {
      checkSameShape(known.family, family);
      return known.instrument;
    }
    this.#sampleNames.claim(family.name, family.type);
    const instrument = kind.instrument(family);
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
      onDetachedWrite: () => this.#selfMetrics?.countDetachedWrite(name),
      monotonic: () => this.#clock.monotonic(),
      now: () => this.#clock.now(),
      nameValidation: this.#options.nameValidation ?? 'legacy',
    };
  }

  #read(leftOut: ReadonlySet<string>): readonly MetricFamily[] {
    const families = [...this.#entries.values()].map((entry) => entry.family);
    for (const family of families) family.prepare();
    this.#selfMetrics?.setSeries(families.reduce((sum, family) => sum + family.seriesCount, 0));
    return leftOut.size === 0 ? families : families.filter(({ name }) => !leftOut.has(name));
  }

  #reportFailure(name: string, error: MetricsError): void {
    this.#selfMetrics?.countCollectorError(name);
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

/** Copies the options, so that what is checked is what is used, and nothing comes from a prototype. */
function ownProperties(options: AnyOptions): AnyOptions {
  if (typeof options !== 'object' || options === null) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `Metric: expected an options object, got ${quoted(options)}.`);
  }
  return { __proto__: null, ...options } as AnyOptions;
}
