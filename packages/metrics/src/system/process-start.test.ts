import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { collectSystemMetrics } from './system-metrics.ts';

async function startSeconds(): Promise<number> {
  const registry = new Registry();
  collectSystemMetrics(registry, { collectors: ['process_start'] });
  return Number(/^process_start_time_seconds (\S+)$/m.exec(await registry.metrics())?.[1]);
}

it.runIf(process.platform === 'linux')('the start of the process agrees with the kernel', async () => {
  const afterName = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)!.split(' ');
  const startedTicksAfterBoot = Number(afterName[19]);
  const bootSeconds = Number(/^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))![1]);
  const ticksPerSecond = 100;
  expect(Math.abs((await startSeconds()) - (bootSeconds + startedTicksAfterBoot / ticksPerSecond))).toBeLessThan(2);
});

it('the start of the process does not move between scrapes', async () => {
  const registry = new Registry();
  collectSystemMetrics(registry, { collectors: ['process_start'] });
  const first = await registry.metrics();
  expect(first).toContain('process_start_time_seconds ');
  expect(await registry.metrics()).toBe(first);
});
