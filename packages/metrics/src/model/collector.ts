import type { CollectorSignal } from './abort-signal.ts';
import type { MetricFamily } from './family.ts';

/** Brings metrics up to date before they are read. */
export interface Collector {
  /** Named in the error when it fails. */
  readonly name: string;
  /** How long `collect` may take; it is given up then, and counted as failed. A finite number > 0. Default: the registry's. */
  readonly timeoutMs?: number;
  /**
   * The metrics that `collect` sets, by name or as what the registry returned. When it fails, exactly these are left out of
   * that exposition, because their values are out of date; others it may have set stay as they are. Default: none.
   */
  readonly metrics?: readonly (string | { readonly name: string })[];
  /**
   * Called before every exposition. Sets instruments; what it throws costs its own update only. An asynchronous one that
   * takes too long is given up: `signal` is aborted, and it is not called again before it has settled.
   */
  collect(signal: CollectorSignal): void | Promise<void>;
}

/** How metrics are gathered. */
export interface GatherOptions {
  /**
   * How long this gathering may take; collectors that are still busy then have failed for it. A finite number > 0.
   * Default: as long as the collectors may.
   */
  readonly timeoutMs?: number;
}

/** A source of metric families: what an exporter needs to know of a registry. */
export interface Gatherer {
  /** Named in errors and counted under this name where a registry includes it. Default: 'included gatherer'. */
  readonly name?: string;
  /**
   * Runs the collectors, then returns the families as they are at that moment, in the order of definition; one that only
   * hands out samples goes on to hand out those of that moment. A source without collectors may take no notice of the options.
   */
  gather(options?: GatherOptions): Promise<readonly MetricFamily[]>;
}
