/**
 * Sums and order statistics of columns. They count by adding conditions up: the processor cannot guess which way a branch
 * on the values of a column goes, and takes three times as long with one.
 */

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

/** Holds what a median is selected from, so that not every call takes memory. */
let column = new Float64Array(0);

/** Where a median is looked for first: from `near` - `within` to `near` + `within`. */
export interface MedianGuess {
  readonly near: number;
  readonly within: number;
}

/**
 * The middle value, or the mean of the two middle ones; NaN for an empty column. O(n) on the average, and one pass where
 * it lies within the guess.
 */
export function median(values: Float64Array, { near, within }: MedianGuess): number {
  const { length } = values;
  if (length === 0) return NaN;
  if (column.length < length) column = new Float64Array(length);
  let below = 0;
  let count = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    const distance = value - near;
    below += Number(distance < -within);
    if (Math.abs(distance) <= within) column[count++] = value;
  }
  const middle = length >> 1;
  const isWithin = below < middle && middle < below + count;
  if (isWithin) return middleOf(column.subarray(0, count), middle - below, length);
  column.set(values);
  return middleOf(column.subarray(0, length), middle, length);
}

/** @param rank of the middle value, or of the upper one of two, in the column; the lower one is in there, too */
function middleOf(values: Float64Array, rank: number, length: number): number {
  const upper = select(values, rank);
  return length % 2 === 1 ? upper : (maximum(values.subarray(0, rank)) + upper) / 2;
}

function maximum(values: Float64Array): number {
  let most = values[0]!;
  for (let i = 1; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}

/** Moves the value of rank `rank` to its place, with nothing greater before and nothing less after it, and returns it (Hoare 1961). */
function select(values: Float64Array, rank: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1]!;
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low]! < pivot) low++;
      while (values[high]! > pivot) high--;
      if (low <= high) {
        const value = values[low]!;
        values[low++] = values[high]!;
        values[high--] = value;
      }
    }
    if (rank <= high) to = high;
    else if (rank >= low) from = low;
    else break;
  }
  return values[rank]!;
}

export function countAbove(values: ArrayLike<number>, threshold: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) count += Number(values[i]! > threshold);
  return count;
}

/** Counts how often each code 0 … `size` - 1 occurs. */
export function countByCode(codes: ArrayLike<number>, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]! += 1;
  return counts;
}
