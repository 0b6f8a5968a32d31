import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Registry } from '../registry/registry.ts';
import { kernelFiles } from './kernel-files.ts';
import type { KernelFiles } from './kernel-files.ts';
import { collectSystemMetrics } from './system-metrics.ts';

const ABSENT: KernelFiles = {
  readText: () => undefined,
  directorySize: () => undefined,
  list: () => undefined,
  countEntries: () => Promise.resolve(undefined),
};

async function scrape(files: KernelFiles): Promise<string[]> {
  const registry = new Registry();
  collectSystemMetrics(registry, { collectors: ['process_files'], files });
  return (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('process_files', () => {
  it('defines nothing where /proc tells nothing', async () => {
    expect(await scrape(ABSENT)).toEqual([]);
  });

  it('shows the soft limit', async () => {
    expect(
      await scrape({ ...ABSENT, readText: () => 'Max open files            1024                 4096                 files\n' }),
    ).toEqual(['process_max_fds 1024']);
  });

  it("takes the directory's size where it agrees with the list", async () => {
    let size = 2;
    const files = { ...ABSENT, list: () => ['0', '1', '3'], directorySize: () => size++ };
    expect(await scrape(files)).toEqual(['process_open_fds 3']);
  });

  it("counts the list, less the descriptor it is read through, where the directory's size says something else", async () => {
    const files = { ...ABSENT, list: () => ['0', '1', '3'], directorySize: () => 0, countEntries: () => Promise.resolve(12) };
    expect(await scrape(files)).toEqual(['process_open_fds 11']);
  });

  it.runIf(process.platform === 'linux')('sees a file that is opened and closed', async () => {
    const registry = new Registry();
    collectSystemMetrics(registry, { collectors: ['process_files'], files: kernelFiles });
    const count = async (): Promise<number> => Number(/^process_open_fds (\d+)$/m.exec(await registry.metrics())?.[1]);
    const before = await count();
    const opened = Array.from({ length: 100 }, () => openSync('/dev/null', 'r'));
    const during = await count();
    opened.forEach((descriptor) => closeSync(descriptor));
    expect(Math.abs(during - before - 100)).toBeLessThan(50);
    expect(Math.abs((await count()) - before)).toBeLessThan(50);
  });
});
