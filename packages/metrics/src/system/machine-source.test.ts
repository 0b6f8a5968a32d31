import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { cpuTimesOf, machineSource } from './machine-source.ts';

const MEMINFO = 'MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    400 kB\n';

function sourceOf(texts: Readonly<Record<string, string>>): ReturnType<typeof machineSource> {
  return machineSource({ readText: (path) => texts[path] });
}

describe('machineSource', () => {
  it('takes memory in use as total minus available, not minus free', () => {
    expect(sourceOf({ '/proc/meminfo': MEMINFO }).memoryBytes()).toBe(600 * 1024);
  });

  it('takes the use of a control group whose limit is below the memory of the machine', () => {
    const texts = {
      '/proc/meminfo': MEMINFO,
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': `${500 * 1024}\n`,
      '/sys/fs/cgroup/memory.current': '4096\n',
    };
    expect(sourceOf(texts).memoryBytes()).toBe(4096);
  });

  it('ignores a control group whose limit the machine does not have', () => {
    const texts = {
      '/proc/meminfo': MEMINFO,
      '/proc/self/cgroup': '0::/\n',
      '/sys/fs/cgroup/memory.max': `${2000 * 1024}\n`,
      '/sys/fs/cgroup/memory.current': '4096\n',
    };
    expect(sourceOf(texts).memoryBytes()).toBe(600 * 1024);
  });

  it('asks Node.js where there is no /proc', () => {
    const source = sourceOf({});
    expect(source.memoryBytes()).toBeGreaterThan(0);
    expect(source.memoryBytes()).toBeLessThan(os.totalmem());
    const times = source.cpuTimes()!;
    expect(times.total).toBeGreaterThan(times.busy);
  });

  it('reads this machine', () => {
    const source = machineSource();
    expect(source.memoryBytes()).toBeGreaterThan(2 ** 20);
    expect(source.memoryBytes()).toBeLessThanOrEqual(os.totalmem());
    expect(source.cpuTimes()!.busy).toBeGreaterThan(0);
  });
});

describe('cpuTimesOf', () => {
  it('adds up all CPUs', () => {
    const times = { user: 10, nice: 1, sys: 5, idle: 100, irq: 4 };
    expect(cpuTimesOf([{ times }, { times }])).toEqual({ busy: 40, total: 240 });
  });

  it('is undefined where no CPU is listed', () => {
    expect(cpuTimesOf([])).toBeUndefined();
  });
});
