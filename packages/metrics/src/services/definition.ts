/**
 * A metric and how its values come about, in one object. `definitionsOf<Snapshot>()` returns functions that know the
 * type of the snapshot, so that what a computation reads and returns is checked against what it declares.
 */
import type { Counter, CounterFamily } from '../instruments/counter.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { Gauge, GaugeFamily } from '../instruments/gauge.ts';
import type { Histogram, HistogramFamily } from '../instruments/histogram.ts';
import type { CollectorSignal } from '../model/abort-signal.ts';
import type { LabelDomains, LabelsOfDomains } from '../model/labels.ts';
import type { Alert } from './alert.ts';
import type { Column } from './column.ts';
import type { MetricHistory } from './metric-history.ts';

/** What a computation may read beside the snapshot. */
export interface ComputeContext<Name extends string, Snapshot = never> {
  /** History of the metrics that are named in `reads`: values as they were computed, in the subunit where there is one. */
  readonly history: { readonly [Key in Name]: MetricHistory };
  /**
   * Returns what `derive` makes of the snapshot. It is called once a turn, however many metrics ask for it; the same
   * function gives the same answer, so it must be a constant and not be written where it is asked for.
   * @throws what `derive` throws, to each who asks
   */
  readonly shared: <Derived>(derive: (snapshot: Snapshot) => Derived) => Derived;
}

/** What a computation returns: a number; a record for one closed label; a column for everything else. */
export type Computed<Domains> = [Domains] extends [LabelDomains]
  ? OneClosedLabel<Domains> extends infer Value extends string
    ? [Value] extends [never]
      ? Column<LabelsOfDomains<Domains>>
      : Readonly<Record<Value, number>>
    : never
  : number;

type OneClosedLabel<Domains extends LabelDomains> =
  IsUnion<keyof Domains> extends true ? never : Domains[keyof Domains] extends readonly (infer Value extends string)[] ? Value : never;

type IsUnion<Type, Whole = Type> = [Type] extends [never] ? false : Type extends unknown ? ([Whole] extends [Type] ? false : true) : never;

/** What every definition may say of its metric. */
export interface MetricDescription<Domains> {
  /** One sentence that says what a rise means. Must not be empty. */
  readonly help: string;
  /** The base unit, which the name ends with, before `_total`. Default: none. */
  readonly unit?: string;
  /** Label names with the values they may take. Default: none. */
  readonly labels?: Domains;
  /** Most series of this metric. Minimum: 1. Default: 2,000. */
  readonly maxSeries?: number;
  /** Whether the registry shows the metric; its history and journal record exist either way. Default: true. */
  readonly expose?: boolean;
  /**
   * The kind of entity that has a series each: a series that a column leaves out has left the application, and its history
   * goes with it. Such metrics can be switched off, and the journal leaves them out by default. Default: none.
   */
  readonly entity?: string;
  /** Whether values are measured and differ from run to run; the journal keeps them apart. Default: false. */
  readonly measured?: boolean;
  /** Turns of history per series. Minimum: 1. Default: as the services say. */
  readonly historyTurns?: number;
  /** What people call it, for a chart or a table. Default: made from the name. */
  readonly title?: string;
  /** Metrics of one group are shown together. Default: the prefix. */
  readonly group?: string;
  /** Which direction is good news, so that a change can be called an improvement. Default: neither. */
  readonly better?: 'up' | 'down';
  /** When somebody should be told. Default: never. */
  readonly alert?: Alert;
}

/** What a definition adds whose values are computed once a turn. */
export interface ComputedOnce<Name extends string> {
  /**
   * Metrics of the same group whose history the computation reads. They are computed first, so `last` is this turn's
   * value; that of the metric itself is the value of the turn before. Default: none.
   */
  readonly reads?: readonly Name[];
}

/** A gauge whose value is computed once a turn. */
export interface GaugeDefinition<Snapshot, Name extends string, Domains> extends MetricDescription<Domains>, ComputedOnce<Name> {
  /** The value now; NaN means no value. */
  readonly compute: (snapshot: Snapshot, context: ComputeContext<NoInfer<Name>, Snapshot>) => Computed<Domains>;
}

/** A counter whose increase is computed once a turn. */
export interface CounterDefinition<Snapshot, Name extends string, Domains> extends MetricDescription<Domains>, ComputedOnce<Name> {
  /** What this turn adds, not the total: >= 0. NaN adds nothing; so does a series that the column leaves out. */
  readonly increase: (snapshot: Snapshot, context: ComputeContext<NoInfer<Name>, Snapshot>) => Computed<Domains>;
}

/** A histogram whose observations are found once a turn. It has no labels. */
export interface HistogramDefinition<Snapshot> extends MetricDescription<undefined> {
  /** Upper bounds, finite and strictly rising; `+Inf` is added. Default: DEFAULT_BUCKETS. */
  readonly buckets?: readonly number[];
  /** Calls `observe` for each value of this turn. */
  readonly observations: (snapshot: Snapshot, observe: (value: number) => void) => void;
}

/** A gauge, or the total of a counter, that is read when somebody scrapes; it has neither history nor journal record. */
export interface ReadDefinition<Domains> extends Omit<MetricDescription<Domains>, 'expose' | 'historyTurns'> {
  /** The value, or total, now; NaN means no value. May be asynchronous; `signal` aborts when nobody waits any more. */
  readonly read: (signal: CollectorSignal) => Computed<Domains> | Promise<Computed<Domains>>;
  /** How long `read` may take; it is given up then. A finite number > 0. Default: the registry's time for collectors. */
  readonly timeoutSeconds?: number;
}

/** A histogram that the application records. */
export interface RecordedHistogramDefinition<Domains> extends MetricDescription<Domains> {
  /** Upper bounds, finite and strictly rising; `+Inf` is added. Default: DEFAULT_BUCKETS. */
  readonly buckets?: readonly number[];
}

/** How the values of a metric come about. */
export type Source = 'computed' | 'read' | 'recorded';

/** A definition whose types have been checked; what a group is made of. */
export interface Definition<Snapshot, Name extends string = string, Instrument = unknown> {
  /** Which type of metric is defined. */
  readonly type: 'gauge' | 'counter' | 'histogram';
  /** How its values come about. */
  readonly source: Source;
  /** Metrics of the same group whose history the computation reads. */
  readonly reads: readonly Name[];
  /** What the definition was made from. */
  readonly options: AnyDefinition<Snapshot>;
  /** Makes the instrument that the application records with; undefined where values are computed or read. */
  readonly instrument: ((factory: InstrumentFactory, name: string) => Instrument) | undefined;
}

/** All that a definition may hold, for the code that runs it. */
export type AnyDefinition<Snapshot> = MetricDescription<LabelDomains> & {
  readonly reads?: readonly string[];
  readonly buckets?: readonly number[];
  readonly timeoutSeconds?: number;
  readonly compute?: (snapshot: Snapshot, context: ComputeContext<string, Snapshot>) => AnyComputed;
  readonly increase?: (snapshot: Snapshot, context: ComputeContext<string, Snapshot>) => AnyComputed;
  readonly observations?: (snapshot: Snapshot, observe: (value: number) => void) => void;
  readonly read?: (signal: CollectorSignal) => AnyComputed | Promise<AnyComputed>;
};

export type AnyComputed = number | Readonly<Record<string, number>> | Column;

/** What the application records with: an instrument without labels, or one whose `labels()` returns handles. */
export type RecordedGauge<Domains> = [Domains] extends [LabelDomains] ? GaugeFamily<LabelsOfDomains<Domains>> : Gauge;
/** As `RecordedGauge`, of a counter. */
export type RecordedCounter<Domains> = [Domains] extends [LabelDomains] ? CounterFamily<LabelsOfDomains<Domains>> : Counter;
/** As `RecordedGauge`, of a histogram. */
export type RecordedHistogram<Domains> = [Domains] extends [LabelDomains] ? HistogramFamily<LabelsOfDomains<Domains>> : Histogram;

/** A metrics service: metrics that belong together, each with how its values come about. */
export interface MetricsGroup<Snapshot, Name extends string = string, Instruments extends object = object> {
  /** What the names of its metrics begin with, without the `_` behind it. */
  readonly prefix: string;
  /** The whole names, in the order of definition. */
  readonly names: readonly Name[];
  /** Definitions by the rest of the name. */
  readonly definitions: Readonly<Record<string, Definition<Snapshot>>> & {
    readonly [Key in keyof Instruments]: Definition<Snapshot, string, Instruments[Key]>;
  };
}

type NoComputation = { readonly [Key in 'compute' | 'increase' | 'observations' | 'read' | 'reads']?: never };

/** The functions that define metrics over one type of snapshot. A definition without computation is recorded. */
export interface Definitions<Snapshot> {
  /** Defines a metric that can rise and fall. */
  readonly gauge: {
    <const Domains extends LabelDomains | undefined = undefined>(
      definition: MetricDescription<Domains> & NoComputation,
    ): Definition<Snapshot, never, RecordedGauge<Domains>>;
    <const Domains extends LabelDomains | undefined = undefined>(
      definition: ReadDefinition<Domains>,
    ): Definition<Snapshot, never, undefined>;
    <const Name extends string = never, const Domains extends LabelDomains | undefined = undefined>(
      definition: GaugeDefinition<Snapshot, Name, Domains>,
    ): Definition<Snapshot, NoInfer<Name>, undefined>;
  };
  /** Defines a metric that only rises. */
  readonly counter: {
    <const Domains extends LabelDomains | undefined = undefined>(
      definition: MetricDescription<Domains> & NoComputation,
    ): Definition<Snapshot, never, RecordedCounter<Domains>>;
    <const Domains extends LabelDomains | undefined = undefined>(
      definition: ReadDefinition<Domains>,
    ): Definition<Snapshot, never, undefined>;
    <const Name extends string = never, const Domains extends LabelDomains | undefined = undefined>(
      definition: CounterDefinition<Snapshot, Name, Domains>,
    ): Definition<Snapshot, NoInfer<Name>, undefined>;
  };
  /** Defines a metric that counts values in buckets. */
  readonly histogram: {
    <const Domains extends LabelDomains | undefined = undefined>(
      definition: RecordedHistogramDefinition<Domains> & NoComputation,
    ): Definition<Snapshot, never, RecordedHistogram<Domains>>;
    (definition: HistogramDefinition<Snapshot>): Definition<Snapshot, never, undefined>;
  };
  /**
   * Makes a group; each metric is called `<prefix>_<key>`.
   * @throws {MetricsError} ERR_METRIC_OPTIONS for definitions that contradict themselves
   */
  readonly defineMetrics: <const Prefix extends string, Instruments extends object>(
    prefix: Prefix,
    definitions: { readonly [Key in keyof Instruments]: Definition<Snapshot, keyof Instruments & string, Instruments[Key]> },
  ) => MetricsGroup<Snapshot, `${Prefix}_${keyof Instruments & string}`, Instruments>;
}
