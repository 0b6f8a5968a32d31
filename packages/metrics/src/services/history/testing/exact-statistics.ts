/** Statistics by their definitions, in exact arithmetic and rounded once. NaN where a value is. */
import { scaled, toNumber } from './exact-number.ts';

/** The newest values, the oldest first. */
type Window = readonly number[];

const hasGap = (...windows: Window[]): boolean => windows.some((window) => window.some((value) => Number.isNaN(value)));
const total = (integers: readonly bigint[]): bigint => integers.reduce((sum, each) => sum + each, 0n);

/** n times the sum of the products of the deviations from the means; of a list with itself, of the squared ones. */
function coMoment(xs: readonly bigint[], ys: readonly bigint[]): bigint {
  return BigInt(xs.length) * total(xs.map((x, i) => x * ys[i]!)) - total(xs) * total(ys);
}

export function exactSum(window: Window, divisor = 1): number {
  if (hasGap(window)) return NaN;
  const { integers, shift } = scaled(window);
  return toNumber({ numerator: total(integers), denominator: BigInt(divisor) << shift });
}

export function exactMean(window: Window, divisor = 1): number {
  return exactSum(window, divisor * window.length);
}

export function exactVariance(window: Window, divisor = 1): number {
  if (hasGap(window)) return NaN;
  const { integers, shift } = scaled(window);
  return toNumber({ numerator: coMoment(integers, integers), denominator: (BigInt(window.length * divisor) ** 2n) << (2n * shift) });
}

/** @param xs where the values are, in turns or in seconds */
export function exactSlope(xs: Window, window: Window, divisor = 1): number {
  if (hasGap(xs, window)) return NaN;
  const x = scaled(xs);
  const y = scaled(window);
  const spread = coMoment(x.integers, x.integers);
  if (spread === 0n) return NaN;
  return toNumber({ numerator: coMoment(x.integers, y.integers) << x.shift, denominator: (spread * BigInt(divisor)) << y.shift });
}

/** The root of the squared coefficient is rounded twice. */
export function exactCorrelation(xs: Window, ys: Window): number {
  if (hasGap(xs, ys)) return NaN;
  const x = scaled(xs).integers;
  const y = scaled(ys).integers;
  const together = coMoment(x, y);
  const denominator = coMoment(x, x) * coMoment(y, y);
  return denominator === 0n ? NaN : Math.sign(Number(together)) * Math.sqrt(toNumber({ numerator: together * together, denominator }));
}

export function exactEma(window: Window, divisor = 1): number {
  if (hasGap(window)) return NaN;
  const n = BigInt(window.length);
  const { integers, shift } = scaled(window);
  const weights = integers.map((_, i) => (n - 1n) ** (n - 1n - BigInt(i)) * (n + 1n) ** BigInt(i));
  const numerator = total(integers.map((each, i) => each * weights[i]!));
  return toNumber({ numerator, denominator: (total(weights) * BigInt(divisor)) << shift });
}

export function exactQuantile(q: number, window: Window, divisor = 1): number {
  if (hasGap(window)) return NaN;
  const { integers, shift } = scaled(window);
  const sorted = integers.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  const share = scaled([q]);
  const rank = share.integers[0]! * BigInt(window.length - 1);
  const below = rank >> share.shift;
  const low = sorted[Number(below)]!;
  const high = sorted[Number(below) + 1] ?? low;
  const rest = rank - (below << share.shift);
  return toNumber({ numerator: (low << share.shift) + (high - low) * rest, denominator: BigInt(divisor) << (shift + share.shift) });
}
