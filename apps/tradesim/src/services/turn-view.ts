import { definitionsOf } from '@tradesim/metrics/services';
import type { Definitions } from '@tradesim/metrics/services';
import type { EconomyParameters } from '../domain/parameters.ts';
import type { Snapshot } from '../domain/snapshot.ts';

/** What the metrics services see of a turn: the economy's snapshot, its rules, and the run it belongs to. Money is in cents. */
export interface TurnView extends Snapshot {
  readonly rules: EconomyParameters;
  readonly run: RunIdentity;
}

export interface RunIdentity {
  readonly seed: number;
  /** Name of the scenario. */
  readonly scenario: string;
  /** Version of the application. */
  readonly version: string;
}

const definitions: Definitions<TurnView> = definitionsOf<TurnView>();

/** Define metrics over a turn; values of metrics with the unit `euros` are computed in cents. */
export const { gauge, counter, histogram, defineMetrics } = definitions;
