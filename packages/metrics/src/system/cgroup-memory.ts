/**
 * The memory of the control group this process runs in: what a container calls its own. Versions 1 and 2; see the
 * kernel's admin-guide/cgroup-v1/memory.rst and admin-guide/cgroup-v2.rst.
 */
import type { KernelFiles } from './kernel-files.ts';
import { parseCount, parseStat } from './proc-text.ts';

interface Layout {
  readonly root: string;
  readonly limit: string;
  readonly usage: string;
  /** The entry of memory.stat with file cache that is given back first; of the group and those below it. */
  readonly reclaimable: string;
}

const VERSION_1: Layout = {
  root: '/sys/fs/cgroup/memory',
  limit: 'memory.limit_in_bytes',
  usage: 'memory.usage_in_bytes',
  reclaimable: 'total_inactive_file',
};
const VERSION_2: Layout = { root: '/sys/fs/cgroup', limit: 'memory.max', usage: 'memory.current', reclaimable: 'inactive_file' };

/**
 * Returns the bytes in use, without reclaimable file cache, in the innermost group whose limit is below
 * `machineBytes`. Undefined when no such limit is set; NaN when there is one and the use cannot be read.
 */
export function limitedMemoryBytes(files: Pick<KernelFiles, 'readText'>, machineBytes: number): number | undefined {
  const { layout, path } = memoryGroup(files.readText('/proc/self/cgroup') ?? '');
  for (const directory of directoriesOutwards(layout.root, path)) {
    const limit = parseCount(files.readText(`${directory}/${layout.limit}`));
    if (limit === undefined || limit >= machineBytes) continue;
    const usage = parseCount(files.readText(`${directory}/${layout.usage}`)) ?? NaN;
    const reclaimable = parseStat(files.readText(`${directory}/memory.stat`), layout.reclaimable) ?? 0;
    return Math.max(0, usage - reclaimable);
  }
  return undefined;
}

/** Finds the group in the lines `id:controllers:path` of /proc/self/cgroup; a memory controller of version 1 goes first. */
function memoryGroup(text: string): { layout: Layout; path: string } {
  const lines = Array.from(text.matchAll(/^(\d+):([^:\n]*):(.*)$/gm), ([, , controllers, path]) => ({
    controllers: controllers!.split(','),
    path: path!,
  }));
  const version1 = lines.find(({ controllers }) => controllers.includes('memory'));
  if (version1 !== undefined) return { layout: VERSION_1, path: version1.path };
  return { layout: VERSION_2, path: lines.find(({ controllers }) => controllers[0] === '')?.path ?? '/' };
}

/**
 * Lists the directories from the group's own out to the root. A container often sees its group mounted as the root
 * while the path names it as the host does; then only the root exists. A path that leaves the root counts as the root.
 */
function directoriesOutwards(root: string, path: string): string[] {
  const names = path.split('/').filter((name) => name !== '');
  const inside = names.includes('..') ? [] : names;
  return Array.from({ length: inside.length + 1 }, (_, depth) => [root, ...inside.slice(0, inside.length - depth)].join('/'));
}
