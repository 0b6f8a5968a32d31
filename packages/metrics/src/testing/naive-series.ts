/** One series as simple as can be: every change is kept as it was given, and computed when it is shown. */
import type { NaiveDefinition } from './naive-definition.ts';

export type Method = 'inc' | 'dec' | 'set' | 'observe';

export interface Change {
  readonly method: Method;
  readonly value: number;
}

/** A line to be, with the labels that it has besides those of its series. */
export interface NaiveSample {
  readonly suffix: string;
  readonly bound?: string;
  readonly value: number;
}

export class NaiveSeries {
  readonly labelValues: readonly string[];
  /** Of a series that is not present, `idle` ones come back with the next write. */
  state: 'present' | 'removed' | 'idle' = 'present';
  /** Unix seconds. */
  createdAt: number;
  /** Whether anything was done to it since the last look for idle series, and when that look was. */
  isActive: boolean = true;
  activeAt: number = NaN;
  #changes: Change[] = [];

  constructor(labelValues: readonly string[], createdAt: number) {
    this.labelValues = labelValues;
    this.createdAt = createdAt;
  }

  record(change: Change): void {
    this.#changes.push(change);
    this.isActive = true;
  }

  reset(now: number): void {
    this.#changes = [];
    this.createdAt = now;
    this.isActive = true;
  }

  samples({ type, bounds = [], omitNaN = false }: NaiveDefinition): NaiveSample[] {
    const total = this.#total();
    if (type === 'counter' || type === 'gauge') return omitNaN && Number.isNaN(total) ? [] : [{ suffix: '', value: total }];
    const upTo = (bound: string): number => this.#changes.filter(({ value }) => value <= Number(bound)).length;
    return [
      ...bounds.map((bound) => ({ suffix: '_bucket', bound, value: upTo(bound) })),
      ...(type === 'histogram' ? [{ suffix: '_bucket', bound: '+Inf', value: this.#changes.length }] : []),
      { suffix: '_sum', value: total },
      { suffix: '_count', value: this.#changes.length },
    ];
  }

  #total(): number {
    let total = 0;
    for (const { method, value } of this.#changes) {
      if (method === 'set') total = value;
      else total += method === 'dec' ? -value : value;
    }
    return total;
  }
}
