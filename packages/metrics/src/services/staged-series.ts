/**
 * A metric twice: staged, where a turn's values are computed, and published, where scrapes read. Publishing copies the
 * numbers and adds the series that are new, so that all metrics of a turn appear at once.
 */
import { CounterFamily } from '../instruments/counter.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { Series } from '../instruments/series.ts';
import { GaugeFamily } from '../instruments/gauge.ts';
import { HistogramFamily } from '../instruments/histogram.ts';
import type { AnyLabels, HistogramOptions } from '../instruments/options.ts';
import type { LabelSet } from '../model/labels.ts';

export type StagedFamily = CounterFamily | GaugeFamily | HistogramFamily;
type MetricKind = 'counter' | 'gauge' | 'histogram';
type Options = HistogramOptions & AnyLabels;

export class StagedSeries {
  readonly family: StagedFamily;
  readonly #published: StagedFamily | undefined;
  /** Without the one that collects what found no room. */
  readonly #series: Series[];
  /** Where each row is published. */
  readonly #targets: Series[] = [];
  /** Label sets of the last list that found no room. */
  #unplaced: readonly LabelSet[] = [];
  /** Collects what found no room. */
  #overflow: Series | undefined;
  #overflowTarget: Series | undefined;

  /** @param factory where the metric is published; undefined leaves it unexposed */
  constructor(kind: MetricKind, options: Options, factory: InstrumentFactory | undefined) {
    this.family = stage(kind, options);
    this.#series = [...this.family.present()];
    this.#published = factory === undefined ? undefined : publishIn(factory, kind, options);
    if (kind === 'gauge') for (const family of [this.family, this.#published]) clearValues(family);
  }

  /** The series by row. */
  get series(): readonly Series[] {
    return this.#series;
  }

  /** Returns the row of each label set, and adds rows for those that are new; -1 where the metric has no room. */
  rowsOf(labelSets: readonly LabelSet[]): Int32Array {
    const unplaced: LabelSet[] = [];
    const rows = Int32Array.from(labelSets, (labels) => {
      const series = this.family.resolve(labels);
      if (this.family.isOverflow(series)) {
        this.#overflow = series;
        unplaced.push(labels);
        return -1;
      }
      if (series.row === this.#series.length) this.#series.push(series);
      return series.row;
    });
    this.#unplaced = unplaced;
    return rows;
  }

  /** Stages the value of the series that collects what found no room. */
  stageOverflow(value: number): void {
    if (this.#overflow !== undefined) this.#overflow.values[this.#overflow.start] = value;
  }

  /** Copies every value to where scrapes read it; a failed metric is withheld until it computes again. */
  publish(failed: boolean): void {
    const published = this.#published;
    if (published === undefined) return;
    published.withheld = failed;
    this.#addTargets(published);
    const from = this.#series;
    const width = this.#width;
    for (let i = 0; i < from.length; i++) copyValues(from[i]!, this.#targets[i]!, width);
    if (this.#overflow !== undefined && this.#overflowTarget !== undefined) copyValues(this.#overflow, this.#overflowTarget, width);
  }

  /** Resolving what found no room also counts it where the registry reports such label sets. */
  #addTargets(published: StagedFamily): void {
    const { labelNames } = this.family;
    for (let i = this.#targets.length; i < this.#series.length; i++) {
      const labelValues = this.family.labelValuesOf(i);
      this.#targets.push(published.resolve(Object.fromEntries(labelNames.map((name, k) => [name, labelValues[k]!]))));
    }
    for (const labels of this.#unplaced) this.#overflowTarget = published.resolve(labels);
    this.#unplaced = [];
  }

  get #width(): number {
    return this.family instanceof HistogramFamily ? this.family.buckets.length + 2 : 1;
  }
}

function copyValues(from: Series, to: Series, width: number): void {
  for (let k = 0; k < width; k++) to.values[to.start + k] = from.values[from.start + k]!;
}

/** Gauges have no value before the first computation; counters and histograms begin at 0. */
function clearValues(family: StagedFamily | undefined): void {
  for (const { values, start } of family?.present() ?? []) values[start] = NaN;
}

function stage(kind: MetricKind, options: Options): StagedFamily {
  const context = {
    onInvalid: (error: Error): never => {
      throw error;
    },
    monotonic: () => 0,
  };
  if (kind === 'counter') return new CounterFamily(options, context);
  return kind === 'gauge' ? new GaugeFamily(options, context) : new HistogramFamily(options, context);
}

function publishIn(factory: InstrumentFactory, kind: MetricKind, options: Options): StagedFamily {
  const open = options as never;
  if (kind === 'counter') return familyOf(factory.counter(open));
  return kind === 'gauge' ? familyOf(factory.gauge({ ...options, omitNaN: true } as never)) : familyOf(factory.histogram(open));
}

function familyOf(instrument: StagedFamily | { readonly family: StagedFamily }): StagedFamily {
  return 'family' in instrument ? instrument.family : instrument;
}
