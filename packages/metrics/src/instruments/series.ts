/**
 * One series of a family: where its numbers lie. It is the handle that writes them too, so that a series takes one
 * object; handles of each type extend it.
 *
 * Invariant: `start` >= 0 and `values[start]` is the series' first number, or `start` is -1 and the handle writes
 * nowhere: its series was removed, or idled out and comes back with the next write.
 */
import type { Slot } from './value-blocks.ts';

/** Where a handle that writes nowhere points. */
export const NOWHERE: Slot = { values: new Float64Array(0), start: -1 };

export class Series {
  values: Float64Array;
  /** Where the series' numbers begin in `values`; -1 while the handle writes nowhere. */
  start: number;
  /** Position in the family's table; -1 outside it. */
  row: number;

  constructor({ values, start }: Slot, row: number) {
    this.values = values;
    this.start = start;
    this.row = row;
  }

  /** Has the handle write elsewhere. */
  moveTo({ values, start }: Slot, row: number): void {
    this.values = values;
    this.start = start;
    this.row = row;
  }

  /** Has the handle write nowhere. */
  detach(): void {
    this.moveTo(NOWHERE, -1);
  }
}
