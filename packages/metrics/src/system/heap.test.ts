import { getHeapSpaceStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { collectSystemMetrics } from './system-metrics.ts';

async function scrape(group: 'heap' | 'heap_spaces'): Promise<Map<string, number>> {
  const registry = new Registry();
  collectSystemMetrics(registry, { collectors: [group] });
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.split(' ')[0]!, Number(line.split(' ')[1])]));
}

it('the heap is about what process.memoryUsage() tells', async () => {
  const shown = await scrape('heap');
  const told = process.memoryUsage();
  expect([...shown.keys()]).toEqual(['nodejs_heap_size_total_bytes', 'nodejs_heap_size_used_bytes', 'nodejs_external_memory_bytes']);
  expect(shown.get('nodejs_heap_size_total_bytes')! / told.heapTotal).toBeCloseTo(1, 0);
  expect(shown.get('nodejs_heap_size_used_bytes')! / told.heapUsed).toBeCloseTo(1, 0);
  expect(shown.get('nodejs_external_memory_bytes')! / told.external).toBeCloseTo(1, 0);
});

it('each heap space has three figures under its name without "_space"', async () => {
  const shown = await scrape('heap_spaces');
  const spaces = getHeapSpaceStatistics().map(({ space_name }) => space_name.replace('_space', ''));
  expect(spaces).toContain('old');
  const expected = ['total', 'used', 'available'].flatMap((what) =>
    spaces.map((space) => `nodejs_heap_space_size_${what}_bytes{space="${space}"}`),
  );
  expect([...shown.keys()].toSorted()).toEqual(expected.toSorted());
  expect(shown.get('nodejs_heap_space_size_used_bytes{space="old"}')).toBeGreaterThan(100_000);
});
