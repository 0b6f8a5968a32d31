/** Ranges up to this long are sorted by insertion, which is faster than to divide them further. */
const SHORT = 12;
/** Of the quick generator of Numerical Recipes (2nd edition, 7.1), after Knuth and Lewis. */
const LCG_MULTIPLIER = 1_664_525;
const LCG_INCREMENT = 1_013_904_223;

/**
 * Reorders the first `length` values so that the one of rank `k`, counted from 0, is at position `k`, none before it is
 * greater and none after it less: Hoare's FIND (1961). The pivot is the median of three values from scattered places,
 * other ones each time, so that no regular order, like one that is sorted or periodic, takes more than O(length).
 * @param values none of them NaN
 */
export function select(values: Float64Array, length: number, k: number): void {
  let left = 0;
  let right = length - 1;
  let scatter = 1;
  while (right - left >= SHORT) {
    scatter = (Math.imul(scatter, LCG_MULTIPLIER) + LCG_INCREMENT) | 0;
    const pivot = pivotOf(values, left, right, scatter);
    const less = moveLess(values, left, right, pivot);
    if (k < less) right = less - 1;
    else if (less > left) left = less;
    else {
      // The pivot is the least value. All that equal it are done with at once, so that duplicates cost no more.
      left = moveEqual(values, left, right, pivot);
      if (k < left) return;
    }
  }
  sortRange(values, left, right);
}

/** @param scatter 32 bits, of which three times ten say where in the range a value is taken */
function pivotOf(values: Float64Array, left: number, right: number, scatter: number): number {
  const size = right - left + 1;
  const a = values[left + (((scatter >>> 22) * size) >>> 10)]!;
  const b = values[left + ((((scatter >>> 12) & 1023) * size) >>> 10)]!;
  const c = values[left + ((((scatter >>> 2) & 1023) * size) >>> 10)]!;
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/**
 * Moves the values that are less than the pivot to the front, and returns where the others begin. A comparison becomes a
 * number instead of a branch, because no processor can guess it: a third of the time of a partition from both ends.
 */
function moveLess(values: Float64Array, left: number, right: number, pivot: number): number {
  let end = left;
  for (let i = left; i <= right; i++) {
    const value = values[i]!;
    values[i] = values[end]!;
    values[end] = value;
    end += Number(value < pivot);
  }
  return end;
}

/** As `moveLess`, with the values that equal the pivot. */
function moveEqual(values: Float64Array, left: number, right: number, pivot: number): number {
  let end = left;
  for (let i = left; i <= right; i++) {
    const value = values[i]!;
    values[i] = values[end]!;
    values[end] = value;
    end += Number(value === pivot);
  }
  return end;
}

function sortRange(values: Float64Array, left: number, right: number): void {
  for (let i = left + 1; i <= right; i++) {
    const value = values[i]!;
    let j = i - 1;
    for (; j >= left && values[j]! > value; j--) values[j + 1] = values[j]!;
    values[j + 1] = value;
  }
}
