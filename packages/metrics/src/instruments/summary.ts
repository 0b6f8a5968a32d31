import type { LabelSet } from '../model/labels.ts';
import { subjectOf } from './identity.ts';
import { ObservingFamily, ObservingSeries, SoleObservingSeries } from './observing.ts';
import type { ObservingHandle } from './observing.ts';
import type { AnyLabels, InstrumentContext, SummaryOptions } from './options.ts';
import { checkQuantiles, checkQuantileWindow } from './quantile-options.ts';
import type { QuantileWindow } from './quantile-options.ts';
import type { Series } from './series.ts';
import { SlidingQuantiles } from './sliding-quantiles.ts';
import type { Slot } from './value-blocks.ts';

/** Where a row holds its numbers. */
const [SUM, COUNT, QUANTILES] = [0, 1, 2];

/** The handle of one series that sums observations up, and knows quantiles of the latest. */
export type SummaryHandle = ObservingHandle;

/**
 * A summary with labels; its series are reached through `labels()`.
 * @example
 * const wait = registry.summary({ name: 'shop_wait_seconds', help: 'Wait.', quantiles: [0.5], labelNames: ['city'] });
 * wait.labels({ city: 'Bern' }).observe(0.2);
 */
export class SummaryFamily<Labels extends LabelSet = LabelSet> extends ObservingFamily<SummaryHandle, Labels> {
  /** Which quantiles of the latest observations are shown, rising, 0 … 1; frozen. */
  readonly quantiles: readonly number[];
  /** Which observations the quantiles are taken over. */
  readonly window: QuantileWindow;

  constructor(options: SummaryOptions & AnyLabels, context: InstrumentContext) {
    const subject = subjectOf('summary', options.name);
    const quantiles = checkQuantiles(options.quantiles ?? [], subject);
    const window = checkQuantileWindow(options, subject);
    const createdAt = QUANTILES + quantiles.length;
    super(options, context, {
      type: 'summary',
      width: createdAt + 1,
      row: { kind: 'summary', quantiles, createdAt },
      // Quantiles change by themselves, as time passes.
      activityNumbers: QUANTILES,
      reservedLabels: ['quantile'],
      overflowAddsUp: true,
    });
    this.quantiles = quantiles;
    this.window = window;
    this.initialize();
  }

  /** Also takes the quantiles of this moment, about 3 microseconds for each series. */
  override prepare(): void {
    super.prepare();
    if (this.quantiles.length === 0) return;
    const now = this.context.monotonic();
    for (const series of this.present()) {
      const { values, start, latest } = series as SummarySeries;
      const quantiles = latest.quantiles(this.quantiles, now);
      for (let i = 0; i < quantiles.length; i++) values[start + QUANTILES + i] = quantiles[i]!;
    }
  }

  protected override begin(series: Series): void {
    super.begin(series);
    const start = series.start + QUANTILES;
    series.values.fill(NaN, start, start + this.quantiles.length);
    (series as SummarySeries).latest = new SlidingQuantiles(this.window);
  }

  protected createHandle(slot: Slot, row: number): Series & SummaryHandle {
    return new SummarySeries(slot, row, this);
  }
}

class SummarySeries extends ObservingSeries implements SummaryHandle {
  /** The observations that the quantiles are taken over. */
  latest: SlidingQuantiles;

  constructor(slot: Slot, row: number, family: Pick<SummaryFamily, 'awaken' | 'context' | 'invalidObservation' | 'window'>) {
    super(slot, row, family);
    this.latest = new SlidingQuantiles(family.window);
  }

  override moveTo(slot: Slot, row: number): void {
    super.moveTo(slot, row);
    if (slot instanceof SummarySeries) this.latest = slot.latest;
  }

  observe(value: number): void {
    if (typeof value !== 'number' || value !== value) {
      this.family.invalidObservation(value);
      return;
    }
    if (this.start < 0 && !this.family.awaken(this)) return;
    this.values[this.start + SUM]! += value;
    this.values[this.start + COUNT]! += 1;
    this.latest.observe(value, this.family.context.monotonic());
  }
}

/**
 * A summary without labels.
 * @example
 * const wait = registry.summary({ name: 'shop_wait_seconds', help: 'Wait.', quantiles: [0.5] });
 * wait.observe(0.2);
 * wait.quantiles // => [0.5]
 */
export class Summary extends SoleObservingSeries<SummaryFamily> {
  /** Which quantiles of the latest observations are shown, rising, 0 … 1; frozen. */
  get quantiles(): readonly number[] {
    return this.family.quantiles;
  }
}
