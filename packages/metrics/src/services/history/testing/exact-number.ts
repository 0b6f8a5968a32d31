/** Fractions of integers of any size, and what finite float64 numbers are exactly. */

export interface Fraction {
  readonly numerator: bigint;
  /** Greater than 0. */
  readonly denominator: bigint;
}

/** Numbers as integers of one unit, which is 2^-`shift`. */
export interface Scaled {
  readonly integers: readonly bigint[];
  readonly shift: bigint;
}

const BITS = new DataView(new ArrayBuffer(8));
/** So many bits of a quotient, and whether a rest is left, say how it is rounded. */
const QUOTIENT_BITS = 70;

/** Returns finite numbers exactly. */
export function scaled(values: ArrayLike<number>): Scaled {
  const parts = Array.from(values, partsOf);
  const lowest = Math.min(0, ...parts.filter(({ mantissa }) => mantissa !== 0n).map(({ exponent }) => exponent));
  return {
    integers: parts.map(({ mantissa, exponent }) => (mantissa === 0n ? 0n : mantissa << BigInt(exponent - lowest))),
    shift: BigInt(-lowest),
  };
}

/** Returns the float64 next to a fraction, of two that are equally near the even one. */
export function toNumber({ numerator, denominator }: Fraction): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  if (magnitude === 0n) return 0;
  const shift = QUOTIENT_BITS - (bitLength(magnitude) - bitLength(denominator));
  const dividend = magnitude << BigInt(Math.max(0, shift));
  const divisor = denominator << BigInt(Math.max(0, -shift));
  const rest = dividend % divisor === 0n ? 0n : 1n;
  const half = Math.trunc(-(shift + 1) / 2);
  const result = Number(((dividend / divisor) << 1n) | rest) * 2 ** half * 2 ** (-(shift + 1) - half);
  return numerator < 0n ? -result : result;
}

function bitLength(integer: bigint): number {
  return integer.toString(2).length;
}

function partsOf(value: number): { mantissa: bigint; exponent: number } {
  BITS.setFloat64(0, value);
  const bits = BITS.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const magnitude = exponent === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: Math.max(exponent, 1) - 1075 };
}
