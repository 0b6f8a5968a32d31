import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { kernelFiles } from './kernel-files.ts';
import { collectSystemMetrics } from './system-metrics.ts';

function registryReading(readText: (path: string) => string | undefined): Registry {
  const registry = new Registry();
  collectSystemMetrics(registry, { collectors: ['process_memory'], files: { ...kernelFiles, readText } });
  return registry;
}

async function samples(registry: Registry): Promise<Record<string, number>> {
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.split(' ')[0], Number(line.split(' ')[1])]));
}

describe('process_memory', () => {
  it('shows what /proc/self/status says', async () => {
    const registry = registryReading(() => 'VmSize:\t1000 kB\nVmRSS:\t200 kB\nVmData:\t300 kB\n');
    expect(await samples(registry)).toEqual({
      process_resident_memory_bytes: 204_800,
      process_virtual_memory_bytes: 1_024_000,
      process_heap_bytes: 307_200,
    });
  });

  it('defines the resident memory only where there is no /proc', async () => {
    const registry = registryReading(() => undefined);
    const { process_resident_memory_bytes: residentBytes, ...rest } = await samples(registry);
    expect(rest).toEqual({});
    expect(residentBytes! / process.memoryUsage.rss()).toBeCloseTo(1, 0);
  });

  it('leaves out what can no longer be read', async () => {
    const texts = ['VmRSS:\t200 kB\nVmData:\t300 kB\n', 'VmRSS:\t200 kB\n'];
    const registry = registryReading(() => texts.shift());
    expect(await samples(registry)).toEqual({ process_resident_memory_bytes: 204_800 });
  });

  it.runIf(process.platform === 'linux')('agrees with the pages the kernel counts', async () => {
    const registry = registryReading((path) => kernelFiles.readText(path));
    const [pages, residentPages] = readFileSync('/proc/self/statm', 'utf8').split(' ').map(Number);
    const shown = await samples(registry);
    expect(shown['process_resident_memory_bytes']! / shown['process_virtual_memory_bytes']!).toBeCloseTo(residentPages! / pages!, 1);
  });
});
