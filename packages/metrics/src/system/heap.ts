import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import type { CollectorGroup } from './collector-group.ts';
import { measuredGauge } from './measured-gauge.ts';

/** The JavaScript heap of this thread. */
export const heap: CollectorGroup = (factory) => {
  const total = measuredGauge(factory, 'nodejs_heap_size_total_bytes', 'Memory V8 has reserved for the heap, in bytes.');
  const used = measuredGauge(factory, 'nodejs_heap_size_used_bytes', 'Memory objects occupy in the heap, in bytes.');
  const external = measuredGauge(
    factory,
    'nodejs_external_memory_bytes',
    'Memory outside the heap that belongs to objects in it, such as buffers, in bytes.',
  );
  factory.addCollector({
    name: 'heap',
    collect() {
      const statistics = getHeapStatistics();
      total.set(statistics.total_heap_size);
      used.set(statistics.used_heap_size);
      external.set(statistics.external_memory);
    },
  });
  return undefined;
};

/** The spaces the heap of this thread consists of, by V8's names without `_space`. */
export const heapSpaces: CollectorGroup = (factory) => {
  const labelNames = ['space'] as const;
  const total = factory.gauge({
    name: 'nodejs_heap_space_size_total_bytes',
    help: 'Memory V8 has reserved for a heap space, in bytes.',
    labelNames,
  });
  const used = factory.gauge({
    name: 'nodejs_heap_space_size_used_bytes',
    help: 'Memory objects occupy in a heap space, in bytes.',
    labelNames,
  });
  const available = factory.gauge({
    name: 'nodejs_heap_space_size_available_bytes',
    help: 'Memory still free in a heap space, in bytes.',
    labelNames,
  });
  factory.addCollector({
    name: 'heap_spaces',
    collect() {
      for (const statistics of getHeapSpaceStatistics()) {
        const labels = { space: statistics.space_name.replace(/_space$/, '') };
        total.labels(labels).set(statistics.space_size);
        used.labels(labels).set(statistics.space_used_size);
        available.labels(labels).set(statistics.space_available_size);
      }
    },
  });
  return undefined;
};
