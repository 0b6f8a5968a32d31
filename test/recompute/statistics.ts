/** Statistics of a list of numbers, null where the list is empty. */

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Returns null for a quotient by zero. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

export function mean(values: readonly number[]): number | null {
  return ratio(total(values), values.length);
}

export function least(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((best, value) => Math.min(best, value));
}

export function greatest(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((best, value) => Math.max(best, value));
}

/** Returns the middle value, or the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return sorted.length === 0 ? null : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Returns the standard deviation of a whole population of integers.
 * Deviations are taken from an integer near the mean, so that they are exact and nothing cancels.
 */
export function standardDeviation(integers: readonly number[]): number | null {
  const centre = mean(integers);
  if (centre === null) return null;
  const deviations = integers.map((value) => value - Math.round(centre));
  const offset = total(deviations) / deviations.length;
  const squares = total(deviations.map((deviation) => deviation * deviation));
  return Math.sqrt(squares / deviations.length - offset * offset);
}
