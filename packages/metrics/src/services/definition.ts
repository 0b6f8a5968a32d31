/**
 * A metric and its computation in one object. `definitionsOf<Snapshot>()` returns functions that know the type of the
 * snapshot, so that what a computation reads and returns is checked against what it declares.
 */
import type { LabelDomains, LabelsOfDomains } from '../model/labels.ts';
import type { Column } from './column.ts';
import type { SeriesHistory } from './history.ts';

/** What a computation may read beside the snapshot: the history of the metrics it names in `reads`. */
export interface ComputeContext<Name extends string> {
  /** Values as they were computed, in the subunit where there is one. A metric with several series shows its first one. */
  readonly history: { readonly [Key in Name]: SeriesHistory };
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

interface CommonOptions<Name extends string, Domains> {
  /** One sentence that says what a rise means. Must not be empty. */
  readonly help: string;
  /** Label names with the values they may take. Default: none. */
  readonly labels?: Domains;
  /** Most series of this metric. Minimum: 1. Default: 2,000. */
  readonly maxSeries?: number;
  /**
   * Metrics of the same group whose history the computation reads. They are computed first, so `last` is this turn's
   * value; that of the metric itself is the value of the turn before.
   */
  readonly reads?: readonly Name[];
  /** The kind of entity that has a series each; such metrics can be switched off, and the journal leaves them out by default. */
  readonly entity?: string;
  /** Whether the registry shows the metric; its history and journal record exist either way. Default: true. */
  readonly expose?: boolean;
}

/** A metric that can rise and fall, and how its value is computed. */
export interface GaugeDefinition<Snapshot, Name extends string, Domains> extends CommonOptions<Name, Domains> {
  /** The base unit, which the name ends with. Default: none. */
  readonly unit?: string;
  /** The value now; NaN means no value. */
  readonly compute: (snapshot: Snapshot, context: ComputeContext<NoInfer<Name>>) => Computed<Domains>;
}

/** A metric that only rises, and how its increase is computed. */
export interface CounterDefinition<Snapshot, Name extends string, Domains> extends CommonOptions<Name, Domains> {
  /** The base unit, which the name ends with, before `_total`. Default: none. */
  readonly unit?: string;
  /** What this turn adds, not the total: >= 0. NaN adds nothing; so does a series that the column leaves out. */
  readonly increase: (snapshot: Snapshot, context: ComputeContext<NoInfer<Name>>) => Computed<Domains>;
}

/** A metric that counts values in buckets, and how the values of a turn are found. */
export interface HistogramDefinition<Snapshot> {
  /** One sentence that says what is observed. Must not be empty. */
  readonly help: string;
  /** The base unit, which the name ends with. Default: none. */
  readonly unit?: string;
  /** Upper bounds, finite and strictly rising; `+Inf` is added. Default: DEFAULT_BUCKETS. */
  readonly buckets?: readonly number[];
  /** Whether the registry shows the metric. Default: true. */
  readonly expose?: boolean;
  /** Calls `observe` for each value of this turn. */
  readonly observations: (snapshot: Snapshot, observe: (value: number) => void) => void;
}

/** A definition whose types have been checked; what a group is made of. */
export interface Definition<Snapshot, Name extends string = string> {
  /** Which type of metric is defined. */
  readonly type: 'gauge' | 'counter' | 'histogram';
  /** Metrics of the same group whose history the computation reads. */
  readonly reads: readonly Name[];
  /** What the definition was made from. */
  readonly options: AnyDefinition<Snapshot>;
}

/** All that a definition may hold, for the code that runs it. */
export type AnyDefinition<Snapshot> = CommonOptions<string, LabelDomains> & {
  readonly unit?: string;
  readonly buckets?: readonly number[];
  readonly compute?: (snapshot: Snapshot, context: ComputeContext<string>) => AnyComputed;
  readonly increase?: (snapshot: Snapshot, context: ComputeContext<string>) => AnyComputed;
  readonly observations?: (snapshot: Snapshot, observe: (value: number) => void) => void;
};

export type AnyComputed = number | Readonly<Record<string, number>> | Column;

/** A metrics service: metrics that belong together, each with its computation. */
export interface MetricsGroup<Snapshot, Name extends string = string> {
  /** What the names of its metrics begin with, without the `_` behind it. */
  readonly prefix: string;
  /** Definitions by the rest of the name. */
  readonly definitions: Readonly<Record<Name, Definition<Snapshot>>>;
}

/** The functions that define metrics over one type of snapshot. */
export interface Definitions<Snapshot> {
  /** Defines a metric that can rise and fall. */
  readonly gauge: <const Name extends string = never, const Domains extends LabelDomains | undefined = undefined>(
    definition: GaugeDefinition<Snapshot, Name, Domains>,
  ) => Definition<Snapshot, NoInfer<Name>>;
  /** Defines a metric that only rises. */
  readonly counter: <const Name extends string = never, const Domains extends LabelDomains | undefined = undefined>(
    definition: CounterDefinition<Snapshot, Name, Domains>,
  ) => Definition<Snapshot, NoInfer<Name>>;
  /** Defines a metric that counts values in buckets. */
  readonly histogram: (definition: HistogramDefinition<Snapshot>) => Definition<Snapshot, never>;
  /** Makes a group; each metric is called `<prefix>_<key>`. */
  readonly defineMetrics: <Name extends string>(
    prefix: string,
    definitions: { readonly [Key in Name]: Definition<Snapshot, NoInfer<Name>> },
  ) => MetricsGroup<Snapshot, Name>;
}

/**
 * Returns the functions that define metrics over `Snapshot`.
 * @example
 * const { gauge, defineMetrics } = definitionsOf<{ orders: number }>();
 * export const shop = defineMetrics('shop', { open_orders: gauge({ help: 'Orders not shipped yet.', compute: ({ orders }) => orders }) });
 */
export function definitionsOf<Snapshot>(): Definitions<Snapshot> {
  const define = (type: 'gauge' | 'counter' | 'histogram') => (options: object) => ({
    type,
    reads: (options as { reads?: string[] }).reads ?? [],
    options,
  });
  const definitions = {
    gauge: define('gauge'),
    counter: define('counter'),
    histogram: define('histogram'),
    defineMetrics: (prefix: string, group: object) => ({ prefix, definitions: group }),
  };
  return definitions as unknown as Definitions<Snapshot>;
}
