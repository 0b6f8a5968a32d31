import { MetricsError } from '../model/errors.ts';
import type { Sample } from '../model/family.ts';
import type { LabelSet } from '../model/labels.ts';
import { Family } from './family.ts';
import type { AnyLabels, InfoOptions, InstrumentContext } from './options.ts';
import { Series } from './series.ts';
import type { Slot } from './value-blocks.ts';

/**
 * Label sets whose value is 1; what an info is made of.
 * @example
 * const build = registry.info({ name: 'shop_build_info', help: 'Version.', labelNames: ['version'] });
 * build.family.labelNames // => ['version']
 */
export class InfoFamily<Labels extends LabelSet = LabelSet> extends Family<object, Labels> {
  constructor(options: InfoOptions & AnyLabels, context: InstrumentContext) {
    super(options, context, {
      type: 'info',
      width: 1,
      row: { kind: 'value', createdAt: undefined },
      reservedLabels: [],
      overflowAddsUp: false,
    });
    if (this.labelNames.length === 0) {
      throw new MetricsError('ERR_METRIC_OPTIONS', `${this.subject}: expected labelNames or labels, got none. An info is its labels.`);
    }
  }

  /** What an info shows, it was told to. */
  protected override initialize(): void {}

  protected override begin(series: Series): void {
    series.values[series.start] = 1;
  }

  protected createHandle(slot: Slot, row: number): Series {
    return new Series(slot, row);
  }
}

/**
 * Text that says what a thing is, as labels of a sample that is 1: versions, names, settings.
 * @example
 * const build = registry.info({ name: 'shop_build_info', help: 'Version.', labelNames: ['version'] });
 * build.set({ version: '1.2.0' });
 * build.get() // => [{ name: 'shop_build_info', labels: { version: '1.2.0' }, value: 1 }]
 */
export class Info<Labels extends LabelSet = LabelSet> {
  /** The metric as an exposition sees it. */
  readonly family: InfoFamily<Labels>;

  constructor(family: InfoFamily<Labels>) {
    this.family = family;
  }

  /** The name the metric was defined with, its prefix included. */
  get name(): string {
    return this.family.name;
  }

  /**
   * Shows exactly this label set, in the place of all others.
   * @throws {MetricsError} ERR_LABEL_SET, ERR_LABEL_VALUE; what was shown stays
   * @example registry.info({ name: 'shop_build_info', help: 'Version.', labelNames: ['version'] }).set({ version: '1.2.0' })
   */
  set(labels: Labels): void {
    const { family } = this;
    const shown = family.find(labels);
    for (const series of family.present()) if (series !== shown) family.removeSeries(series);
    if (shown === undefined) family.labels(labels);
  }

  /**
   * Shows this label set beside the others.
   * @throws {MetricsError} ERR_LABEL_SET, ERR_LABEL_VALUE
   */
  add(labels: Labels): void {
    this.family.labels(labels);
  }

  /**
   * Shows a label set no more. Returns whether it was shown.
   * @throws {MetricsError} ERR_LABEL_SET, ERR_LABEL_VALUE
   */
  remove(labels: Labels): boolean {
    return this.family.remove(labels);
  }

  /** Shows nothing. */
  clear(): void {
    this.family.clear();
  }

  /** Returns the samples as plain data, for tests. */
  get(): Sample[] {
    return this.family.get();
  }
}
