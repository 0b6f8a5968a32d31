import { MetricsError, quoted } from '../model/errors.ts';
import type { MetricType } from '../model/family.ts';
import { checkMetricName } from '../model/names.ts';
import type { NameValidation } from '../model/names.ts';
import type { MetricOptions } from './options.ts';

/** Names a metric as messages do: `Counter "shop_orders_total"`. */
export function subjectOf(type: MetricType, name: unknown): string {
  const kind = type.charAt(0).toUpperCase() + type.slice(1);
  return typeof name === 'string' ? `${kind} ${JSON.stringify(name)}` : kind;
}

/**
 * Checks the options that all instruments share, but for the labels.
 * @throws {MetricsError} ERR_METRIC_NAME, ERR_METRIC_HELP or ERR_METRIC_OPTIONS
 */
export function checkIdentity(type: MetricType, options: MetricOptions, validation: NameValidation): void {
  const { name, help, unit, maxSeries, ttlSeconds } = options;
  checkMetricName(name, subjectOf(type, undefined), validation);
  const subject = subjectOf(type, name);
  const ending = NAME_ENDINGS[type];
  if (ending !== undefined && (!name.endsWith(ending) || name === ending)) {
    throw new MetricsError('ERR_METRIC_NAME', `${subject}: expected a name that ends in "${ending}". Call it "${name}${ending}".`);
  }
  if (typeof help !== 'string' || help.trim() === '') {
    throw new MetricsError('ERR_METRIC_HELP', `${subject}: expected help, one sentence that says what a rise means, got ${quoted(help)}.`);
  }
  if (unit !== undefined && !hasUnit(name, unit)) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `${subject}: expected a name that ends with its unit ${quoted(unit)} (before "_total"). Rename the metric, or leave the unit out.`,
    );
  }
  if (maxSeries !== undefined && (!Number.isInteger(maxSeries) || maxSeries < 1)) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected maxSeries to be an integer >= 1, got ${quoted(maxSeries)}.`);
  }
  if (ttlSeconds !== undefined && !(typeof ttlSeconds === 'number' && ttlSeconds > 0 && ttlSeconds < Infinity)) {
    throw new MetricsError('ERR_METRIC_OPTIONS', `${subject}: expected ttlSeconds to be a finite number > 0, got ${quoted(ttlSeconds)}.`);
  }
}

/** What OpenMetrics has the names of some types end with. */
const NAME_ENDINGS: Partial<Record<MetricType, string>> = { counter: '_total', info: '_info' };

function hasUnit(name: string, unit: string): boolean {
  return typeof unit === 'string' && unit !== '' && name.replace(/_total$/, '').endsWith(`_${unit}`);
}
