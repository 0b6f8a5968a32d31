import type { Collector, GatherOptions, Gatherer } from '../model/collector.ts';
import type { MetricsError } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { report } from '../model/report.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { InstrumentContext } from '../instruments/options.ts';
import { encodeText } from '../exposition/text.ts';
import { cardinalityOf } from './cardinality.ts';
import type { CardinalityReport } from './cardinality.ts';
import { checkedCollector, checkedGatherTimeout } from './checked-collector.ts';
import { ScopedRegistry } from './child-registry.ts';
import type { ChildRegistry, Parent } from './child-registry.ts';
import { Collectors } from './collectors.ts';
import { Definitions } from './definitions.ts';
import { checkNoForeignOptions } from './foreign-options.ts';
import { Gathering } from './gathering.ts';
import { IncludedGatherer } from './included-gatherer.ts';
import { Inclusions } from './inclusions.ts';
import { KINDS } from './instrument-kinds.ts';
import type { AnyOptions, KindName } from './instrument-kinds.ts';
import { InstrumentMethods } from './instrument-methods.ts';
import { ownProperties } from './own-properties.ts';
import { checkedOptions } from './registry-options.ts';
import type { CheckedOptions, RegistryOptions } from './registry-options.ts';
import { Rules } from './rules.ts';
import { ROOT_SCOPE, childScope, constLabelsKey } from './scope.ts';
import type { ChildOptions, Scope } from './scope.ts';
import { SelfMetrics } from './self-metrics.ts';
import { RegistrySource, readRegistries } from './registry-source.ts';

/**
 * Creates metrics and keeps them for exposition, in the order of their definition.
 * @example
 * const shop = new Registry({ selfMetricsPrefix: 'shop' });
 * shop.gauge({ name: 'shop_queue', help: 'Orders waiting.' }).set(2);
 * const text = await shop.metrics();
 * text.includes('shop_queue 2') // => true
 */
export class Registry extends InstrumentMethods implements InstrumentFactory, Gatherer {
  readonly #options: CheckedOptions;
  readonly #rules: Rules;
  readonly #definitions: Definitions;
  readonly #collectors: Collectors;
  readonly #inclusions: Inclusions<RegistrySource>;
  readonly #gathering: Gathering<RegistrySource>;
  readonly #parent: Parent;
  #selfMetrics: SelfMetrics | undefined;

  /** @throws {MetricsError} ERR_METRIC_OPTIONS, ERR_BUCKETS for those of a rule */
  constructor(options: RegistryOptions = {}) {
    super();
    this.#options = checkedOptions(options);
    const { collectorTimeoutMs, nameValidation, onConflict } = this.#options;
    this.#rules = new Rules(options, nameValidation);
    this.#definitions = new Definitions({
      onConflict,
      contextOf: (name) => this.#context(name),
      neighbours: () => this.#inclusions.neighbours(),
    });
    this.#collectors = new Collectors({ timeoutMs: collectorTimeoutMs, onFailure: (name, error) => this.#reportFailure(name, error) });
    this.#inclusions = new Inclusions(
      new RegistrySource(this.#definitions, this.#collectors, (count) => this.#selfMetrics?.setSeries(count)),
    );
    this.#gathering = new Gathering(() => this.#inclusions.sources(), readRegistries);
    this.#parent = {
      define: (own, kind, scope) => this.#define(own, kind, scope),
      addCollector: (collector, scope) => this.#addCollector(collector, scope),
      unregister: (name, scope) => this.#unregister(name, scope),
      scopeWithin: (scope, child) => childScope(scope, child, nameValidation),
    };
    this.#defineSelfMetrics();
  }

  /**
   * Returns a view of this registry whose metrics have a prefix, labels of their own, or both. Children that define the
   * same metric, each with other values for the same labels, share one family; each has its own `maxSeries`.
   * @throws {MetricsError} ERR_METRIC_NAME for a prefix, ERR_LABEL_NAME and ERR_LABEL_VALUE for labels, ERR_METRIC_OPTIONS
   * @example registry.child({ prefix: 'shop_', labels: { region: 'eu' } }).gauge({ name: 'queue', help: 'Orders waiting.' }).set(2)
   */
  child(options: ChildOptions): ChildRegistry {
    return new ScopedRegistry(this.#parent, this.#parent.scopeWithin(ROOT_SCOPE, options));
  }

  /**
   * Has another registry, or any source of families, exposed with this one, behind its own metrics. Collectors of the other
   * run, its labels stay, and what fails in it costs its own metrics only. Registries that are exposed together refuse
   * metrics whose samples would have one name. Of a gatherer that is no registry, a metric whose samples are exposed
   * already is left out and counted. Returns a function that ends the inclusion.
   * @throws {MetricsError} ERR_METRIC_OPTIONS for what is no gatherer, or includes this registry; ERR_METRIC_NAME for metrics
   * that clash; then nothing is included
   * @example const end = registry.include(new Registry({ selfMetricsPrefix: 'plugin' }))
   */
  include(other: Gatherer): () => void {
    if (other instanceof Registry) return this.#inclusions.add(other.#inclusions);
    const included = new IncludedGatherer(other, {
      timeoutMs: this.#options.collectorTimeoutMs,
      onLeftOut: (name, error, isNews) => (isNews ? this.#reportFailure(name, error) : this.#selfMetrics?.countCollectorError(name)),
    });
    if (other.name !== undefined) this.#removeFormer(included.subject);
    return this.#collectors.add(included);
  }

  /**
   * Has `collector` called before every exposition. Returns a function that ends that.
   * @throws {MetricsError} ERR_LABEL_VALUE for a name that cannot be a label value, ERR_METRIC_NAME for one of its metrics,
   * ERR_METRIC_OPTIONS for the rest.
   */
  addCollector(collector: Collector): () => void {
    return this.#addCollector(collector, ROOT_SCOPE);
  }

  /**
   * Removes a metric by name, those that children have defined under it included; its handles go on working but are exposed
   * no more. Returns whether there was one.
   */
  unregister(name: string): boolean {
    return this.#unregister(name, ROOT_SCOPE);
  }

  /** Removes all metrics, collectors and inclusions; the registry's metrics of itself begin anew. */
  clear(): void {
    this.#definitions.clear();
    this.#collectors.clear();
    this.#inclusions.clear();
    this.#defineSelfMetrics();
  }

  /**
   * Runs the collectors, then returns the families in the order of definition, those of included registries behind them. A
   * collector that fails or takes too long is counted, and the metrics that it names as its own are left out. Those who
   * gather at the same time share one collection and get the same array, except who may wait for a shorter time.
   * @throws {MetricsError} ERR_METRIC_OPTIONS for a timeout that is none
   */
  async gather(options?: GatherOptions): Promise<readonly MetricFamily[]> {
    return this.#gathering.gather(checkedGatherTimeout(options));
  }

  /** Returns the whole exposition in the text format 0.0.4. */
  async metrics(): Promise<string> {
    return encodeText(await this.gather());
  }

  /**
   * Says how many series and samples the metrics have, included registries' as well, and how many values each label: plain
   * data, the largest first. Reads what is there, without running collectors. O(series * labels).
   * @example registry.cardinality().metrics.filter(({ usedRatio }) => usedRatio > 0.8).map(({ name, labels }) => [name, labels[0]?.latest])
   */
  cardinality(): CardinalityReport {
    return cardinalityOf([...this.#inclusions.sources()].flatMap(({ definitions }) => [...definitions.families()]));
  }

  protected define(options: object, kind: KindName): unknown {
    return this.#define(options, kind, ROOT_SCOPE);
  }

  #define(options: object, kind: KindName, scope: Scope): unknown {
    const own = ownProperties(options as AnyOptions);
    checkNoForeignOptions(own);
    const given: unknown = own.name;
    const named = typeof given === 'string' ? ownProperties({ ...own, name: scope.prefix + given }) : own;
    return this.#definitions.define(this.#rules.apply(named), KINDS[kind], scope);
  }

  #addCollector(collector: Collector, scope: Scope): () => void {
    const key = Object.keys(scope.constLabels).length === 0 ? undefined : constLabelsKey(scope.constLabels);
    const checked = checkedCollector(collector, (name) => ({ name: this.#rules.nameOf(scope.prefix + name), constLabelsKey: key }));
    this.#removeFormer(checked.subject);
    return this.#collectors.add(checked);
  }

  #unregister(name: string, scope: Scope): boolean {
    return this.#definitions.remove(this.#rules.nameOf(scope.prefix + name), scope.constLabels);
  }

  #removeFormer(subject: string): void {
    if (this.#options.onConflict === 'replace') this.#collectors.removeCalled(subject);
  }

  #context(name: string): InstrumentContext {
    const { clock, nameValidation, onInvalid } = this.#options;
    return {
      onInvalid: (error) => {
        if (onInvalid === 'throw') throw error;
        this.#selfMetrics?.countInvalid(name);
      },
      onOverflow: () => this.#selfMetrics?.countOverflow(name),
      onDetachedWrite: () => this.#selfMetrics?.countDetachedWrite(name),
      monotonic: () => clock.monotonic(),
      now: () => clock.now(),
      nameValidation,
    };
  }

  #reportFailure(name: string, error: MetricsError): void {
    this.#selfMetrics?.countCollectorError(name);
    report(error, this.#options.onError);
  }

  /** They are defined past the rules, which are for the metrics of others. */
  #defineSelfMetrics(): void {
    const { selfMetricsPrefix } = this.#options;
    if (selfMetricsPrefix === undefined) return;
    const define: Parent['define'] = (options, kind, scope) =>
      this.#definitions.define({ options: options as AnyOptions, relabelling: undefined, isDenied: false }, KINDS[kind], scope);
    this.#selfMetrics = new SelfMetrics(new ScopedRegistry({ ...this.#parent, define }, ROOT_SCOPE), selfMetricsPrefix);
  }
}
