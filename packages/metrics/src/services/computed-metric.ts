import type { InstrumentFactory } from '../instruments/factory.ts';
import type { HistogramHandle } from '../instruments/histogram.ts';
import type { Series } from '../instruments/series.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { ComputedRow } from './computed-row.ts';
import type { AnyDefinition, ComputeContext, Definition } from './definition.ts';
import { HistoryRing } from './history.ts';
import { StagedSeries } from './staged-series.ts';

export interface ComputedMetricOptions {
  readonly name: string;
  /** Where the metric is exposed. */
  readonly factory: InstrumentFactory;
  readonly historyTurns: number;
  /** What computed values are divided by for exposition: 100 for cents exposed as euros. */
  readonly divisor: number;
}

/** One definition at work: computes its values once a turn, keeps their history, and publishes them. */
export class ComputedMetric<Snapshot> {
  readonly name: string;
  readonly entity: string | undefined;
  readonly staged: StagedSeries;
  /** Values as computed, before division; of a histogram, its count. */
  readonly history: HistoryRing;
  /** What the values in the history are divided by to be what is exposed. */
  readonly historyDivisor: number;
  readonly #definition: AnyDefinition<Snapshot>;
  readonly #divisor: number;
  readonly #row: ComputedRow;
  /** Totals of a counter, or the sum of a histogram, before division, so that no rounding adds up over the turns. */
  #totals: Float64Array;
  #overflowTotal = 0;
  #count = 0;
  #failed = false;

  constructor(definition: Definition<Snapshot>, options: ComputedMetricOptions) {
    const { help, unit, labels, maxSeries, buckets, entity, expose } = definition.options;
    this.name = options.name;
    this.entity = entity;
    this.#definition = definition.options;
    this.#divisor = options.divisor;
    this.historyDivisor = definition.type === 'histogram' ? 1 : options.divisor;
    const metric = { name: options.name, help, unit, labels, maxSeries, buckets };
    this.staged = new StagedSeries(definition.type, metric, expose === false ? undefined : options.factory);
    this.#row = new ComputedRow(this.staged);
    this.#totals = new Float64Array(this.staged.series.length);
    this.history = new HistoryRing(options.historyTurns, this.staged.series.length);
  }

  /** Whether the last computation failed: the metric then has no value this turn. */
  get failed(): boolean {
    return this.#failed;
  }

  /**
   * Computes this turn's values and appends them to the history.
   * @throws whatever the computation throws, and {MetricsError} ERR_COMPUTE for what it must not return; the staged values stay as they were
   */
  compute(snapshot: Snapshot, context: ComputeContext<string>): void {
    this.#failed = true;
    try {
      this.#apply(snapshot, context);
      this.#failed = false;
    } finally {
      this.history.push(this.#failed ? this.#row.values.fill(NaN) : this.#row.values);
    }
  }

  publish(): void {
    this.staged.publish(this.#failed);
  }

  #apply(snapshot: Snapshot, context: ComputeContext<string>): void {
    const { compute, increase, observations } = this.#definition;
    if (compute !== undefined) {
      this.#row.read(compute(snapshot, context));
      this.#stageRow();
    } else if (increase !== undefined) {
      this.#row.read(increase(snapshot, context));
      this.#addToTotals();
      this.#stageRow();
    } else if (observations !== undefined) this.#observe(snapshot, observations);
  }

  #addToTotals(): void {
    const { values, overflow } = this.#row;
    if (values.length > this.#totals.length) this.#totals = grown(this.#totals, values.length);
    for (let i = 0; i < values.length; i++) {
      if (values[i]! > 0) this.#totals[i]! += values[i]!;
      values[i] = this.#totals[i]!;
    }
    this.#overflowTotal += overflow;
    this.staged.stageOverflow(this.#overflowTotal / this.#divisor);
  }

  #stageRow(): void {
    const { values } = this.#row;
    const { series } = this.staged;
    for (let i = 0; i < series.length; i++) {
      const { values: staged, start } = series[i]!;
      staged[start] = values[i]! / this.#divisor;
    }
  }

  /** Takes all values before the first is counted, so that a failure counts none of them. */
  #observe(snapshot: Snapshot, observations: NonNullable<AnyDefinition<Snapshot>['observations']>): void {
    const values: number[] = [];
    observations(snapshot, (value) => {
      if (typeof value !== 'number' || value - value !== 0)
        throw new MetricsError('ERR_COMPUTE', `expected a finite observation, got ${quoted(value)}`);
      values.push(value);
    });
    const series = this.staged.series[0] as Series & HistogramHandle;
    for (const value of values) {
      series.observe(value / this.#divisor);
      this.#totals[0]! += value;
    }
    series.values[series.start] = this.#totals[0]! / this.#divisor;
    this.#count += values.length;
    this.#row.values[0] = this.#count;
  }
}

function grown(values: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length);
  longer.set(values);
  return longer;
}
