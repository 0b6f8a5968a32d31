import type { CollectorSignal } from './abort-signal.ts';
import type { MetricFamily } from './family.ts';

/** Brings metrics up to date before they are read. */
export interface Collector {
  /** Named in the error when it fails. */
  readonly name: string;
  /** How long `collect` may take; it is given up then, and counted as failed. Default: the registry's. */
  readonly timeoutMs?: number;
  /**
   * Called before every exposition. Sets instruments; what it throws costs its own update only. An asynchronous one that
   * takes too long is given up: `signal` is aborted, and it is not called again before it has settled.
   */
  collect(signal: CollectorSignal): void | Promise<void>;
}

/** A source of metric families: what an exporter needs to know of a registry. */
export interface Gatherer {
  /** Runs the collectors, then returns the families as they are at that moment, in the order of definition. */
  gather(): Promise<readonly MetricFamily[]>;
}
