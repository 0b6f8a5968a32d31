/** Numbers of OpenMetrics 1.0 (section "Numbers" of its specification). */
import { formatBound } from '../model/number.ts';

/**
 * Writes the value of a `le` or `quantile` label, a canonical number: a float with a fraction or an exponent, as `0.0`,
 * `0.5`, `100000.0`, `1e+06`, `1e-05`, `+Inf` (section "Considerations: Canonical Numbers"). -0 is `0.0`.
 */
export function formatCanonicalNumber(value: number): string {
  const text = formatBound(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/**
 * Writes a time as decimal seconds without an exponent: `1520879607.789` (section "Timestamps").
 * @param seconds a finite number of Unix seconds; what is below a nanosecond is rounded where it would need an exponent
 */
export function formatTimestamp(seconds: number): string {
  const text = String(seconds);
  if (!text.includes('e')) return text;
  return Math.abs(seconds) < 1 ? seconds.toFixed(9).replace(/\.?0+$/, '') : BigInt(seconds).toString();
}
