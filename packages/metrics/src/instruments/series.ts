/**
 * One series of a family: where its values lie. It is the handle that writes them too, so that a series takes one
 * object; handles of each type extend it.
 */
import type { Slot } from './value-blocks.ts';

export class Series {
  readonly values: Float64Array;
  /** Where the series' numbers begin in `values`. */
  readonly start: number;
  /** Position in the family's list; -1 for the series that collects what exceeds the limit. */
  readonly row: number;

  constructor({ values, start }: Slot, row: number) {
    this.values = values;
    this.start = start;
    this.row = row;
  }
}
