import type { SampleSuffix } from './family.ts';
import { formatBound } from './number.ts';

/** Writes the name of one sample with its labels, as `/metrics` shows it: `shop_orders_total{state="open"}`. */
export function sampleName(name: string, suffix: SampleSuffix, labelText: string, upperBound: number | undefined): string {
  const le = upperBound === undefined ? '' : `le="${formatBound(upperBound)}"`;
  const labels = labelText !== '' && le !== '' ? `${labelText},${le}` : labelText + le;
  return labels === '' ? name + suffix : `${name}${suffix}{${labels}}`;
}
