import type { LabelPairs, MetricType, RowLayout, Sample, SampleSink, StoredFamily } from '../model/family.ts';
import {
  OVERFLOW_VALUE,
  checkedLabelValues,
  checkedPartialLabelValues,
  combinationCount,
  combinations,
  labelSchema,
} from '../model/labels.ts';
import type { LabelSchema, LabelSet } from '../model/labels.ts';
import { MetricsError } from '../model/errors.ts';
import { checkLabelName } from '../model/names.ts';
import { labelValuesOf } from '../model/series-table.ts';
import { checkIdentity, subjectOf } from './identity.ts';
import { IdleSeries } from './idle-series.ts';
import type { AnyLabels, InstrumentContext, MetricOptions } from './options.ts';
import { BoundFamily } from './bound-family.ts';
import type { NoOthers } from './bound-family.ts';
import { collectSamples } from './collect-samples.ts';
import type { Series } from './series.ts';
import { StoredSeries } from './stored-series.ts';
import type { Slot } from './value-blocks.ts';

const DEFAULT_MAX_SERIES = 2000;
/** Where the handles of a retired metric point. */
const NOWHERE: Slot = { values: new Float64Array(0), start: -1 };

/** What sets the families of one type apart. */
export interface FamilyLayout {
  readonly type: MetricType;
  /** How many numbers a series owns. */
  readonly width: number;
  readonly row: RowLayout;
  /** How many of a series' numbers, from the first on, tell whether it was written to. Default: all. */
  readonly activityNumbers?: number;
  /** Label names that the exposition adds by itself. */
  readonly reservedLabels: readonly string[];
  /** Whether label sets beyond the limit add up in one series; otherwise they are dropped. */
  readonly overflowAddsUp: boolean;
  /** Whether a value of NaN leaves its sample out. */
  readonly omitNaN?: boolean;
}

/** What all instruments share: checked identity, label sets, series, their limit and their end. */
export abstract class Family<Handle, Labels extends LabelSet = LabelSet> implements StoredFamily {
  readonly type: MetricType;
  readonly name: string;
  readonly help: string;
  readonly unit: string | undefined;
  readonly maxSeries: number;
  readonly ttlSeconds: number | undefined;
  readonly context: InstrumentContext;
  readonly constLabels: LabelPairs;
  readonly row: RowLayout;
  readonly omitNaN: boolean;
  /** While true, the exposition leaves this metric out; its values stay. */
  withheld = false;
  readonly #overflowAddsUp: boolean;
  readonly #schema: LabelSchema;
  readonly #idle: IdleSeries<Series & Handle> | undefined;
  #table: StoredSeries<Series & Handle>;
  #overflow: (Series & Handle) | undefined;
  #overflowed = 0;
  #detachedWrites = 0;
  #isRetired = false;

  constructor(options: MetricOptions & AnyLabels, context: InstrumentContext, layout: FamilyLayout) {
    checkIdentity(layout.type, options, context.nameValidation ?? 'legacy');
    this.type = layout.type;
    this.name = options.name;
    this.help = options.help;
    this.unit = options.unit;
    this.maxSeries = options.maxSeries ?? DEFAULT_MAX_SERIES;
    this.ttlSeconds = options.ttlSeconds;
    this.context = context;
    this.row = layout.row;
    this.omitNaN = layout.omitNaN ?? false;
    this.#overflowAddsUp = layout.overflowAddsUp;
    const constLabels = context.constLabels ?? {};
    this.constLabels = { names: Object.keys(constLabels), values: Object.values(constLabels) };
    const validation = context.nameValidation ?? 'legacy';
    for (const name of this.constLabels.names) checkLabelName(name, this.subject, { reserved: layout.reservedLabels, validation });
    const reserved = [...layout.reservedLabels, ...this.constLabels.names];
    this.#schema = labelSchema(options, this.subject, { reserved, validation });
    this.#table = new StoredSeries(this.#schema.names, layout.width);
    this.#idle =
      options.ttlSeconds === undefined
        ? undefined
        : new IdleSeries(options.ttlSeconds, layout.activityNumbers ?? layout.width, context.monotonic);
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

  /** How many writes went nowhere, because their series had been removed. */
  get detachedWrites(): number {
    return this.#detachedWrites;
  }

  /** How this metric is named in messages. */
  get subject(): string {
    return subjectOf(this.type, this.name);
  }

  get table(): StoredSeries<Series & Handle> {
    return this.#table;
  }

  /** How many series there are, without the one that collects what exceeds the limit. */
  get seriesCount(): number {
    return this.#table.presentCount - (this.#overflow !== undefined && this.#overflowAddsUp ? 1 : 0);
  }

  /** The label values of a row, in the order of the label names. */
  labelValuesOf(row: number): readonly string[] {
    return labelValuesOf(this.#table, row);
  }

  /**
   * Returns the handle of one label set, and creates its series at 0 when it is new. Resolve once and keep the handle:
   * updates through it cost a few nanoseconds. Label values are copied, the object stays the caller's.
   * @throws {MetricsError} ERR_LABEL_SET for missing or unknown labels, ERR_LABEL_VALUE for values.
   */
  labels(labels: Labels): Handle {
    const { relabel } = this.context;
    return this.resolve(relabel === undefined ? labels : relabel(labels));
  }

  /**
   * Binds some of the labels: what is returned takes the others.
   * @throws {MetricsError} ERR_LABEL_SET for unknown labels, ERR_LABEL_VALUE for values.
   * @example requests.with({ method: 'GET' }).labels({ route: '/' }).inc()
   */
  with<const Bound extends Partial<Labels>>(bound: Bound & NoOthers<Bound, Labels>): BoundFamily<Handle, Omit<Labels, keyof Bound>> {
    this.#ownPartly(bound);
    return new BoundFamily<Handle, LabelSet>(this, bound);
  }

  /** Returns the series of one label set as `labels()` does; beyond `maxSeries`, the one that collects the rest. */
  resolve(labels: LabelSet): Series & Handle {
    if (typeof labels === 'object' && labels !== null) {
      const known = this.#table.find(labels);
      if (known !== undefined) return known;
    }
    const values = checkedLabelValues(this.#schema, labels, this.subject);
    if (this.#isRetired) return this.createHandle(NOWHERE, -1);
    return this.#table.findValues(values) ?? (this.#hasRoom() ? this.#add(values) : this.#overflowSeries());
  }

  /** Whether a series is the one that collects what exceeds the limit. */
  isOverflow(series: Series): boolean {
    return series === this.#overflow;
  }

  /**
   * Removes the series of one label set at once. Handles of it are detached: what they record goes nowhere and is
   * counted; `labels()` begins a fresh series. The only series of a metric without labels is part of the metric, and is
   * set back to 0 instead. Returns whether there was one.
   * @throws {MetricsError} as `labels()`
   */
  remove(labels: Labels): boolean {
    const series = this.find(labels);
    if (series !== undefined) this.removeSeries(series);
    return series !== undefined;
  }

  /**
   * Returns the series of one label set, or undefined.
   * @throws {MetricsError} as `labels()`
   */
  find(labels: Labels): (Series & Handle) | undefined {
    const { relabel } = this.context;
    return this.#table.findValues(checkedLabelValues(this.#schema, relabel === undefined ? labels : relabel(labels), this.subject));
  }

  /** Removes a series that is there, as `remove` does. */
  removeSeries(series: Series & Handle): void {
    this.#end([series]);
  }

  /**
   * Removes every series that has these labels, as `remove` does, and returns how many. O(series).
   * @throws {MetricsError} ERR_LABEL_SET for unknown labels, ERR_LABEL_VALUE for values.
   * @example requests.removeMatching({ route: '/old' })
   */
  removeMatching(labels: Partial<Labels>): number {
    const wanted = this.#ownPartly(labels);
    if (wanted === undefined) return 0;
    const ids = wanted.map((value, label) => (value === undefined ? undefined : (this.#table.idOf(label, value) ?? -1)));
    const matching = [...this.present()].filter(({ row }) =>
      ids.every((id, label) => id === undefined || id === this.#table.labelId(row, label)),
    );
    this.#end(matching);
    return matching.length;
  }

  /** Removes all series, as `remove` does; where all labels are closed, every combination begins anew at 0. */
  clear(): void {
    this.removeMatching({});
    this.initialize();
  }

  /**
   * Ends the metric for good: its series are removed as `remove` does it, and it takes no others. Its handles, also those
   * that `labels()` returns from now on, write nowhere, and what they write is counted.
   */
  retire(): void {
    for (const { row } of this.present()) this.#remove(row);
    this.#overflow?.detach();
    this.#overflow = undefined;
    this.#isRetired = true;
  }

  /** Sets every series back to 0, counting from now; series and handles stay. */
  reset(): void {
    for (const series of this.present()) this.#restart(series);
  }

  /** Brings what depends on the time up to date. Called before every exposition. */
  prepare(): void {
    this.#letIdleGo();
  }

  /** Returns the samples as plain data, for tests. */
  get(): Sample[] {
    return collectSamples(this.name, (sink) => this.#visitPresent(sink));
  }

  visit(sink: SampleSink): void {
    if (!this.withheld) this.#visitPresent(sink);
  }

  #visitPresent(sink: SampleSink): void {
    const names = [...this.constLabels.names, ...this.labelNames];
    for (const series of this.present()) {
      this.visitValues(series, { names, values: [...this.constLabels.values, ...this.labelValuesOf(series.row)] }, sink);
    }
  }

  /** Whether a handle that points nowhere may write after all: that of an idle series, which begins anew. Others are counted. */
  awaken(series: Series & Handle): boolean {
    const values = this.#isRetired ? undefined : this.#idle?.wake(series);
    if (values === undefined) {
      this.#detachedWrites++;
      this.context.onDetachedWrite?.();
      return false;
    }
    const known = this.#table.findValues(values);
    if (known !== undefined) this.#idle?.join(series, known);
    else if (this.#hasRoom()) {
      this.#place(values, (slot, row) => {
        series.moveTo(slot, row);
        return series;
      });
    } else this.#idle?.join(series, this.#overflowSeries());
    return true;
  }

  /** The series that are there, in the order of their creation. */
  *present(): Generator<Series & Handle, void, undefined> {
    for (const series of this.#table.series) if (series !== undefined) yield series;
  }

  /** Creates those series that exist from the start and are not there: the only one of an unlabelled metric, all of closed labels. */
  protected initialize(): void {
    const count = combinationCount(this.#schema);
    if (count === undefined || this.#isRetired) return;
    if (count > this.maxSeries) {
      throw new MetricsError(
        'ERR_METRIC_OPTIONS',
        `${this.subject}: its closed labels have ${count} combinations, but maxSeries is ${this.maxSeries}. Raise maxSeries, or close fewer labels.`,
      );
    }
    for (const values of combinations(this.#schema)) if (this.#table.findValues(values) === undefined) this.#add(values);
  }

  /** Gives a series the numbers it begins with, where these are not 0. */
  protected begin(series: Series): void {
    const { createdAt } = this.row;
    if (createdAt !== undefined) series.values[series.start + createdAt] = this.context.now?.() ?? NaN;
  }

  protected abstract createHandle(slot: Slot, row: number): Series & Handle;
  protected abstract visitValues(slot: Slot, labels: LabelPairs, sink: SampleSink): void;

  /** Returns the values of some labels as they are passed by users, undefined where this metric does not tell these apart. */
  #ownPartly(labels: Partial<Labels>): (string | undefined)[] | undefined {
    const { relabelPartly } = this.context;
    if (relabelPartly === undefined) return checkedPartialLabelValues(this.#schema, labels, this.subject);
    const own = relabelPartly(labels as LabelSet);
    return own === undefined ? undefined : checkedPartialLabelValues(this.#schema, own, this.subject);
  }

  /** A family that is full lets go of what has idled out before it turns a label set away. */
  #hasRoom(): boolean {
    if (this.seriesCount >= this.maxSeries) this.#letIdleGo();
    return this.seriesCount < this.maxSeries;
  }

  #letIdleGo(): void {
    this.#idle?.sweep(this.#table, (row) => this.#park(row));
    this.#compactWhereWorthwhile();
  }

  #add(values: readonly string[]): Series & Handle {
    return this.#place(values, (slot, row) => this.createHandle(slot, row));
  }

  #place(values: readonly string[], handle: (slot: Slot, row: number) => Series & Handle): Series & Handle {
    const series = this.#table.add(values, handle);
    this.begin(series);
    return series;
  }

  #end(ending: readonly (Series & Handle)[]): void {
    for (const series of ending) {
      if (this.#schema.names.length === 0) this.#restart(series);
      else this.#remove(series.row);
    }
    this.#compactWhereWorthwhile();
  }

  #restart(series: Series & Handle): void {
    series.values.fill(0, series.start, series.start + this.#table.width);
    this.begin(series);
    this.#idle?.restart(series);
  }

  #remove(row: number): void {
    const series = this.#table.series[row]!;
    this.#table.remove(row);
    if (series === this.#overflow) this.#overflow = undefined;
    for (const each of [series, ...(this.#idle?.takeJoined(series) ?? [])]) each.detach();
  }

  #park(row: number): void {
    const series = this.#table.series[row]!;
    if (series === this.#overflow) return;
    this.#idle?.park(series, this.labelValuesOf(row));
    this.#remove(row);
  }

  #compactWhereWorthwhile(): void {
    if (!this.#table.shouldCompact) return;
    this.#table = this.#table.compacted((series, slot, row) => {
      this.#idle?.move(series, slot, row);
      series.moveTo(slot, row);
    });
    this.#idle?.truncate(this.#table.rowCount);
  }

  /** What is dropped has numbers of its own, outside the blocks that are exposed. */
  #overflowSeries(): Series & Handle {
    this.#overflowed++;
    this.context.onOverflow?.();
    if (this.#overflow !== undefined) return this.#overflow;
    const handle = (slot: Slot, row: number): Series & Handle => this.createHandle(slot, row);
    if (this.#overflowAddsUp) {
      this.#overflow = this.#table.addUnlisted(
        this.#schema.names.map(() => OVERFLOW_VALUE),
        handle,
      );
    } else this.#overflow = handle({ values: new Float64Array(this.#table.width), start: 0 }, -1);
    this.begin(this.#overflow);
    return this.#overflow;
  }
}
