import type { MetricType, RowLayout } from '../model/family.ts';

/** What sets the families of one type apart. */
export interface FamilyLayout {
  /** Which type of metric these are. */
  readonly type: MetricType;
  /** How many numbers a series owns. */
  readonly width: number;
  /** What these numbers mean. */
  readonly row: RowLayout;
  /** How many of a series' numbers, from the first on, tell whether it was written to. Default: all. */
  readonly activityNumbers?: number;
  /** Label names that the exposition adds by itself. */
  readonly reservedLabels: readonly string[];
  /** Whether label sets beyond the limit add up in one series; otherwise they are dropped. */
  readonly overflowAddsUp: boolean;
  /** Whether a value of NaN leaves its sample out. */
  readonly omitNaN?: boolean;
}
