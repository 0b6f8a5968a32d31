/**
 * One process at a time writes to a directory. It holds the lock `journal.lock` there: a directory with one file, which
 * says who it is and is named by a random id.
 *
 * To take the lock, a process makes a directory with its file under another name and renames it to `journal.lock`. The
 * system does that in one step, and only when no directory or an empty one is there, so that of several processes one
 * succeeds. What an owner has left that has ended is removed before, by its name, which no other owner has: a process that
 * is slow to remove it cannot remove what the next owner has put there. So no two can hold it: `journal.lock` has one file
 * at most, and only its owner, or others after its end, remove that.
 *
 * Assumed: `rename` as POSIX has it for directories, which Linux does, NFS included; ids that do not repeat; machines of
 * the same name are the same machine. A process that is stopped still lives.
 */
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { MetricsError } from '../model/errors.ts';
import { DirectoryLockedError, LOCK_NAME } from './directory-locked-error.ts';
import { diskFault, journalError } from './journal-errors.ts';
import { candidatesFor, idsIn, makeCandidate, moveCandidate, readOwner, removeOwner, witnessName } from './lock-files.ts';
import { currentOwner, judge, processTable } from './lock-owner.ts';
import type { LockOwner } from './lock-owner.ts';
import { isAnswered, listenBeside } from './lock-witness.ts';

/** More than there are reasons to try again: owners that have ended, locks released meanwhile. */
const MAX_ATTEMPTS = 100;

/** The lock of a directory, held by this process. */
export interface DirectoryLock {
  /**
   * Gives it up, so that another process can take it. Further calls return the same promise. A process that ends without
   * this has given it up as well.
   */
  release(): Promise<void>;
}

/**
 * Takes the lock of a directory, which is made when it is not there, for as long as this process lives or until it is
 * released. It does not keep the process alive, and it does not keep others from reading.
 *
 * The lock of a process that has ended is taken over: known by its number and the time it was started, or by a reboot, or
 * from another container of the same machine by a socket that nobody answers. The lock of another machine, on a shared
 * disk, is only given up by its owner or by hand.
 * @throws {DirectoryLockedError} when another process holds it, or this one does already
 * @throws {MetricsError} ERR_JOURNAL when the directory cannot be written
 * @example
 * const lock = await lockDirectory('logs');
 * const journal = await Journal.open('logs', ['sales.jsonl']);
 * await journal.close();
 * await lock.release();
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const me = await currentOwner();
  const candidate = join(directory, `${LOCK_NAME}.${me.id}`);
  try {
    await mkdir(directory, { recursive: true });
    const witness = await take(directory, candidate, me);
    await removeLeftovers(directory, me).catch(() => {});
    return heldLock(directory, me, witness);
  } catch (fault) {
    await removeOwner(candidate, me.id).catch(() => {});
    if (fault instanceof MetricsError) throw fault;
    throw journalError(`Journal directory ${JSON.stringify(directory)}`, 'a directory that can be locked', fault);
  }
}

function heldLock(directory: string, me: LockOwner, witness: Server | undefined): DirectoryLock {
  const remove = async (): Promise<void> => {
    try {
      await removeOwner(join(directory, LOCK_NAME), me.id);
    } catch (fault) {
      throw journalError(`Journal directory ${JSON.stringify(directory)}`, 'its lock to be removed', fault);
    } finally {
      witness?.close();
    }
  };
  let released: Promise<void> | undefined;
  return {
    release: () => {
      released ??= remove();
      return released;
    },
  };
}

/** Returns what answers for the lock, once it is held. */
async function take(directory: string, candidate: string, me: LockOwner): Promise<Server | undefined> {
  const lock = join(directory, LOCK_NAME);
  let witness: Server | undefined;
  let outcome: Awaited<ReturnType<typeof moveCandidate>> = 'gone';
  try {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (outcome === 'gone') {
        witness?.close();
        await makeCandidate(candidate, me);
        witness = await listenBeside(candidate, witnessName(me.id));
      }
      outcome = await moveCandidate(candidate, lock, me.id);
      if (outcome === 'held') return witness;
      await makeWay(directory, me);
    }
    throw diskFault('EBUSY', `${JSON.stringify(lock)}, which cannot be replaced`);
  } catch (fault) {
    witness?.close();
    throw fault;
  }
}

/**
 * Removes from the lock what owners have left that have ended, or this process without what says who it is.
 * @throws {DirectoryLockedError} when one has not ended, or that cannot be found out
 */
async function makeWay(directory: string, me: LockOwner): Promise<void> {
  const lock = join(directory, LOCK_NAME);
  for (const id of await idsIn(lock)) {
    const owner = await readOwner(lock, id);
    // What is the lock has its text already, so that none is what a machine has left that lost its power.
    if (owner !== undefined) await assertEnded(directory, owner, me);
    await removeOwner(lock, id);
  }
}

async function assertEnded(directory: string, owner: LockOwner, me: LockOwner): Promise<void> {
  const verdict = await judge(owner, me, processTable);
  if (verdict === 'stale') return;
  const isSilent = verdict === 'unseen' && (await isAnswered(join(directory, LOCK_NAME), witnessName(owner.id))) === false;
  if (!isSilent) throw new DirectoryLockedError(directory, owner, verdict === 'held');
}

/** Removes what processes have left that were killed on their way to the lock. */
async function removeLeftovers(directory: string, me: LockOwner): Promise<void> {
  for (const id of await candidatesFor(directory, LOCK_NAME)) {
    const candidate = join(directory, `${LOCK_NAME}.${id}`);
    const owner = await readOwner(candidate, id);
    // One that is just being made is made again: its process sees by its loss that the lock is held.
    if (owner === undefined || (await judge(owner, me, processTable)) === 'stale') await removeOwner(candidate, id);
  }
}
