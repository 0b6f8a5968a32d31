import type { MetricFamily } from './family.ts';

/** Brings metrics up to date before they are read. */
export interface Collector {
  /** Named in the error when it fails. */
  readonly name: string;
  /** Called before every exposition. Sets instruments; what it throws costs its own update only. */
  collect(): void | Promise<void>;
}

/** A source of metric families: what an exporter needs to know of a registry. */
export interface Gatherer {
  /** Runs the collectors, then returns the families as they are at that moment, in the order of definition. */
  gather(): Promise<readonly MetricFamily[]>;
}
