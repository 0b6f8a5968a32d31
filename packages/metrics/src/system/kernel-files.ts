import { readFileSync, readdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

/**
 * Reads the small files through which a Linux kernel tells of itself, mostly at once: reading one of them takes about
 * 20 microseconds and never waits for a disk. What cannot be read is undefined. Tests hand in fixtures.
 */
export interface KernelFiles {
  /** Returns the text of a file. */
  readText(path: string): string | undefined;
  /** Returns the size a directory reports of itself; in `/proc/self/fd`, the number of entries since Linux 6.2. */
  directorySize(path: string): number | undefined;
  /** Returns the names in a directory; O(n), so for definitions only. */
  list(path: string): readonly string[] | undefined;
  /** Counts the names in a directory without blocking the event loop on the kernel. */
  countEntries(path: string): Promise<number | undefined>;
}

export const kernelFiles: KernelFiles = {
  readText: (path) => readable(() => readFileSync(path, 'utf8')),
  directorySize: (path) => readable(() => statSync(path).size),
  list: (path) => readable(() => readdirSync(path)),
  countEntries: (path) =>
    readdir(path).then(
      (names) => names.length,
      () => undefined,
    ),
};

function readable<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
