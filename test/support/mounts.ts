/** File systems that fail for real. Mounting needs root: elsewhere the test is skipped, and fails where CI=true. */
import { execFileSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './application.ts';

/** Returns a new directory on a file system of its own with room for `sizeKib`. */
export function smallDisk(sizeKib: number, context: TestContext): string {
  const directory = temporaryDirectory();
  mount(['-t', 'tmpfs', '-o', `size=${sizeKib}k`, 'tmpfs', directory], directory, context);
  return directory;
}

/** Makes a directory read-only until the test has ended. */
export function makeReadOnly(directory: string, context: TestContext): void {
  mount(['--bind', directory, directory], directory, context);
  execFileSync('/usr/bin/mount', ['-o', 'remount,ro,bind', directory]);
}

function mount(args: readonly string[], directory: string, context: TestContext): void {
  try {
    execFileSync('/usr/bin/mount', args, { stdio: 'pipe' });
  } catch (cause) {
    if (process.env['CI'] === 'true') throw cause;
    context.skip(`mount is not permitted here: ${(cause as Error).message.trim()}`);
  }
  // The process that writes there has ended by then; the lazy unmount does not fail if it has not.
  onTestFinished(() => void execFileSync('/usr/bin/umount', ['--lazy', directory]));
}
