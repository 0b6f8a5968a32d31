/**
 * Which names the Prometheus data model allows: the legacy character set, which every reader knows, and any UTF-8 text,
 * which Prometheus 3 reads (prometheus.io, "Data model").
 */

/** Metric names may hold colons, label names may not. */
export type NameKind = 'metric' | 'label';

const LEGACY_NAME: Readonly<Record<NameKind, RegExp>> = {
  metric: /^[a-zA-Z_:][a-zA-Z0-9_:]*$/,
  label: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
};

/** Tells whether every reader takes the name as it is, without quotes and without escaping. */
export function isLegacyName(name: string, kind: NameKind): boolean {
  return LEGACY_NAME[kind].test(name);
}

/** Tells whether `name` may be a metric or label name where UTF-8 names are allowed: not empty, no half surrogate pair. */
export function isUtf8Name(name: string): boolean {
  return name !== '' && name.isWellFormed();
}
