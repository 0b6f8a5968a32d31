/** Gatherers of any kind that a registry includes. What they hand out is checked, for it cannot be trusted as our own. */
import type { Collector, Gatherer } from '../model/collector.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { MetricFamily } from '../model/family.ts';
import { checkGatherer } from '../model/gatherer.ts';
import { checkLabelValue } from '../model/labels.ts';
import type { CheckedCollector } from './checked-collector.ts';
import { checkedFamily } from './checked-family.ts';
import type { SampleNames } from './sample-names.ts';

export interface IncludedGathererOptions {
  readonly timeoutMs: number;
  /** Called for each metric that is left out. @param isNews whether it was not left out the last time */
  readonly onLeftOut: (name: string, error: MetricsError, isNews: boolean) => void;
}

export class IncludedGatherer implements CheckedCollector {
  readonly name: string;
  readonly subject: string;
  readonly timeoutMs: number;
  readonly metrics = [] as const;
  readonly collector: Collector;
  readonly #gatherer: Gatherer;
  readonly #onLeftOut: IncludedGathererOptions['onLeftOut'];
  /** What has been said of metrics that were left out the last time and are left out now. */
  #saidBefore = new Set<string>();
  #said = new Set<string>();

  /** @throws {MetricsError} ERR_METRIC_OPTIONS, ERR_LABEL_VALUE for a name that cannot be a label value */
  constructor(gatherer: Gatherer, { timeoutMs, onLeftOut }: IncludedGathererOptions) {
    checkGatherer(gatherer, 'Registry, what it includes', 'ERR_METRIC_OPTIONS');
    this.name = gatherer.name ?? 'included gatherer';
    checkLabelValue(this.name, undefined, 'Included gatherer, its name');
    this.subject = `Included gatherer "${this.name}"`;
    this.timeoutMs = timeoutMs;
    this.#gatherer = gatherer;
    this.#onLeftOut = onLeftOut;
    this.collector = { name: this.name, collect: () => this.#gather() as unknown as Promise<void> };
  }

  /** Returns those families whose samples nobody else exposes, and claims these. */
  distinct(families: readonly MetricFamily[], names: SampleNames): MetricFamily[] {
    return families.filter((family) => this.#isFine(family.name, () => names.claim(family.name, family.type)));
  }

  async #gather(): Promise<IncludedFamilies> {
    const families: unknown = await this.#gatherer.gather({ timeoutMs: this.timeoutMs });
    if (!Array.isArray(families)) throw new TypeError(`expected a list of families, got ${quoted(families)}`);
    this.#saidBefore = this.#said;
    this.#said = new Set();
    const checked: MetricFamily[] = [];
    families.forEach((family: unknown, i) => this.#isFine(i, () => checked.push(checkedFamily(family))));
    return new IncludedFamilies(this, checked);
  }

  #isFine(metric: string | number, check: () => unknown): boolean {
    try {
      check();
      return true;
    } catch (cause) {
      this.#leaveOut(metric, cause);
      return false;
    }
  }

  #leaveOut(metric: string | number, cause: unknown): void {
    const reason = cause instanceof Error ? cause.message : quoted(cause);
    const message = `${this.subject}: its metric ${JSON.stringify(metric)} is left out: ${reason}`;
    const isNews = !this.#said.has(message) && !this.#saidBefore.has(message);
    this.#said.add(message);
    const code = cause instanceof MetricsError ? cause.code : 'ERR_COMPUTE';
    this.#onLeftOut(this.name, new MetricsError(code, message, { cause }), isNews);
  }
}

/** What an included gatherer has handed out. */
export class IncludedFamilies {
  readonly source: IncludedGatherer;
  readonly families: readonly MetricFamily[];

  constructor(source: IncludedGatherer, families: readonly MetricFamily[]) {
    this.source = source;
    this.families = families;
  }
}
