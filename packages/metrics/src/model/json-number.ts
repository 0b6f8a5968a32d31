/**
 * Writes a number as JSON: the shortest text that reads back as the same number, `null` where it is not finite.
 * Negative zero becomes `0`, as in `JSON.stringify`.
 * @example jsonNumber(0.1) // => '0.1'
 * @example jsonNumber(Number.NaN) // => 'null'
 */
export function jsonNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}
