import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelPairs, Sample, SampleSink } from '../model/family.ts';
import type { LabelSet } from '../model/labels.ts';
import { Family } from './family.ts';
import { subjectOf } from './identity.ts';
import type { AnyLabels, InstrumentContext, SummaryOptions } from './options.ts';
import { checkQuantiles, checkQuantileWindow } from './quantile-options.ts';
import type { QuantileWindow } from './quantile-options.ts';
import { Series } from './series.ts';
import { SlidingQuantiles } from './sliding-quantiles.ts';
import { startTimer, timed } from './timer.ts';
import type { StopTimer } from './timer.ts';
import type { Slot } from './value-blocks.ts';

/** Where a row holds its numbers. */
const [SUM, COUNT, QUANTILES] = [0, 1, 2];

/** The handle of one series that sums observations up, and knows quantiles of the latest. */
export interface SummaryHandle {
  /**
   * Counts `value`: any float64 but NaN.
   * @throws {MetricsError} ERR_VALUE for NaN and what is not a number, unless the registry drops invalid values.
   */
  observe(value: number): void;
  /** Starts a timer; stopping it observes the elapsed seconds. */
  startTimer(): StopTimer;
  /** Runs `work`, observes how many seconds it took whether it succeeds or fails, and returns its result or promise. */
  time<Result>(work: () => Result): Result;
}

/** A summary with labels; its series are reached through `labels()`. */
export class SummaryFamily<Labels extends LabelSet = LabelSet> extends Family<SummaryHandle, Labels> {
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

  /** Reports a value that cannot be observed. */
  invalidObservation(value: unknown): void {
    this.context.onInvalid(
      new MetricsError(
        'ERR_VALUE',
        `${this.subject}: expected an observation that is a number, got ${quoted(value)}. Leave out what has no value.`,
      ),
    );
  }

  protected override begin(series: Series): void {
    super.begin(series);
    const start = series.start + QUANTILES;
    series.values.fill(NaN, start, start + this.quantiles.length);
    (series as SummarySeries).latest = new SlidingQuantiles(this.window);
  }

  protected createHandle(slot: Slot, row: number): SummarySeries {
    return new SummarySeries(slot, row, this);
  }

  protected visitValues({ values, start }: Slot, labels: LabelPairs, sink: SampleSink): void {
    this.quantiles.forEach((quantile, i) => sink.sample('', labels, quantile, values[start + QUANTILES + i]!));
    sink.sample('_sum', labels, undefined, values[start + SUM]!);
    sink.sample('_count', labels, undefined, values[start + COUNT]!);
  }
}

class SummarySeries extends Series implements SummaryHandle {
  /** The observations that the quantiles are taken over. */
  latest: SlidingQuantiles;
  readonly #family: Pick<SummaryFamily, 'awaken' | 'context' | 'invalidObservation'>;

  constructor(slot: Slot, row: number, family: Pick<SummaryFamily, 'awaken' | 'context' | 'invalidObservation' | 'window'>) {
    super(slot, row);
    this.latest = new SlidingQuantiles(family.window);
    this.#family = family;
  }

  override moveTo(slot: Slot, row: number): void {
    super.moveTo(slot, row);
    if (slot instanceof SummarySeries) this.latest = slot.latest;
  }

  observe(value: number): void {
    if (typeof value !== 'number' || value !== value) {
      this.#family.invalidObservation(value);
      return;
    }
    if (this.start < 0 && !this.#family.awaken(this)) return;
    this.values[this.start + SUM]! += value;
    this.values[this.start + COUNT]! += 1;
    this.latest.observe(value, this.#family.context.monotonic());
  }

  startTimer(): StopTimer {
    return startTimer(this.#family.context.monotonic, (seconds) => this.observe(seconds));
  }

  time<Result>(work: () => Result): Result {
    return timed(this.startTimer(), work);
  }
}

/** A summary without labels. */
export class Summary implements SummaryHandle {
  readonly family: SummaryFamily;
  readonly #series: SummaryHandle;

  constructor(family: SummaryFamily) {
    this.family = family;
    this.#series = family.resolve({});
  }

  get name(): string {
    return this.family.name;
  }

  get quantiles(): readonly number[] {
    return this.family.quantiles;
  }

  observe(value: number): void {
    this.#series.observe(value);
  }

  startTimer(): StopTimer {
    return this.#series.startTimer();
  }

  time<Result>(work: () => Result): Result {
    return this.#series.time(work);
  }

  /** Sets count and sum back to 0, and forgets the observations. */
  reset(): void {
    this.family.reset();
  }

  /** Returns the samples as plain data, for tests; quantiles as of the last exposition. */
  get(): Sample[] {
    return this.family.get();
  }
}
