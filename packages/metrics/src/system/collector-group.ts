import type { Clock } from '../model/clock.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { KernelFiles } from './kernel-files.ts';

/** What the groups need beside a factory. */
export interface CollectorSettings {
  readonly eventLoopPrecisionMs: number;
  readonly eventLoopWindowSeconds: number;
  readonly gcBuckets: readonly number[];
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly files: KernelFiles;
}

/**
 * Defines the metrics of one group, leaving out what the platform does not tell, and has them collected. Definitions
 * come first: one that throws leaves nothing running. Returns what ends the observers and timers it has started.
 */
export type CollectorGroup = (factory: InstrumentFactory, settings: CollectorSettings) => (() => void) | undefined;
