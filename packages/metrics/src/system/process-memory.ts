import type { CollectorGroup } from './collector-group.ts';
import { measuredGauge } from './measured-gauge.ts';
import { parseSizes } from './proc-text.ts';

const SIZES = [
  ['VmRSS', 'process_resident_memory_bytes', 'Memory of the process that is in RAM, in bytes.'],
  ['VmSize', 'process_virtual_memory_bytes', 'Address space of the process in bytes.'],
  ['VmData', 'process_heap_bytes', 'Private writable memory of the process (its data segment), in bytes.'],
] as const;

/** Memory of this process as the operating system sees it; outside Linux the resident part only. */
export const processMemory: CollectorGroup = (factory, { files }) => {
  const readSizes = (): ReadonlyMap<string, number> => {
    const sizes = parseSizes(files.readText('/proc/self/status') ?? '');
    return sizes.has('VmRSS') ? sizes : new Map([['VmRSS', process.memoryUsage.rss()]]);
  };
  const offered = readSizes();
  const gauges = SIZES.filter(([key]) => offered.has(key)).map(([key, name, help]) => ({ key, gauge: measuredGauge(factory, name, help) }));
  factory.addCollector({
    name: 'process_memory',
    collect() {
      const sizes = readSizes();
      for (const { key, gauge } of gauges) gauge.set(sizes.get(key) ?? NaN);
    },
  });
  return undefined;
};
