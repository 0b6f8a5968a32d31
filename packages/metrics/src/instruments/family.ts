/** What all instruments share: a checked identity, label sets, and the series they stand for. */
import type { LabelPairs, MetricType, RowLayout, Sample, SampleSink, StoredFamily } from '../model/family.ts';
import type { LabelSet } from '../model/labels.ts';
import { labelValuesOf } from '../model/series-table.ts';
import { visitMoment } from '../model/stored-moment.ts';
import { BoundFamily } from './bound-family.ts';
import type { NoOthers } from './bound-family.ts';
import { collectSamples } from './collect-samples.ts';
import { FamilyLabels } from './family-labels.ts';
import type { FamilyLayout } from './family-layout.ts';
import { checkIdentity, subjectOf } from './identity.ts';
import { LimitedSeries } from './limited-series.ts';
import type { AnyLabels, InstrumentContext, MetricOptions } from './options.ts';
import type { Series } from './series.ts';
import type { StoredSeries } from './stored-series.ts';
import type { Slot } from './value-blocks.ts';

const DEFAULT_MAX_SERIES = 2000;

/** The series of one metric, reached by label sets. */
export abstract class Family<Handle, Labels extends LabelSet = LabelSet> implements StoredFamily {
  /** Which type of metric this is. */
  readonly type: MetricType;
  /** The name as it is exposed, without the suffixes of samples. */
  readonly name: string;
  /** What the metric says, in one sentence. */
  readonly help: string;
  /** The unit, which the name ends with too; undefined where none was given. */
  readonly unit: string | undefined;
  /** How many series there may be; label sets beyond are counted in `overflowed`. */
  readonly maxSeries: number;
  /** Seconds without a write after which a series goes; undefined: it stays. */
  readonly ttlSeconds: number | undefined;
  /** What the registry gives to its instruments. */
  readonly context: InstrumentContext;
  /** Labels that every series has, given by a child registry. */
  readonly constLabels: LabelPairs;
  /** What the numbers of a series mean. */
  readonly row: RowLayout;
  /** Whether a value of NaN leaves its sample out. */
  readonly omitNaN: boolean;
  /** While true, the exposition leaves this metric out; its values stay. */
  withheld = false;
  readonly #labels: FamilyLabels;
  readonly #series: LimitedSeries<Series & Handle>;

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
    this.#labels = new FamilyLabels(options, context, { subject: this.subject, reservedLabels: layout.reservedLabels });
    this.constLabels = this.#labels.constant;
    this.#series = this.#noSeries(layout);
  }

  /** Names of the labels, in the order of exposition. */
  get labelNames(): readonly string[] {
    return this.#labels.schema.names;
  }

  /** The values each label may take; undefined where it is open. */
  get labelDomains(): readonly (ReadonlySet<string> | undefined)[] {
    return this.#labels.schema.allowed;
  }

  /** How many label sets could not get a series of their own; counts every call. */
  get overflowed(): number {
    return this.#series.overflowed;
  }

  /** How many writes went nowhere, because their series had been removed. */
  get detachedWrites(): number {
    return this.#series.detachedWrites;
  }

  /** How this metric is named in messages. */
  get subject(): string {
    return subjectOf(this.type, this.name);
  }

  /** The numbers of all series, as the exposition reads them. */
  get table(): StoredSeries<Series & Handle> {
    return this.#series.table;
  }

  /** How many series there are, without the one that collects what exceeds the limit. */
  get seriesCount(): number {
    return this.#series.count;
  }

  /** The label values of a row, in the order of the label names. */
  labelValuesOf(row: number): readonly string[] {
    return labelValuesOf(this.table, row);
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
    this.#labels.checkedPartly(bound);
    return new BoundFamily<Handle, LabelSet>(this, bound);
  }

  /** Returns the series of one label set as `labels()` does; beyond `maxSeries`, the one that collects the rest. */
  resolve(labels: LabelSet): Series & Handle {
    if (typeof labels === 'object' && labels !== null) {
      // Asked directly: with one call more in between, V8 takes a third longer in some runs.
      const known = this.table.find(labels);
      if (known !== undefined) return known;
    }
    return this.#series.obtain(this.#labels.checked(labels));
  }

  /** Returns the series that collects what exceeds the limit, for a label set that gets none of its own, and counts it. */
  resolveOverflow(): Series & Handle {
    return this.#series.overflow();
  }

  /** Whether a series is the one that collects what exceeds the limit. */
  isOverflow(series: Series): boolean {
    return this.#series.isOverflow(series);
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
    return this.table.findValues(this.#labels.checked(relabel === undefined ? labels : relabel(labels)));
  }

  /** Removes a series that is there, as `remove` does. */
  removeSeries(series: Series & Handle): void {
    this.#series.end([series]);
  }

  /**
   * Removes every series that has these labels, as `remove` does, and returns how many. O(series).
   * @throws {MetricsError} ERR_LABEL_SET for unknown labels, ERR_LABEL_VALUE for values.
   * @example requests.removeMatching({ route: '/old' })
   */
  removeMatching(labels: Partial<Labels>): number {
    const wanted = this.#labels.checkedPartly(labels as LabelSet);
    if (wanted === undefined) return 0;
    const matching = this.#series.matching(wanted);
    this.#series.end(matching);
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
    this.#series.retire();
  }

  /** Sets every series back to 0, counting from now; series and handles stay. */
  reset(): void {
    for (const series of this.present()) this.#series.restart(series);
  }

  /** Brings what depends on the time up to date. Called before every exposition. */
  prepare(): void {
    this.#series.letIdleGo();
  }

  /** Returns the samples as plain data, for tests. */
  get(): Sample[] {
    return collectSamples(this.name, (sink) => this.#visitPresent(sink));
  }

  /** Shows every sample, unless the metric is withheld. */
  visit(sink: SampleSink): void {
    if (!this.withheld) this.#visitPresent(sink);
  }

  /** Whether a handle that points nowhere may write after all: that of an idle series, which begins anew. Others are counted. */
  awaken(series: Series & Handle): boolean {
    return this.#series.awaken(series);
  }

  /** The series that are there, in the order of their creation. */
  present(): Generator<Series & Handle, void, undefined> {
    return this.#series.present();
  }

  /** Creates those series that exist from the start and are not there: the only one of an unlabelled metric, all of closed labels. */
  protected initialize(): void {
    for (const values of this.#labels.initial(this.maxSeries)) this.#series.obtain(values);
  }

  /** Gives a series the numbers it begins with, where these are not 0. */
  protected begin(series: Series): void {
    const { createdAt } = this.row;
    if (createdAt !== undefined) series.values[series.start + createdAt] = this.context.now?.() ?? NaN;
  }

  protected abstract createHandle(slot: Slot, row: number): Series & Handle;

  #noSeries({ width, activityNumbers = width, overflowAddsUp }: FamilyLayout): LimitedSeries<Series & Handle> {
    const { labelNames, maxSeries, ttlSeconds, context } = this;
    return new LimitedSeries({
      labelNames,
      maxSeries,
      ttlSeconds,
      width,
      activityNumbers,
      overflowAddsUp,
      context,
      create: (slot, row) => this.createHandle(slot, row),
      begin: (series) => this.begin(series),
    });
  }

  #visitPresent(sink: SampleSink): void {
    const { table } = this;
    visitMoment(this, { table, blocks: table.blocks, rows: table.rowCount }, sink);
  }
}
