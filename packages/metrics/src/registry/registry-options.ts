import type { Clock } from '../model/clock.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { NameValidation } from '../model/names.ts';
import { systemClock } from '../timing/system-clock.ts';
import { checkTimeout } from './checked-collector.ts';
import type { RuleOptions } from './rules.ts';

/** How a registry treats what goes wrong, and what it shows of itself. */
export interface RegistryOptions extends RuleOptions {
  /**
   * What an invalid value does at the call: throw, or be dropped and counted in `…_registry_invalid_values_total`.
   * Definitions and labels always throw. Default: 'throw'.
   */
  readonly onInvalid?: 'throw' | 'drop';
  /**
   * What a definition does whose name is taken by a metric of another shape: throw, or end that metric and take its place,
   * as code that is loaded again needs it. Handles of the former metric then write nowhere, and what they write is counted
   * in `…_registry_detached_writes_total`. Under 'replace' a collector or named gatherer takes the place of the one with
   * its name, too. Default: 'throw'.
   */
  readonly onConflict?: 'throw' | 'replace';
  /** Prefix of the metrics the registry exposes of itself, for example `shop`; without one it exposes none. */
  readonly selfMetricsPrefix?: string;
  /**
   * Called with the error of a collector or included gatherer that failed, which is counted in
   * `…_registry_collector_errors_total` as well. What it throws is ignored. Default: nothing.
   */
  readonly onError?: (error: Error) => void;
  /**
   * Which names are allowed: `legacy` ones, which every reader takes as they are, or any text, which Prometheus 3 reads and
   * others get escaped. Default: 'legacy'.
   */
  readonly nameValidation?: NameValidation;
  /** How long an asynchronous collector or an included gatherer may take. A finite number > 0. Default: 5,000. */
  readonly collectorTimeoutMs?: number;
  /** Where timers, idle times and created timestamps get the time from. Default: systemClock. */
  readonly clock?: Clock;
}

/** All options, with their defaults where they have one. */
export type CheckedOptions = RegistryOptions &
  Required<Pick<RegistryOptions, 'clock' | 'collectorTimeoutMs' | 'nameValidation' | 'onConflict' | 'onInvalid'>>;

/**
 * Fills in the defaults.
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function checkedOptions(options: RegistryOptions): CheckedOptions {
  const { clock = systemClock, collectorTimeoutMs = 5000, nameValidation = 'legacy', onConflict = 'throw', onInvalid = 'throw' } = options;
  checkTimeout(collectorTimeoutMs, 'Registry', 'collectorTimeoutMs');
  checkOneOf(['legacy', 'utf8'], nameValidation, 'nameValidation');
  checkOneOf(['throw', 'replace'], onConflict, 'onConflict');
  checkOneOf(['throw', 'drop'], onInvalid, 'onInvalid');
  return { ...options, clock, collectorTimeoutMs, nameValidation, onConflict, onInvalid };
}

function checkOneOf(choices: readonly [string, string], value: unknown, option: string): void {
  if (choices.some((choice) => choice === value)) return;
  const expected = choices.map((choice) => `'${choice}'`).join(' or ');
  throw new MetricsError('ERR_METRIC_OPTIONS', `Registry: expected ${option} to be ${expected}, got ${quoted(value)}.`);
}
