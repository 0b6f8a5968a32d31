import type { Clock } from '../model/clock.ts';
import { MetricsError, quoted } from '../model/errors.ts';
import type { InstrumentFactory } from '../instruments/factory.ts';
import type { CollectorSettings } from './collector-group.ts';
import { collectorGroups, systemCollectorNames } from './collector-groups.ts';
import type { SystemCollectorName } from './collector-groups.ts';
import { kernelFiles } from './kernel-files.ts';
import type { KernelFiles } from './kernel-files.ts';
import { scopedFactory } from './scoped-factory.ts';
import { steadyClock } from './steady-clock.ts';

/** Which metrics of the process are collected, and how. */
export interface SystemMetricsOptions {
  /** The groups to collect. Default: all but `event_loop_utilization`, whose name linters object to. */
  readonly collectors?: readonly SystemCollectorName[] | undefined;
  /** How often the delay of the event loop is sampled, in whole milliseconds >= 1. Default: 10. */
  readonly eventLoopPrecisionMs?: number | undefined;
  /** Least time the delays shown cover: the longest interval of your scrapers. A finite number > 0. Default: 60. */
  readonly eventLoopWindowSeconds?: number | undefined;
  /** Upper bounds in seconds for the duration of garbage collections. Default: 0.001, 0.01, 0.1, 1, 2, 5. */
  readonly gcBuckets?: readonly number[] | undefined;
  /** Where the time comes from. Default: the clock of the machine. */
  readonly clock?: Pick<Clock, 'monotonic'> | undefined;
  /** Where the files of the kernel are read. Default: the file system. */
  readonly files?: KernelFiles | undefined;
}

/** The groups one call has started. */
export interface SystemMetrics {
  /** Ends their observers and timers, and removes their collectors and metrics. A second call does nothing. */
  stop(): void;
}

const DEFAULT_COLLECTORS = systemCollectorNames.filter((name) => name !== 'event_loop_utilization');

/** What runs, so that a group never runs twice on one factory. */
const running = new WeakMap<InstrumentFactory, Map<SystemCollectorName, SystemMetrics>>();

/**
 * Collects metrics of this process and of Node.js under the names prom-client gives them, from now on at every scrape.
 * What the platform does not tell is absent. Nothing keeps the process alive. A group that runs on this factory
 * already is stopped and begins anew (its garbage collections count from 0); its earlier handle no longer governs it.
 * @throws {MetricsError} ERR_METRIC_OPTIONS, ERR_BUCKETS, or ERR_METRIC_SHAPE where a name is taken; then no group of this call runs.
 * @example const metrics = collectSystemMetrics(registry, { collectors: ['process_cpu', 'gc'] })
 */
export function collectSystemMetrics(factory: InstrumentFactory, options: SystemMetricsOptions = {}): SystemMetrics {
  checkFactory(factory);
  const settings = checkSettings(options);
  const started: SystemMetrics[] = [];
  const stop = (): void => started.forEach((group) => group.stop());
  try {
    for (const name of chosenNames(options.collectors)) started.push(startGroup(factory, name, settings));
  } catch (error) {
    stop();
    throw error;
  }
  return { stop };
}

function startGroup(factory: InstrumentFactory, name: SystemCollectorName, settings: CollectorSettings): SystemMetrics {
  const groups = running.get(factory) ?? new Map<SystemCollectorName, SystemMetrics>();
  running.set(factory, groups);
  groups.get(name)?.stop();
  const scope = scopedFactory(factory);
  let release: (() => void) | undefined;
  try {
    release = collectorGroups[name](scope, settings);
  } catch (error) {
    scope.undo();
    throw error;
  }
  const group: SystemMetrics = {
    stop() {
      if (groups.get(name) !== group) return;
      groups.delete(name);
      release?.();
      scope.undo();
    },
  };
  groups.set(name, group);
  return group;
}

/** Returns the chosen names in the order of exposition, whatever order they are given in. */
function chosenNames(chosen: readonly SystemCollectorName[] = DEFAULT_COLLECTORS): readonly SystemCollectorName[] {
  const unknown = chosen.find((name) => !systemCollectorNames.includes(name));
  if (unknown === undefined) return systemCollectorNames.filter((name) => chosen.includes(name));
  throw new MetricsError(
    'ERR_METRIC_OPTIONS',
    `collectSystemMetrics: expected collectors among ${systemCollectorNames.join(', ')}, got ${quoted(unknown)}.`,
  );
}

function checkFactory(factory: unknown): void {
  if (typeof factory === 'object' && factory !== null && 'addCollector' in factory) return;
  const message = `collectSystemMetrics: expected a registry, or a child of one, as its first argument, got ${quoted(factory)}.`;
  throw new MetricsError('ERR_METRIC_OPTIONS', message);
}

function checkSettings(options: SystemMetricsOptions): CollectorSettings {
  const {
    eventLoopPrecisionMs = 10,
    eventLoopWindowSeconds = 60,
    gcBuckets = [0.001, 0.01, 0.1, 1, 2, 5],
    clock = steadyClock,
    files = kernelFiles,
  } = options;
  if (!Number.isInteger(eventLoopPrecisionMs) || eventLoopPrecisionMs < 1) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `collectSystemMetrics: expected eventLoopPrecisionMs to be an integer >= 1, got ${quoted(eventLoopPrecisionMs)}.`,
    );
  }
  if (!(eventLoopWindowSeconds > 0 && eventLoopWindowSeconds < Infinity)) {
    throw new MetricsError(
      'ERR_METRIC_OPTIONS',
      `collectSystemMetrics: expected eventLoopWindowSeconds to be a finite number > 0, got ${quoted(eventLoopWindowSeconds)}.`,
    );
  }
  return { eventLoopPrecisionMs, eventLoopWindowSeconds, gcBuckets, clock, files };
}
