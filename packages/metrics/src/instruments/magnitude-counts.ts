import type { MagnitudeBuckets } from './magnitude-buckets.ts';

/** Buckets that are stored together, with their sum: whoever looks for a rank skips all groups but one. */
export const GROUP_BUCKETS = 32;
const GROUP_BITS = 5;
const GROUP_SLOTS = GROUP_BUCKETS + 1;
/** Numbers down to 2^-63 (1e-19) of the greatest are kept apart. */
const KEPT_OCTAVES = 63;

const NO_COUNTS = new Uint16Array(0);

/**
 * Counts of positive finite numbers by bucket, in one array over the range seen: 2 bytes per bucket, and 8 once a sum
 * needs them. The range is bounded; numbers that are too small beside the greatest are only counted as `negligible`.
 * All this depends on the numbers and not on their order, so counts of parts add up to counts of the whole.
 */
export class MagnitudeCounts {
  readonly #maxGroups: number;
  /** The group that `#counts` begins with; its last group is that of the greatest number. */
  #firstGroup = 0;
  /** For each group the sum, then the counts of its buckets. */
  #counts: Uint16Array | Float64Array = NO_COUNTS;
  #negligible = 0;

  constructor({ perOctave }: Pick<MagnitudeBuckets, 'perOctave'>) {
    this.#maxGroups = Math.ceil((KEPT_OCTAVES * perOctave) / GROUP_BUCKETS) + 1;
  }

  /** How many numbers were too small beside the greatest to have a bucket. */
  get negligible(): number {
    return this.#negligible;
  }

  /** The first group that may have counts. */
  get firstGroup(): number {
    return this.#firstGroup;
  }

  /** The group after the last that has counts. */
  get endGroup(): number {
    return this.#firstGroup + this.#counts.length / GROUP_SLOTS;
  }

  /** Counts a number of a bucket. */
  add(bucket: number): void {
    const group = bucket >> GROUP_BITS;
    let start = (group - this.#firstGroup) * GROUP_SLOTS;
    if (start < 0 || start >= this.#counts.length) {
      if (!this.#cover(group)) return;
      start = (group - this.#firstGroup) * GROUP_SLOTS;
    }
    this.#increment(start);
    this.#increment(start + 1 + (bucket & (GROUP_BUCKETS - 1)));
  }

  /** Returns how many numbers are in a group. */
  groupCount(group: number): number {
    const start = (group - this.#firstGroup) * GROUP_SLOTS;
    return start >= 0 && start < this.#counts.length ? this.#counts[start]! : 0;
  }

  /** Adds the counts of a group to `sums`, one for each of its buckets. */
  addGroupTo(sums: Float64Array, group: number): void {
    const start = (group - this.#firstGroup) * GROUP_SLOTS + 1;
    const counts = this.#counts;
    if (start < 0 || start >= counts.length) return;
    for (let i = 0; i < GROUP_BUCKETS; i++) sums[i]! += counts[start + i]!;
  }

  #increment(slot: number): void {
    const count = this.#counts[slot]! + 1;
    this.#counts[slot] = count;
    // What 16 bits cannot hold reads differently.
    if (this.#counts[slot] !== count) this.#widen(slot, count);
  }

  /** Makes the array cover a group; or counts one number of the group as negligible, if it is, and returns false. */
  #cover(group: number): boolean {
    if (this.#counts.length === 0) this.#firstGroup = group;
    const end = Math.max(group + 1, this.endGroup);
    const lowest = end - this.#maxGroups;
    if (group < lowest) {
      this.#negligible++;
      return false;
    }
    this.#dropBelow(lowest);
    if (this.#counts.length === 0) this.#firstGroup = group;
    this.#extend(Math.min(group, this.#firstGroup), end);
    return true;
  }

  #dropBelow(lowest: number): void {
    const end = Math.min(lowest, this.endGroup);
    if (end <= this.#firstGroup) return;
    for (let group = this.#firstGroup; group < end; group++) this.#negligible += this.groupCount(group);
    this.#counts = this.#counts.subarray((end - this.#firstGroup) * GROUP_SLOTS);
    this.#firstGroup = end;
  }

  /** Moves the counts to a longer array. */
  #extend(first: number, end: number): void {
    const length = (end - first) * GROUP_SLOTS;
    const counts = this.#counts instanceof Uint16Array ? new Uint16Array(length) : new Float64Array(length);
    counts.set(this.#counts, (this.#firstGroup - first) * GROUP_SLOTS);
    this.#counts = counts;
    this.#firstGroup = first;
  }

  #widen(slot: number, count: number): void {
    this.#counts = Float64Array.from(this.#counts);
    this.#counts[slot] = count;
  }
}
