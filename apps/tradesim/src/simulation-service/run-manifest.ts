import type { Clock } from '@tradesim/metrics';
import type { Scenario } from '../scenarios/index.ts';
import { platformOf } from './platform.ts';
import type { Platform } from './platform.ts';

/** What a run was made from: the first record of its journal, and part of each checkpoint. */
export interface RunManifest {
  readonly version: string;
  readonly run: string;
  readonly seed: number;
  /** Unix seconds. */
  readonly started: number;
  /** Null where the journal is the same on every machine. */
  readonly platform: Platform | null;
  readonly scenario: Scenario;
  /** Whether single attempts and changes are recorded. */
  readonly ledger: boolean;
}

interface NewRun {
  readonly version: string;
  readonly seed: number;
  readonly scenario: Scenario;
  readonly ledger: boolean;
  readonly deterministic: boolean;
  readonly clock: Clock;
}

/** Returns the manifest of a run that begins now. */
export function newManifest({ version, seed, scenario, ledger, deterministic, clock }: NewRun): RunManifest {
  const started = deterministic ? 0 : clock.now();
  const time = new Date(started * 1000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const run = deterministic ? `${scenario.name}-${seed}` : `${time}-${seed}`;
  return { version, run, seed, started, platform: deterministic ? null : platformOf(process), scenario, ledger };
}

/** Whether a run leaves out what differs between two of the same seed. */
export function isDeterministic({ platform }: RunManifest): boolean {
  return platform === null;
}
