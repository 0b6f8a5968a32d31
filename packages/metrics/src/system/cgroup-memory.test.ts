import { describe, expect, it } from 'vitest';
import { limitedMemoryBytes } from './cgroup-memory.ts';

const MIB = 2 ** 20;
const MACHINE_BYTES = 1000 * MIB;

function limited(texts: Readonly<Record<string, string>>): number | undefined {
  return limitedMemoryBytes({ readText: (path) => texts[path] }, MACHINE_BYTES);
}

describe('control groups of version 2', () => {
  const container = {
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/memory.max': `${256 * MIB}\n`,
    '/sys/fs/cgroup/memory.current': `${100 * MIB}\n`,
    '/sys/fs/cgroup/memory.stat': `anon 5\ninactive_file ${30 * MIB}\nactive_file 7\n`,
  };

  it('are used without their reclaimable file cache', () => {
    expect(limited(container)).toBe(70 * MIB);
  });

  it.each([
    ['no limit', 'max\n'],
    ["the machine's memory as a limit", `${MACHINE_BYTES}\n`],
  ])('do not count with %s', (_, limit) => {
    expect(limited({ ...container, '/sys/fs/cgroup/memory.max': limit })).toBeUndefined();
  });

  it('are found where the path names them as the host does', () => {
    expect(limited({ ...container, '/proc/self/cgroup': '0::/system.slice/docker-1a2b.scope\n' })).toBe(70 * MIB);
    expect(limited({ ...container, '/proc/self/cgroup': '0::/../other\n' })).toBe(70 * MIB);
  });

  it('count at the innermost level that has a limit', () => {
    const pod = '/sys/fs/cgroup/kubepods/pod1';
    const texts = {
      '/proc/self/cgroup': '0::/kubepods/pod1/container2/worker\n',
      [`${pod}/container2/worker/memory.max`]: 'max\n',
      [`${pod}/container2/memory.max`]: `${64 * MIB}\n`,
      [`${pod}/container2/memory.current`]: `${20 * MIB}\n`,
      [`${pod}/memory.max`]: `${32 * MIB}\n`,
      [`${pod}/memory.current`]: `${30 * MIB}\n`,
    };
    expect(limited(texts)).toBe(20 * MIB);
  });

  it('have an unknown use when there is a limit and no figure', () => {
    expect(limited({ '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/memory.max': '1048576\n' })).toBeNaN();
  });

  it('never use less than nothing', () => {
    expect(limited({ ...container, '/sys/fs/cgroup/memory.current': '1\n' })).toBe(0);
  });
});

describe('control groups of version 1', () => {
  const container = {
    '/proc/self/cgroup': '12:cpu,cpuacct:/docker/1a2b\n5:hugetlb,memory:/docker/1a2b\n0::/docker/1a2b\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${256 * MIB}\n`,
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${100 * MIB}\n`,
    '/sys/fs/cgroup/memory/memory.stat': `inactive_file 1\ntotal_inactive_file ${40 * MIB}\n`,
  };

  it('are used without their reclaimable file cache', () => {
    expect(limited(container)).toBe(60 * MIB);
  });

  it("do not count with the kernel's number for no limit", () => {
    expect(limited({ ...container, '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n' })).toBeUndefined();
  });

  it('go before a mounted version 2', () => {
    expect(limited({ ...container, '/sys/fs/cgroup/memory.max': '1048576\n', '/sys/fs/cgroup/memory.current': '5\n' })).toBe(60 * MIB);
  });
});

it('a system without control groups has no limit', () => {
  expect(limited({})).toBeUndefined();
});
