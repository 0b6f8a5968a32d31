/** What histograms and summaries share: they take observations, and time what runs. */
import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import { Family } from './family.ts';
import { Series } from './series.ts';
import { SoleSeries } from './sole-series.ts';
import { startTimer, timed } from './timer.ts';
import type { StopTimer } from './timer.ts';
import type { Slot } from './value-blocks.ts';

/** What a series that takes observations can do. */
export interface ObservingHandle {
  /**
   * Counts `value`: any float64 but NaN, in the unit of the metric.
   * @throws {MetricsError} ERR_VALUE for NaN and what is not a number, unless the registry drops invalid values.
   */
  observe(value: number): void;
  /**
   * Starts a timer; stopping it observes the elapsed seconds.
   * @example const stop = registry.histogram({ name: 'shop_wait_seconds', help: 'Wait.' }).startTimer();
   */
  startTimer(): StopTimer;
  /**
   * Runs `work`, observes how many seconds it took whether it succeeds or fails, and returns its result or promise.
   * @example registry.histogram({ name: 'shop_wait_seconds', help: 'Wait.' }).time(() => 6 * 7) // => 42
   */
  time<Result>(work: () => Result): Result;
}

/** A metric with labels that takes observations. */
export abstract class ObservingFamily<Handle extends ObservingHandle, Labels extends LabelSet> extends Family<Handle, Labels> {
  /** Reports a value that cannot be observed. */
  invalidObservation(value: unknown): void {
    this.context.onInvalid(
      new MetricsError(
        'ERR_VALUE',
        `${this.subject}: expected an observation that is a number, got ${quoted(value)}. Leave out what has no value.`,
      ),
    );
  }
}

/** What a series that takes observations needs of its family. */
type FamilyOfSeries = Pick<ObservingFamily<ObservingHandle, LabelSet>, 'awaken' | 'context' | 'invalidObservation'>;

/** One series that takes observations. */
export abstract class ObservingSeries extends Series implements ObservingHandle {
  protected readonly family: FamilyOfSeries;

  constructor(slot: Slot, row: number, family: FamilyOfSeries) {
    super(slot, row);
    this.family = family;
  }

  abstract observe(value: number): void;

  startTimer(): StopTimer {
    return startTimer(this.family.context.monotonic, (seconds) => this.observe(seconds));
  }

  time<Result>(work: () => Result): Result {
    return timed(this.startTimer(), work);
  }
}

/** A metric without labels that takes observations. */
export abstract class SoleObservingSeries<Whole extends Family<ObservingHandle>>
  extends SoleSeries<ObservingHandle, Whole>
  implements ObservingHandle
{
  observe(value: number): void {
    this.series.observe(value);
  }

  startTimer(): StopTimer {
    return this.series.startTimer();
  }

  time<Result>(work: () => Result): Result {
    return this.series.time(work);
  }
}
