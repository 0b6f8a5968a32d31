/** Rules for the metrics of code that cannot be changed: what is given, and what is checked of it. */
import { checkBuckets } from '../instruments/buckets.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import { namePattern } from './name-pattern.ts';
import type { NamePattern } from './name-pattern.ts';

/** Changes definitions as they are made. The types of what a definition returns stay those of the code that makes it. */
export interface MetricRule {
  /** Which metrics, by the names that the code and the rules before this one give them. */
  readonly match: NamePattern;
  /**
   * What they are called: replaces what `match` matches, which is the whole name unless it is a RegExp. `$1` is the text
   * that the first `*` or group stands for. Default: the same.
   */
  readonly rename?: string;
  /** New names of labels, by the names that the code gives them. Default: none. */
  readonly renameLabels?: Readonly<Record<string, string>>;
  /**
   * Labels to leave out, by the names that the code gives them. Counters, histograms and summaries that differ in these
   * only add up; of gauges and state sets the last write wins. An info must keep one label. `removeMatching` with such a
   * label removes nothing, because the series hold others as well; `remove` removes all that have been added up.
   * Default: none.
   */
  readonly dropLabels?: readonly string[];
  /** The bounds of histograms. Default: those of the definition. */
  readonly buckets?: readonly number[];
  /** Most series of the metric. Default: as many as defined. */
  readonly maxSeries?: number;
  /** Seconds after which a series that nobody writes to leaves the exposition. Default: as defined. */
  readonly ttlSeconds?: number;
}

export interface CheckedRule extends Omit<MetricRule, 'match'> {
  readonly match: RegExp;
}

const KNOWN = new Set(['match', 'rename', 'renameLabels', 'dropLabels', 'buckets', 'maxSeries', 'ttlSeconds']);

/**
 * Checks a rule and copies it.
 * @throws {MetricsError} ERR_METRIC_OPTIONS, ERR_BUCKETS
 */
export function checkedRule(rule: MetricRule, index: number): CheckedRule {
  const subject = `Registry, rules[${index}]`;
  if (typeof rule !== 'object' || rule === null) throw wrong(subject, "an object such as { match: 'http_*', maxSeries: 500 }", rule);
  const unknown = Object.keys(rule).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw wrong(subject, `one of the settings ${[...KNOWN].join(', ')}`, unknown);
  const { rename, renameLabels, dropLabels, buckets, maxSeries, ttlSeconds } = rule;
  if (rename !== undefined && (typeof rename !== 'string' || rename === '')) throw wrong(subject, 'rename to be a name', rename);
  if (renameLabels !== undefined && !isRecordOfStrings(renameLabels))
    throw wrong(subject, 'renameLabels to be names by name', renameLabels);
  if (dropLabels !== undefined && !isListOfStrings(dropLabels)) throw wrong(subject, 'dropLabels to be a list of names', dropLabels);
  if (buckets !== undefined) checkBuckets(buckets, subject);
  if (maxSeries !== undefined && !(Number.isInteger(maxSeries) && maxSeries >= 1))
    throw wrong(subject, 'maxSeries to be an integer >= 1', maxSeries);
  if (ttlSeconds !== undefined && !(typeof ttlSeconds === 'number' && ttlSeconds > 0 && ttlSeconds < Infinity))
    throw wrong(subject, 'ttlSeconds to be a finite number > 0', ttlSeconds);
  return {
    ...rule,
    match: namePattern(rule.match, `${subject}, match`),
    ...(renameLabels && { renameLabels: { ...renameLabels } }),
    ...(dropLabels && { dropLabels: [...dropLabels] }),
    ...(buckets && { buckets: [...buckets] }),
  };
}

function isRecordOfStrings(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isListOfStrings(Object.values(value));
}

function isListOfStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function wrong(subject: string, expected: string, value: unknown): MetricsError {
  return new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected ${expected}, got ${quoted(value)}.`);
}
