import type { InstrumentFactory } from '../instruments/factory.ts';
import type { Clock } from '../model/clock.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { ComputationError } from './computation-errors.ts';

/** Turns of history where nobody says how many. */
export const DEFAULT_HISTORY_TURNS = 256;

/** Where computed metrics are defined, and what is kept of them. */
export interface MetricsServicesOptions {
  /** Where the metrics are exposed: a Registry. */
  readonly factory: InstrumentFactory;
  /** Prefix of the services' metric of themselves, `<prefix>_metric_errors_total{metric}`. */
  readonly prefix: string;
  /**
   * Turns of history per series of metrics that do not say it themselves; each takes 8 bytes, for a histogram 8 for each
   * of its numbers. Minimum: 1. Default: 256.
   */
  readonly historyTurns?: number;
  /** Units whose values are computed in a subunit: `{ euros: 100 }` exposes 1,250 as 12.5. What is recorded is not divided. */
  readonly subunits?: Readonly<Record<string, number>>;
  /** Kinds of entity whose metrics are left out altogether; who reads one of them finds no history. Default: none. */
  readonly withoutEntities?: ReadonlySet<string>;
  /** Tells the time of each turn, for values per second. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Called once per distinct error of a metric; what it throws is ignored. Default: nothing. */
  readonly onError?: (error: ComputationError) => void;
}

/**
 * @throws {MetricsError} ERR_METRIC_OPTIONS
 */
export function checkOptions({ historyTurns = DEFAULT_HISTORY_TURNS, subunits = {}, prefix }: MetricsServicesOptions): void {
  checkHistoryTurns('MetricsServices', historyTurns);
  if (typeof prefix !== 'string' || prefix === '') {
    throw new MetricsError('ERR_METRIC_OPTIONS', `MetricsServices: expected a prefix such as 'shop', got ${quoted(prefix)}.`);
  }
  for (const [unit, perUnit] of Object.entries(subunits)) {
    if (perUnit > 0 && perUnit < Infinity) continue;
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `MetricsServices: expected the subunits of ${quoted(unit)} to be a finite number > 0, got ${quoted(perUnit)}. Cents in a euro are { euros: 100 }.`,
    );
  }
}

/** Ten million turns of one series take 80 MB. */
const MAX_HISTORY_TURNS = 10_000_000;

/** @throws {MetricsError} ERR_METRIC_OPTIONS */
export function checkHistoryTurns(subject: string, historyTurns: unknown): void {
  if (Number.isInteger(historyTurns) && (historyTurns as number) >= 1 && (historyTurns as number) <= MAX_HISTORY_TURNS) return;
  throw new MetricsError(
    'ERR_METRIC_OPTIONS',
    `${subject}: expected historyTurns to be an integer from 1 to ${MAX_HISTORY_TURNS}, got ${quoted(historyTurns)}.`,
  );
}
