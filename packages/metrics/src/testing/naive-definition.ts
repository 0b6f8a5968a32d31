/** What a naive metric is made of. */
export interface NaiveDefinition {
  /** A summary has no quantiles. */
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly name: string;
  readonly labels?: readonly string[];
  /** Values of the only label, where it is closed. */
  readonly closed?: readonly string[];
  readonly maxSeries?: number;
  readonly ttlSeconds?: number;
  readonly omitNaN?: boolean;
  /** Upper bounds as the text format spells them, without `+Inf`. */
  readonly bounds?: readonly string[];
}

export interface ManualClock {
  /** Unix seconds. */
  seconds: number;
}
