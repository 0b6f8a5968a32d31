import { MetricsError } from '../model/errors.ts';
import type { MetricType, Sample, SampleSink, StoredFamily } from '../model/family.ts';
import { labelText } from '../model/label-text.ts';
import { OVERFLOW_VALUE, checkedLabelValues, combinationCount, combinations, labelSchema } from '../model/labels.ts';
import type { LabelSchema, LabelSet } from '../model/labels.ts';
import { formatBound } from '../model/number.ts';
import { checkIdentity, subjectOf } from './identity.ts';
import type { AnyLabels, InstrumentContext, MetricOptions } from './options.ts';
import type { Series } from './series.ts';
import { SeriesIndex } from './series-index.ts';
import { ValueBlocks } from './value-blocks.ts';
import type { Slot } from './value-blocks.ts';

const DEFAULT_MAX_SERIES = 2000;

/** What sets the families of one type apart. */
export interface FamilyLayout {
  readonly type: MetricType;
  /** How many numbers a series owns. */
  readonly width: number;
  /** Label names that the exposition adds by itself. */
  readonly reservedLabels: readonly string[];
  /** Whether label sets beyond the limit add up in one series; otherwise they are dropped. */
  readonly overflowAddsUp: boolean;
  /** Upper bounds of a histogram, without `+Inf`. */
  readonly buckets?: readonly number[];
  /** Whether a value of NaN leaves its sample out. */
  readonly omitNaN?: boolean;
}

/** What all instruments share: checked identity, label sets, series and their limit. */
export abstract class Family<Handle, Labels extends LabelSet = LabelSet> implements StoredFamily {
  readonly type: MetricType;
  readonly name: string;
  readonly help: string;
  readonly unit: string | undefined;
  readonly maxSeries: number;
  readonly context: InstrumentContext;
  readonly buckets: readonly number[] | undefined;
  readonly omitNaN: boolean;
  /** While true, the exposition leaves this metric out; its values stay. */
  withheld = false;
  readonly #overflowAddsUp: boolean;
  readonly #schema: LabelSchema;
  readonly #blocks: ValueBlocks;
  readonly #index: SeriesIndex<Series & Handle>;
  readonly #series: (Series & Handle)[] = [];
  /** Label values of each row, one row after the other. */
  readonly #labelValues: string[] = [];
  #overflow: (Series & Handle) | undefined;
  #overflowed = 0;

  constructor(options: MetricOptions & AnyLabels, context: InstrumentContext, layout: FamilyLayout) {
    checkIdentity(layout.type, options);
    this.type = layout.type;
    this.name = options.name;
    this.help = options.help;
    this.unit = options.unit;
    this.maxSeries = options.maxSeries ?? DEFAULT_MAX_SERIES;
    this.context = context;
    this.buckets = layout.buckets;
    this.omitNaN = layout.omitNaN ?? false;
    this.#overflowAddsUp = layout.overflowAddsUp;
    this.#schema = labelSchema(options, this.subject, layout.reservedLabels);
    this.#blocks = new ValueBlocks(layout.width);
    this.#index = new SeriesIndex(this.#schema.names, this.#labelValues);
  }

  /** Names of the labels, in the order of exposition. */
  get labelNames(): readonly string[] {
    return this.#schema.names;
  }

  /** The values each label may take; undefined where it is open. */
  get labelDomains(): readonly (ReadonlySet<string> | undefined)[] {
    return this.#schema.allowed;
  }

  /** How many label sets could not get a series of their own; counts every call. */
  get overflowed(): number {
    return this.#overflowed;
  }

  /** How this metric is named in messages. */
  get subject(): string {
    return subjectOf(this.type, this.name);
  }

  /** The values, row after row; see StoredFamily. */
  get blocks(): readonly Float64Array[] {
    return this.#blocks.blocks;
  }

  /** Rows of `blocks` that the exposition shows. */
  get rowCount(): number {
    return this.#series.length + (this.#overflow !== undefined && this.#overflowAddsUp ? 1 : 0);
  }

  labelTextOf(row: number): string {
    return labelText(this.#schema.names, this.labelValuesOf(row));
  }

  /** The series in the order of creation, each with its row. */
  get series(): readonly (Series & Handle)[] {
    return this.#series;
  }

  /** The label values of a row, in the order of the label names. */
  labelValuesOf(row: number): readonly string[] {
    const { names } = this.#schema;
    return row < 0 || row >= this.#series.length
      ? names.map(() => OVERFLOW_VALUE)
      : this.#labelValues.slice(row * names.length, (row + 1) * names.length);
  }

  /**
   * Returns the handle of one label set, and creates its series at 0 when it is new. Resolve once and keep the handle:
   * updates through it cost a few nanoseconds. Label values are copied, the object stays the caller's.
   * @throws {MetricsError} ERR_LABEL_SET for missing or unknown labels, ERR_LABEL_VALUE for values.
   */
  labels(labels: Labels): Handle {
    return this.resolve(labels);
  }

  /** Returns the series of one label set as `labels()` does; beyond `maxSeries`, the one that collects the rest. */
  resolve(labels: Labels): Series & Handle {
    if (typeof labels === 'object' && labels !== null) {
      const known = this.#index.find(labels);
      if (known !== undefined) return known;
    }
    const values = checkedLabelValues(this.#schema, labels, this.subject);
    const known = this.#index.findValues(values);
    if (known !== undefined) return known;
    return this.#series.length < this.maxSeries ? this.#add(values) : this.#overflowSeries();
  }

  /** Sets every series back to 0; series and handles stay. */
  reset(): void {
    for (const { values, start } of this.#allSeries()) values.fill(0, start, start + this.#blocks.width);
  }

  /** Returns the samples as plain data, for tests. */
  get(): Sample[] {
    const samples: Sample[] = [];
    for (const series of this.#allSeries()) {
      const values = this.labelValuesOf(series.row);
      const labels = Object.fromEntries(this.#schema.names.map((name, i) => [name, values[i]!]));
      this.visitValues(series, '', {
        sample: (suffix, _text, upperBound, value) => {
          const name = this.name + suffix;
          samples.push({ name, labels: upperBound === undefined ? labels : { ...labels, le: formatBound(upperBound) }, value });
        },
      });
    }
    return samples;
  }

  visit(sink: SampleSink): void {
    if (this.withheld) return;
    const series = this.#allSeries();
    for (let i = 0; i < series.length; i++) this.visitValues(series[i]!, this.labelTextOf(series[i]!.row), sink);
  }

  /** Creates the series that exist from the start: the only one of an unlabelled metric, all of closed labels. */
  protected initialize(): void {
    const count = combinationCount(this.#schema);
    if (count === undefined) return;
    if (count > this.maxSeries) {
      throw new MetricsError(
        'ERR_METRIC_OPTIONS',
        `${this.subject}: its closed labels have ${count} combinations, but maxSeries is ${this.maxSeries}. Raise maxSeries, or close fewer labels.`,
      );
    }
    for (const values of combinations(this.#schema)) this.#add(values);
  }

  protected abstract createHandle(slot: Slot, row: number): Series & Handle;
  protected abstract visitValues(slot: Slot, labelText: string, sink: SampleSink): void;

  #allSeries(): (Series & Handle)[] {
    return this.#overflow === undefined || !this.#overflowAddsUp ? this.#series : [...this.#series, this.#overflow];
  }

  #add(values: readonly string[]): Series & Handle {
    const series = this.createHandle(this.#blocks.allocate(), this.#series.length);
    this.#series.push(series);
    this.#labelValues.push(...values);
    this.#index.add(series);
    return series;
  }

  /** What is dropped has values of its own, outside the blocks that are exposed. */
  #overflowSeries(): Series & Handle {
    this.#overflowed++;
    this.context.onOverflow?.();
    return (this.#overflow ??= this.createHandle(
      this.#overflowAddsUp ? this.#blocks.allocate() : { values: new Float64Array(this.#blocks.width), start: 0 },
      -1,
    ));
  }
}
