/** Sums and order statistics of columns. */

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** The population standard deviation, in two passes. */
export function standardDeviation(values: ArrayLike<number>): number {
  const center = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - center) ** 2;
  return Math.sqrt(squares / values.length);
}

/** NaN for an empty column. */
export function minimum(values: ArrayLike<number>): number {
  let least = values[0] ?? NaN;
  for (let i = 1; i < values.length; i++) if (values[i]! < least) least = values[i]!;
  return least;
}

/** NaN for an empty column. */
export function maximum(values: ArrayLike<number>): number {
  let most = values[0] ?? NaN;
  for (let i = 1; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}

/** The middle value, or the mean of the two middle ones; NaN for an empty column. O(n) on the average. */
export function median(values: Float64Array): number {
  if (values.length === 0) return NaN;
  const column = values.slice();
  const middle = column.length >> 1;
  const upper = select(column, middle);
  return column.length % 2 === 1 ? upper : (maximum(column.subarray(0, middle)) + upper) / 2;
}

/** Moves the value of rank `rank` to its place, with nothing greater before and nothing less after it, and returns it (Hoare 1961). */
function select(column: Float64Array, rank: number): number {
  let from = 0;
  let to = column.length - 1;
  while (from < to) {
    const pivot = column[(from + to) >> 1]!;
    let low = from;
    let high = to;
    while (low <= high) {
      while (column[low]! < pivot) low++;
      while (column[high]! > pivot) high--;
      if (low <= high) {
        const value = column[low]!;
        column[low++] = column[high]!;
        column[high--] = value;
      }
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else break;
  }
  return column[rank]!;
}

export function countAbove(values: ArrayLike<number>, threshold: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > threshold) count++;
  return count;
}

export function countEqual(values: ArrayLike<number>, wanted: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] === wanted) count++;
  return count;
}

/** Counts how often each code 0 … `size` - 1 occurs. */
export function countByCode(codes: ArrayLike<number>, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]! += 1;
  return counts;
}
