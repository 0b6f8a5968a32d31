import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Runs `work` while no other process or call runs its own under the same directory, and waits for its turn before.
 * The lock is a directory that names its process, moved into place in one piece; one left by a dead process is removed.
 */
export async function withDirectoryLock<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  mkdirSync(dirname(lock), { recursive: true });
  while (!acquired(lock)) {
    removeIfAbandoned(lock);
    await setTimeout(POLL_MS);
  }
  try {
    return await work();
  } finally {
    remove(lock);
  }
}

function acquired(lock: string): boolean {
  const candidate = mkdtempSync(`${lock}-`);
  writeFileSync(join(candidate, 'pid'), String(process.pid));
  try {
    renameSync(candidate, lock);
    return true;
  } catch {
    rmSync(candidate, { recursive: true });
    return false;
  }
}

function removeIfAbandoned(lock: string): void {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') remove(lock);
  }
}

/** Moves the lock away before deleting it, so that nobody sees it half deleted. */
function remove(lock: string): void {
  const trash = join(mkdtempSync(`${lock}-`), 'released');
  try {
    renameSync(lock, trash);
  } catch {
    // Somebody else removed it first.
  }
  rmSync(dirname(trash), { recursive: true });
}
