import type { LabelPairs, SampleSink, StoredFamily } from './family.ts';
import { isAbsent, labelValuesOf } from './series-table.ts';
import type { SeriesTable } from './series-table.ts';

/** A family as it was. */
export interface StoredMoment {
  /** Where its series lay; the family may have another table since. */
  readonly table: SeriesTable;
  readonly blocks: readonly Float64Array[];
  /** Rows that existed. */
  readonly rows: number;
}

/** Hands over the samples that a family had, row after row. */
export function visitMoment(family: StoredFamily, { table, blocks, rows }: StoredMoment, sink: SampleSink): void {
  const { constLabels, omitNaN } = family;
  const names = [...constLabels.names, ...family.labelNames];
  let row = 0;
  for (const block of blocks) {
    for (let start = 0; start < block.length && row < rows; start += table.width, row++) {
      if (isAbsent(block, start) || (omitNaN && Number.isNaN(block[start]!))) continue;
      const labels = { names, values: [...constLabels.values, ...labelValuesOf(table, row)] };
      visitRow(family, block.subarray(start, start + table.width), labels, sink);
    }
  }
}

/** @param numbers those of the row, as its layout says */
function visitRow({ name, row }: StoredFamily, numbers: Float64Array, labels: LabelPairs, sink: SampleSink): void {
  if (row.kind === 'value') sink.sample('', labels, undefined, numbers[0]!);
  else if (row.kind === 'histogram') visitHistogram(row.buckets, numbers, labels, sink);
  else if (row.kind === 'summary') visitSummary(row.quantiles, numbers, labels, sink);
  else {
    const names = [...labels.names, name];
    row.states.forEach((state, i) => sink.sample('', { names, values: [...labels.values, state] }, undefined, numbers[i]!));
  }
}

/** Counts of the buckets add up from the first to the last. */
function visitHistogram(buckets: readonly number[], numbers: Float64Array, labels: LabelPairs, sink: SampleSink): void {
  let count = 0;
  for (let i = 0; i <= buckets.length; i++) sink.sample('_bucket', labels, buckets[i] ?? Infinity, (count += numbers[1 + i]!));
  sink.sample('_sum', labels, undefined, numbers[0]!);
  sink.sample('_count', labels, undefined, count);
}

function visitSummary(quantiles: readonly number[], numbers: Float64Array, labels: LabelPairs, sink: SampleSink): void {
  quantiles.forEach((quantile, i) => sink.sample('', labels, quantile, numbers[2 + i]!));
  sink.sample('_sum', labels, undefined, numbers[0]!);
  sink.sample('_count', labels, undefined, numbers[1]!);
}
