/** A metric as simple as can be: its series are a list in the order of their creation, and each is looked for from the start. */
import type { ManualClock, NaiveDefinition } from './naive-definition.ts';
import { NaiveSeries } from './naive-series.ts';
import type { Method } from './naive-series.ts';

export class NaiveMetric {
  readonly definition: NaiveDefinition;
  /** Those that are present, and that which collects what exceeds `maxSeries`. */
  series: readonly NaiveSeries[] = [];
  overflowed = 0;
  detachedWrites = 0;
  readonly #clock: ManualClock;
  #overflow: NaiveSeries | undefined;
  #nextLook = -Infinity;

  constructor(definition: NaiveDefinition, clock: ManualClock) {
    this.definition = definition;
    this.#clock = clock;
    this.#initialize();
  }

  get seriesCount(): number {
    return this.series.filter((series) => series !== this.#overflow).length;
  }

  find(labelValues: readonly string[]): NaiveSeries | undefined {
    const wanted = JSON.stringify(labelValues);
    return this.series.find((series) => series !== this.#overflow && JSON.stringify(series.labelValues) === wanted);
  }

  labels(labelValues: readonly string[]): NaiveSeries {
    const known = this.find(labelValues);
    if (known !== undefined) return known;
    const { maxSeries = Infinity } = this.definition;
    if (this.seriesCount >= maxSeries) this.letIdleGo();
    if (this.seriesCount < maxSeries) return this.#add(labelValues);
    this.overflowed++;
    this.#overflow ??= this.#overflowSeries(labelValues.length);
    return this.#overflow;
  }

  /** Removes what has all labels that are given, by their position. A metric without labels keeps its series, at 0. */
  removeMatching(wanted: ReadonlyMap<number, string>): number {
    const matching = this.series.filter(({ labelValues }) => [...wanted].every(([i, value]) => labelValues[i] === value));
    for (const series of matching) {
      if (this.definition.labels === undefined) series.reset(this.#clock.seconds);
      else this.#take(series, 'removed');
    }
    return matching.length;
  }

  remove(labelValues: readonly string[]): boolean {
    return this.find(labelValues) !== undefined && this.removeMatching(new Map(labelValues.entries())) === 1;
  }

  clear(): void {
    this.removeMatching(new Map());
    this.#initialize();
  }

  reset(): void {
    for (const series of this.series) series.reset(this.#clock.seconds);
  }

  /** Looks for idle series at most eight times while one idles out. */
  letIdleGo(): void {
    const { ttlSeconds } = this.definition;
    const now = this.#clock.seconds;
    if (ttlSeconds === undefined || now < this.#nextLook) return;
    this.#nextLook = now + ttlSeconds / 8;
    for (const series of this.series) {
      if (series.isActive) series.activeAt = now;
      else if (now - series.activeAt > ttlSeconds && series !== this.#overflow) this.#take(series, 'idle');
      series.isActive = false;
    }
  }

  #initialize(): void {
    const { labels, closed } = this.definition;
    const combinations = labels === undefined ? [[]] : (closed ?? []).map((value) => [value]);
    for (const labelValues of combinations) if (this.find(labelValues) === undefined) this.#add(labelValues);
  }

  #add(labelValues: readonly string[]): NaiveSeries {
    const series = new NaiveSeries(labelValues, this.#clock.seconds);
    this.series = [...this.series, series];
    return series;
  }

  #take(series: NaiveSeries, state: 'removed' | 'idle'): void {
    series.state = state;
    this.series = this.series.filter((other) => other !== series);
    if (series === this.#overflow) this.#overflow = undefined;
  }

  /** That of a gauge is not shown. */
  #overflowSeries(labelCount: number): NaiveSeries {
    const values = Array.from({ length: labelCount }, () => '__overflow__');
    return this.definition.type === 'gauge' ? new NaiveSeries(values, NaN) : this.#add(values);
  }
}

/** What `labels()` returned, whatever has become of its series. */
export class NaiveHandle {
  readonly metric: NaiveMetric;
  #series: NaiveSeries;

  constructor(metric: NaiveMetric, labelValues: readonly string[]) {
    this.metric = metric;
    this.#series = metric.labels(labelValues);
  }

  /** Returns whether the value is allowed; if not, nothing happens. */
  write(method: Method, value: unknown): boolean {
    const { type } = this.metric.definition;
    if (typeof value !== 'number') return false;
    if (type === 'counter' && !(value >= 0 && Number.isFinite(value))) return false;
    if ((type === 'histogram' || type === 'summary') && Number.isNaN(value)) return false;
    if (this.#series.state === 'idle') this.#series = this.metric.labels(this.#series.labelValues);
    if (this.#series.state === 'removed') this.metric.detachedWrites++;
    else this.#series.record({ method, value });
    return true;
  }
}
