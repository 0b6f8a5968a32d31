import type { MagnitudeBuckets } from './magnitude-buckets.ts';
import { GROUP_BUCKETS } from './magnitude-counts.ts';
import type { MagnitudeCounts } from './magnitude-counts.ts';

/** Goes past groups of observations in rising order, and estimates those at the ranks that are wanted. */
export class RankWalk {
  /** One for each rank that was passed. */
  readonly estimates: number[] = [];
  readonly #ranks: Float64Array;
  readonly #buckets: MagnitudeBuckets;
  #passed = 0;

  /** @param ranks from 1, rising */
  constructor(ranks: readonly number[], buckets: MagnitudeBuckets) {
    this.#ranks = Float64Array.of(...ranks, Infinity);
    this.#buckets = buckets;
  }

  /** Goes past `count` observations of `value`. */
  pass(count: number, value: number): void {
    while (this.#reaches(count)) this.estimates.push(value);
    this.#passed += count;
  }

  /** Goes past all observations of `parts`, which count them by magnitude. O(range of the parts). */
  passMagnitudes(parts: readonly MagnitudeCounts[], sign: 1 | -1): void {
    const first = Math.min(...parts.map((part) => part.firstGroup));
    const last = Math.max(...parts.map((part) => part.endGroup)) - 1;
    for (let k = 0; k <= last - first; k++) {
      const group = sign > 0 ? first + k : last - k;
      let count = 0;
      for (const part of parts) count += part.groupCount(group);
      if (this.#reaches(count)) this.#passGroup(parts, group, sign);
      else this.#passed += count;
    }
  }

  #passGroup(parts: readonly MagnitudeCounts[], group: number, sign: 1 | -1): void {
    const counts = new Float64Array(GROUP_BUCKETS);
    for (const part of parts) part.addGroupTo(counts, group);
    for (let k = 0; k < GROUP_BUCKETS; k++) {
      const i = sign > 0 ? k : GROUP_BUCKETS - 1 - k;
      const count = counts[i]!;
      if (this.#reaches(count)) this.pass(count, sign * this.#buckets.estimate(group * GROUP_BUCKETS + i));
      else this.#passed += count;
    }
  }

  /** Whether one of the next `count` observations has the next rank. */
  #reaches(count: number): boolean {
    return this.#passed + count >= this.#ranks[this.estimates.length]!;
  }
}
