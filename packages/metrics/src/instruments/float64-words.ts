/**
 * Reads the sign, exponent and leading 20 bits of the mantissa of a float64 as one integer. Going through memory that
 * two typed arrays share takes about 1 ns; a DataView or a logarithm takes several times as long.
 */
const FLOAT64 = new Float64Array(1);
const WORDS = new Int32Array(FLOAT64.buffer);

FLOAT64[0] = 1;
/** The half that holds the exponent depends on the byte order of the machine. */
const HIGH = WORDS[1] === 0 ? 0 : 1;

/** Returns the high 32 bits of `value` as a signed integer: of two values >= 0 that of the greater is never less. */
export function highWord(value: number): number {
  FLOAT64[0] = value;
  return WORDS[HIGH]!;
}

/** Returns the least number >= 0 with these high bits. */
export function float64FromHighWord(word: number): number {
  WORDS[HIGH] = word;
  WORDS[1 - HIGH] = 0;
  return FLOAT64[0]!;
}
