/** Parsers of the files below /proc; see proc(5). What a text lacks is undefined, never 0. */

/** CPU time of all CPUs since boot, in any unit: only shares of it are used. */
export interface CpuTimes {
  /** Time in which they worked. */
  readonly busy: number;
  /** All time, in the same unit, which is the source's own. */
  readonly total: number;
}

/**
 * Returns the sizes in bytes by name, from the lines `Name:   123 kB` of /proc/meminfo and /proc/<pid>/status. Lines
 * of another form are left out.
 */
export function parseSizes(text: string): ReadonlyMap<string, number> {
  const lines = text.matchAll(/^([^:\n]+):\s+(\d+) kB$/gm);
  return new Map(Array.from(lines, ([, name, kibibytes]) => [name!, Number(kibibytes) * 1024]));
}

/**
 * Returns the CPU times of /proc/stat. Waiting for I/O is idle, time stolen by a hypervisor is busy; guest time is
 * left out because user and nice contain it.
 */
export function parseCpuTimes(text: string): CpuTimes | undefined {
  const columns = /^cpu +([\d ]+)$/m.exec(text)?.[1]?.trim().split(/ +/).map(Number);
  if (columns === undefined || columns.length < 4) return undefined;
  const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, interrupts = 0, softInterrupts = 0, stolen = 0] = columns;
  const busy = user + nice + system + interrupts + softInterrupts + stolen;
  return { busy, total: busy + idle + ioWait };
}

/** Returns the soft limit of open files in /proc/<pid>/limits; Infinity where it is `unlimited`. */
export function parseOpenFilesLimit(text: string): number | undefined {
  const limit = /^Max open files +(\d+|unlimited) /m.exec(text)?.[1];
  return limit === 'unlimited' ? Infinity : parseCount(limit);
}

/** Returns a file that holds one whole number; undefined for anything else, such as `max`. */
export function parseCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined;
}

/** Returns one number of a file of lines `name 123`, such as memory.stat. */
export function parseStat(text: string | undefined, name: string): number | undefined {
  const line = text?.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return parseCount(line?.slice(name.length + 1));
}
