import { MetricsError, quoted } from '../model/errors.ts';
import type { LabelSet } from '../model/labels.ts';
import { Family } from './family.ts';
import type { AnyLabels, GaugeOptions, InstrumentContext } from './options.ts';
import { Series } from './series.ts';
import { SoleSeries } from './sole-series.ts';
import { startTimer } from './timer.ts';
import type { StopTimer } from './timer.ts';
import type { Slot } from './value-blocks.ts';

/** The handle of one series that can rise and fall. Every method takes any float64, NaN and infinities included. */
export interface GaugeHandle {
  /**
   * Sets the value, in the unit of the metric.
   * @throws {MetricsError} ERR_VALUE for what is not a number, unless the registry drops invalid values.
   */
  set(value: number): void;
  /** Adds `amount` (default 1). @throws {MetricsError} ERR_VALUE as `set`. */
  inc(amount?: number): void;
  /** Subtracts `amount` (default 1). @throws {MetricsError} ERR_VALUE as `set`. */
  dec(amount?: number): void;
  /** Sets the Unix time in seconds, as the registry's clock tells it. */
  setToCurrentTime(): void;
  /** Starts a timer; stopping it sets the elapsed seconds. */
  startTimer(): StopTimer;
}

/**
 * A gauge with labels; its series are reached through `labels()`.
 * @example
 * const queue = registry.gauge({ name: 'shop_queue', help: 'Orders waiting.', labelNames: ['city'] });
 * queue.labels({ city: 'Bern' }).set(12);
 */
export class GaugeFamily<Labels extends LabelSet = LabelSet> extends Family<GaugeHandle, Labels> {
  constructor(options: GaugeOptions & AnyLabels, context: InstrumentContext) {
    super(options, context, {
      type: 'gauge',
      // A gauge that can idle out counts its writes behind its value.
      width: options.ttlSeconds === undefined ? 1 : 2,
      row: { kind: 'value', createdAt: undefined },
      reservedLabels: [],
      overflowAddsUp: false,
      omitNaN: options.omitNaN ?? false,
    });
    this.initialize();
  }

  protected createHandle(slot: Slot, row: number): Series & GaugeHandle {
    return this.ttlSeconds === undefined ? new GaugeSeries(slot, row, this) : new WriteCountingGaugeSeries(slot, row, this);
  }

  /** Reports a value that is no number. */
  invalidValue(value: unknown): void {
    this.context.onInvalid(
      new MetricsError('ERR_VALUE', `${this.subject}: expected a number, got ${quoted(value)}. Convert it before the call.`),
    );
  }
}

class GaugeSeries extends Series implements GaugeHandle {
  readonly #family: Pick<GaugeFamily, 'awaken' | 'context' | 'invalidValue'>;

  constructor(slot: Slot, row: number, family: Pick<GaugeFamily, 'awaken' | 'context' | 'invalidValue'>) {
    super(slot, row);
    this.#family = family;
  }

  set(value: number): void {
    if (typeof value === 'number') {
      if (this.start >= 0 || this.#family.awaken(this)) this.values[this.start] = value;
    } else this.#family.invalidValue(value);
  }

  inc(amount = 1): void {
    if (typeof amount === 'number') {
      if (this.start >= 0 || this.#family.awaken(this)) this.values[this.start]! += amount;
    } else this.#family.invalidValue(amount);
  }

  dec(amount = 1): void {
    if (typeof amount === 'number') {
      if (this.start >= 0 || this.#family.awaken(this)) this.values[this.start]! -= amount;
    } else this.#family.invalidValue(amount);
  }

  setToCurrentTime(): void {
    this.set(this.#family.context.now?.() ?? NaN);
  }

  startTimer(): StopTimer {
    return startTimer(this.#family.context.monotonic, (seconds) => this.set(seconds));
  }
}

class WriteCountingGaugeSeries extends GaugeSeries {
  override set(value: number): void {
    super.set(value);
    this.#countWrite(value);
  }

  override inc(amount = 1): void {
    super.inc(amount);
    this.#countWrite(amount);
  }

  override dec(amount = 1): void {
    super.dec(amount);
    this.#countWrite(amount);
  }

  /** What was dropped because it is no number is no write. */
  #countWrite(value: unknown): void {
    if (this.start >= 0 && typeof value === 'number') this.values[this.start + 1]! += 1;
  }
}

/**
 * A gauge without labels.
 * @example
 * const queue = registry.gauge({ name: 'shop_queue', help: 'Orders waiting.' });
 * queue.set(12);
 * queue.dec();
 * queue.get() // => [{ name: 'shop_queue', labels: {}, value: 11 }]
 */
export class Gauge extends SoleSeries<GaugeHandle, GaugeFamily> implements GaugeHandle {
  set(value: number): void {
    this.series.set(value);
  }

  inc(amount = 1): void {
    this.series.inc(amount);
  }

  dec(amount = 1): void {
    this.series.dec(amount);
  }

  setToCurrentTime(): void {
    this.series.setToCurrentTime();
  }

  startTimer(): StopTimer {
    return this.series.startTimer();
  }
}
