/** What the values of options may be: each function reads one, or throws an InvalidArgumentError that says the rule. */
import { InvalidArgumentError } from 'commander';

const DIGITS = /^\d+$/;
/** The year 5138: beyond, milliseconds need more than a time has room for. */
const MAX_SECONDS = 100_000_000_000;

/** Returns a reader of integers from `min` to `max`. */
export function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (DIGITS.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer from ${min} to ${max}.`);
  };
}

/** An empty host would mean all addresses, an empty directory the one in which the command was typed. */
export function nonEmpty(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Expected a text that is not empty.');
}

/** Reads turns per second; Infinity for `max`. */
export function pace(text: string): number {
  if (text === 'max') return Infinity;
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError('Expected turns per second, a number above 0, or max.');
}

/** Reads a size in bytes; Infinity for `none`. */
export function bytes(text: string): number {
  if (text === 'none') return Infinity;
  const match = /^(\d+)([KMG])?$/i.exec(text);
  const factor = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[match?.[2]?.toUpperCase() ?? ''];
  const value = Number(match?.[1]) * (factor ?? NaN);
  if (value >= 1) return value;
  throw new InvalidArgumentError('Expected a number of bytes, with K, M or G for powers of 1024, or none.');
}

/** Reads a number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

/** Reads a number of seconds, above 0. */
export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= MAX_SECONDS) return value;
  throw new InvalidArgumentError(`Expected a number of seconds, above 0 and up to ${MAX_SECONDS}.`);
}

/** Reads a time as 90s, 15m, 12h or 7d, in seconds; Infinity for `none`. */
export function duration(text: string): number {
  if (text === 'none') return Infinity;
  const match = /^(\d+)([smhd])$/i.exec(text);
  const factor = { s: 1, m: 60, h: 3600, d: 86_400 }[match?.[2]?.toLowerCase() ?? ''];
  const value = Number(match?.[1]) * (factor ?? NaN);
  if (value >= 1) return value;
  throw new InvalidArgumentError('Expected a time as 90s, 15m, 12h or 7d, or none.');
}

/** Reads a number of segments, at least 1; Infinity for `none`. */
export function segments(text: string): number {
  const value = numberOrNone(text);
  if (value >= 1) return value;
  throw new InvalidArgumentError('Expected a number of segments, at least 1, or none.');
}

/** Reads a number of rows; Infinity for `none`. */
export function rows(text: string): number {
  const value = numberOrNone(text);
  if (value >= 0) return value;
  throw new InvalidArgumentError('Expected a number of rows, or none.');
}

/** NaN for anything else. */
function numberOrNone(text: string): number {
  if (text === 'none') return Infinity;
  const value = Number(text);
  return DIGITS.test(text) && Number.isSafeInteger(value) ? value : NaN;
}

/** Collects the values of an option that may be repeated. */
export function collected(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
