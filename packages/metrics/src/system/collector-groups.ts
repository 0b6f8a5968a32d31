import { activeResources } from './active-resources.ts';
import type { CollectorGroup } from './collector-group.ts';
import { eventLoop } from './event-loop.ts';
import { eventLoopUtilization } from './event-loop-utilization.ts';
import { garbageCollection } from './garbage-collection.ts';
import { heap, heapSpaces } from './heap.ts';
import { nodeVersion } from './node-version.ts';
import { processCpu } from './process-cpu.ts';
import { processFiles } from './process-files.ts';
import { processMemory } from './process-memory.ts';
import { processStart } from './process-start.ts';

/** A group of metrics that can be collected by itself. */
export type SystemCollectorName =
  | 'active_resources'
  | 'process_cpu'
  | 'process_memory'
  | 'process_files'
  | 'process_start'
  | 'event_loop'
  | 'event_loop_utilization'
  | 'heap'
  | 'heap_spaces'
  | 'version'
  | 'gc';

/** The groups in the order of exposition; active resources go first, so that they do not count the waits of the groups after them. */
export const collectorGroups: Readonly<Record<SystemCollectorName, CollectorGroup>> = {
  active_resources: activeResources,
  process_cpu: processCpu,
  process_memory: processMemory,
  process_files: processFiles,
  process_start: processStart,
  event_loop: eventLoop,
  event_loop_utilization: eventLoopUtilization,
  heap,
  heap_spaces: heapSpaces,
  version: nodeVersion,
  gc: garbageCollection,
};

/**
 * The names of all groups of system metrics.
 * @example collectSystemMetrics(registry, { collectors: systemCollectorNames.filter((name) => name !== 'gc') })
 */
export const systemCollectorNames: readonly SystemCollectorName[] = Object.freeze(Object.keys(collectorGroups) as SystemCollectorName[]);
