import { join } from 'node:path';
import { MetricsError } from '../model/errors.ts';

/** The name of the lock of a directory. */
export const LOCK_NAME = 'journal.lock';

/** Who holds the lock of a directory. */
export interface LockHolder {
  /** As its own machine or container counts. */
  readonly pid: number;
  /** The name of its machine or container. */
  readonly host: string;
  /** When it took the lock, in ISO 8601. */
  readonly since: string;
  /** The names of its executable and its script. */
  readonly command: string;
}

/**
 * Says who writes to a directory already, as an error with the code ERR_JOURNAL.
 * @example
 * const lock = await lockDirectory('logs');
 * let pid: number | undefined;
 * try {
 *   await lockDirectory('logs');
 * } catch (error) {
 *   if (error instanceof DirectoryLockedError) pid = error.holder.pid;
 * }
 * pid === process.pid // => true
 * await lock.release();
 */
export class DirectoryLockedError extends MetricsError {
  /** Who writes there. */
  readonly holder: LockHolder;

  constructor(directory: string, holder: LockHolder, isSeen: boolean) {
    const { pid, host, since, command } = holder;
    const who = isSeen && pid === process.pid ? 'this process itself' : `process ${pid} of ${JSON.stringify(host)}`;
    const got = `${who}, since ${since} (${command})`;
    const lock = JSON.stringify(join(directory, LOCK_NAME));
    const unseen = isSeen ? '' : ` It cannot be seen from here: when it has ended, remove ${lock}.`;
    const recipe = `Stop it, or choose another directory.${unseen}`;
    super('ERR_JOURNAL', `Journal directory ${JSON.stringify(directory)}: expected nobody else to write there, got ${got}. ${recipe}`);
    this.holder = { pid, host, since, command };
  }
}
