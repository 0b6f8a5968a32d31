/**
 * Writes numbers as ASCII bytes, spelled as `formatValue` spells them. Integers and amounts with up to two decimals,
 * which most metrics are, are written digit by digit: three times as fast as by way of a string.
 */
import { formatValue } from '../model/number.ts';

/** No number takes more bytes than this: `-0.0000012868174301618363`. */
export const MAX_NUMBER_BYTES = 25;

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
/** Below this, a decimal of up to two places has at most 15 digits, and is therefore the shortest of its double. */
const MAX_EXACT = 1e13;

/** Writes `value` into `bytes` from `start`, and returns the end. Needs room for MAX_NUMBER_BYTES. */
export function writeNumber(bytes: Uint8Array, start: number, value: number): number {
  if (value >= 0 && value < MAX_EXACT) {
    if (value !== 0 || !Object.is(value, -0)) return writePositive(bytes, start, value);
  } else if (value < 0 && value > -MAX_EXACT) {
    bytes[start] = MINUS;
    return writePositive(bytes, start + 1, -value);
  }
  return writeText(bytes, start, formatValue(value));
}

function writePositive(bytes: Uint8Array, start: number, value: number): number {
  const whole = Math.floor(value);
  if (whole === value) return writeInteger(bytes, start, value);
  const hundredths = Math.round(value * 100);
  if (hundredths / 100 !== value) return writeText(bytes, start, String(value));
  const fraction = hundredths - whole * 100;
  let end = writeInteger(bytes, start, whole);
  bytes[end++] = POINT;
  const tenths = (fraction / 10) | 0;
  bytes[end++] = ZERO + tenths;
  const rest = fraction - tenths * 10;
  if (rest !== 0) bytes[end++] = ZERO + rest;
  return end;
}

function writeInteger(bytes: Uint8Array, start: number, value: number): number {
  const end = start + digitCount(value);
  let at = end;
  let high = value;
  // Beyond 31 bits a division yields a double; above that, small integers are much faster.
  while (high > 0x3fffffff) {
    const next = Math.floor(high / 10);
    bytes[--at] = ZERO + (high - next * 10);
    high = next;
  }
  let rest = high | 0;
  do {
    const next = (rest / 10) | 0;
    bytes[--at] = ZERO + (rest - next * 10);
    rest = next;
  } while (at > start);
  return end;
}

function digitCount(value: number): number {
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count++;
  return count;
}

function writeText(bytes: Uint8Array, start: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
  return start + text.length;
}
