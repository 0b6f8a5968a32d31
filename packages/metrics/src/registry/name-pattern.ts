import { MetricsError, quoted } from '../model/errors.ts';

/** Which names: one name, in which `*` stands for any text, or a regular expression that the name need match somewhere only. */
export type NamePattern = string | RegExp;

/**
 * Returns the pattern as a regular expression; each `*` is a group.
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function namePattern(pattern: unknown, subject: string): RegExp {
  // Without the flags that have an expression remember where it stopped.
  if (pattern instanceof RegExp) return new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ''));
  if (typeof pattern === 'string' && pattern !== '') {
    return new RegExp(`^${pattern.replaceAll(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`).replaceAll('*', '(.*)')}$`, 's');
  }
  throw new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected a name such as "http_*" or a RegExp, got ${quoted(pattern)}.`);
}

/**
 * Returns a list of patterns as regular expressions.
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function namePatterns(patterns: unknown, subject: string): readonly RegExp[] {
  return checkedList(patterns, subject).map((pattern) => namePattern(pattern, subject));
}

/** @throws {MetricsError} ERR_METRIC_OPTIONS */
export function checkedList(given: unknown, subject: string): readonly unknown[] {
  if (Array.isArray(given)) return given;
  throw new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected a list, got ${quoted(given)}.`);
}
