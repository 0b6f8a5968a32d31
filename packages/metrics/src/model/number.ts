/**
 * Writes a sample value as the Prometheus formats spell it; every float64 survives the round trip. -0 has a fraction, since
 * readers of OpenMetrics that take it for an integer lose its sign.
 */
export function formatValue(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}

/**
 * Writes the bound of a bucket as Go's `%g` does, which other Prometheus clients print: `1`, `0.5`, `1e+06`, `1e-05`.
 * The spelling is part of a series' identity, so it must not change.
 */
export function formatBound(bound: number): string {
  if (!Number.isFinite(bound)) return formatValue(bound);
  const [digits, exponentText] = bound.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  if (bound === 0 || (exponent >= -4 && exponent < 6)) return String(bound);
  const magnitude = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits}e${exponent < 0 ? '-' : '+'}${magnitude}`;
}
