import { MetricsError, quoted } from '../model/errors.ts';
import type { Sample, SampleSink } from '../model/family.ts';
import type { LabelSet } from '../model/labels.ts';
import { Family } from './family.ts';
import type { AnyLabels, GaugeOptions, InstrumentContext } from './options.ts';
import { Series } from './series.ts';
import type { Slot } from './value-blocks.ts';

/** The handle of one series that can rise and fall. Every method takes any float64, NaN and infinities included. */
export interface GaugeHandle {
  /** @throws {MetricsError} ERR_VALUE for what is not a number, unless the registry drops invalid values. */
  set(value: number): void;
  /** Adds `amount` (default 1). @throws {MetricsError} ERR_VALUE as `set`. */
  inc(amount?: number): void;
  /** Subtracts `amount` (default 1). @throws {MetricsError} ERR_VALUE as `set`. */
  dec(amount?: number): void;
}

/** A gauge with labels; its series are reached through `labels()`. */
export class GaugeFamily<Labels extends LabelSet = LabelSet> extends Family<GaugeHandle, Labels> {
  constructor(options: GaugeOptions & AnyLabels, context: InstrumentContext) {
    super(options, context, { type: 'gauge', width: 1, reservedLabels: [], overflowAddsUp: false, omitNaN: options.omitNaN ?? false });
    this.initialize();
  }

  protected createHandle(slot: Slot, row: number): GaugeSeries {
    return new GaugeSeries(slot, row, this);
  }

  protected visitValues({ values, start }: Slot, labelText: string, sink: SampleSink): void {
    const value = values[start]!;
    if (this.omitNaN && Number.isNaN(value)) return;
    sink.sample('', labelText, undefined, value);
  }

  /** Reports a value that is no number. */
  invalidValue(value: unknown): void {
    this.context.onInvalid(
      new MetricsError('ERR_VALUE', `${this.subject}: expected a number, got ${quoted(value)}. Convert it before the call.`),
    );
  }
}

class GaugeSeries extends Series implements GaugeHandle {
  readonly #family: Pick<GaugeFamily, 'invalidValue'>;

  constructor(slot: Slot, row: number, family: Pick<GaugeFamily, 'invalidValue'>) {
    super(slot, row);
    this.#family = family;
  }

  set(value: number): void {
    if (typeof value === 'number') this.values[this.start] = value;
    else this.#family.invalidValue(value);
  }

  inc(amount = 1): void {
    if (typeof amount === 'number') this.values[this.start]! += amount;
    else this.#family.invalidValue(amount);
  }

  dec(amount = 1): void {
    if (typeof amount === 'number') this.values[this.start]! -= amount;
    else this.#family.invalidValue(amount);
  }
}

/** A gauge without labels. */
export class Gauge implements GaugeHandle {
  readonly family: GaugeFamily;
  readonly #series: GaugeHandle;

  constructor(family: GaugeFamily) {
    this.family = family;
    this.#series = family.series[0]!;
  }

  get name(): string {
    return this.family.name;
  }

  set(value: number): void {
    this.#series.set(value);
  }

  inc(amount = 1): void {
    this.#series.inc(amount);
  }

  dec(amount = 1): void {
    this.#series.dec(amount);
  }

  /** Sets the gauge back to 0. */
  reset(): void {
    this.family.reset();
  }

  /** Returns the sample as plain data, for tests. */
  get(): Sample[] {
    return this.family.get();
  }
}
