import type { CollectorGroup } from './collector-group.ts';
import type { KernelFiles } from './kernel-files.ts';
import { measuredGauge } from './measured-gauge.ts';
import { parseOpenFilesLimit } from './proc-text.ts';

const OPEN_FILES = '/proc/self/fd';

/** Open file descriptors and their limit, where /proc tells them. */
export const processFiles: CollectorGroup = (factory, { files }) => {
  const countOpen = openFilesCounter(files);
  const readLimit = (): number | undefined => parseOpenFilesLimit(files.readText('/proc/self/limits') ?? '');
  const open = countOpen && measuredGauge(factory, 'process_open_fds', 'Open file descriptors.');
  const limited = readLimit() !== undefined;
  const limit = limited
    ? measuredGauge(factory, 'process_max_fds', 'Most file descriptors the process may open; +Inf when there is no limit.')
    : undefined;
  factory.addCollector({
    name: 'process_files',
    async collect() {
      limit?.set(readLimit() ?? NaN);
      open?.set((await countOpen?.()) ?? NaN);
    },
  });
  return undefined;
};

/**
 * Returns what counts the open descriptors; undefined where nothing does. A list contains the descriptor that is open
 * for listing, a directory's size does not; the size is trusted only where it agrees with the list.
 */
function openFilesCounter(files: KernelFiles): (() => number | undefined | Promise<number | undefined>) | undefined {
  const listed = files.list(OPEN_FILES)?.length;
  if (listed === undefined) return undefined;
  if (files.directorySize(OPEN_FILES) === listed - 1) return () => files.directorySize(OPEN_FILES);
  return async () => {
    const count = await files.countEntries(OPEN_FILES);
    return count === undefined ? undefined : count - 1;
  };
}
