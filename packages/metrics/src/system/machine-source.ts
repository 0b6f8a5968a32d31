import os from 'node:os';
import { limitedMemoryBytes } from './cgroup-memory.ts';
import { kernelFiles } from './kernel-files.ts';
import type { KernelFiles } from './kernel-files.ts';
import { parseCpuTimes, parseSizes } from './proc-text.ts';
import type { CpuTimes } from './proc-text.ts';

/** Where figures of the machine come from. What the platform does not tell is undefined. */
export interface MachineSource {
  /** Time that all CPUs together have spent since an arbitrary start. */
  cpuTimes(): CpuTimes | undefined;
  /** Bytes in use: total minus available; inside a control group with a limit, the group's own use. */
  memoryBytes(): number | undefined;
}

/**
 * Reads the machine through /proc and /sys where they exist, elsewhere through what Node.js offers.
 * @example
 * const usedBytes = machineSource().memoryBytes() ?? NaN;
 * usedBytes > 0 // => true
 */
export function machineSource(files: Pick<KernelFiles, 'readText'> = kernelFiles): MachineSource {
  return {
    cpuTimes: () => parseCpuTimes(files.readText('/proc/stat') ?? '') ?? cpuTimesOf(os.cpus()),
    memoryBytes: () => memoryBytes(files),
  };
}

/** Milliseconds, as `os.cpus()` gives them for each CPU. */
type OsCpuTimes = Readonly<Record<'user' | 'nice' | 'sys' | 'idle' | 'irq', number>>;

/** Adds up the times of all CPUs; undefined when none is listed. */
export function cpuTimesOf(cpus: readonly { readonly times: OsCpuTimes }[]): CpuTimes | undefined {
  let busy = 0;
  let idle = 0;
  for (const { times } of cpus) {
    busy += times.user + times.nice + times.sys + times.irq;
    idle += times.idle;
  }
  return busy + idle > 0 ? { busy, total: busy + idle } : undefined;
}

function memoryBytes(files: Pick<KernelFiles, 'readText'>): number | undefined {
  const sizes = parseSizes(files.readText('/proc/meminfo') ?? '');
  const total = sizes.get('MemTotal');
  const available = sizes.get('MemAvailable');
  const limited = limitedMemoryBytes(files, total ?? os.totalmem());
  if (limited !== undefined) return limited;
  if (total !== undefined && available !== undefined) return Math.max(0, total - available);
  return typeof process.availableMemory === 'function' ? Math.max(0, os.totalmem() - process.availableMemory()) : undefined;
}
