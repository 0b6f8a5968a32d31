/** The files of a lock: a directory with one that says who holds it, and perhaps a socket, both named by the owner's id. */
import { mkdir, readdir, readFile, rename, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { diskFault, faultCode } from './journal-errors.ts';
import { parseOwner } from './lock-owner.ts';
import type { LockOwner } from './lock-owner.ts';
import { ifThere } from './segment-files.ts';

const ID = /^[\da-f-]{36}$/;
const OWNER = '.json';
const WITNESS = '.sock';

/** Returns the name of the socket of an owner. */
export function witnessName(id: string): string {
  return id + WITNESS;
}

/** Makes a directory that can become a lock. Another process may remove it while it is being made. */
export async function makeCandidate(candidate: string, owner: LockOwner): Promise<void> {
  for (;;) {
    await unless('EEXIST', mkdir(candidate));
    const isWritten = await unless('ENOENT', writeFile(join(candidate, owner.id + OWNER), JSON.stringify(owner)));
    if (isWritten) return;
  }
}

/**
 * Makes a candidate the lock, unless there is an owner in it: `held`, or `occupied`. `gone` when the candidate is not
 * what it was, because another process took it for what a dead one had left.
 */
export async function moveCandidate(candidate: string, lock: string, id: string): Promise<'held' | 'occupied' | 'gone'> {
  try {
    const isThere = await unless('ENOENT', rename(candidate, lock));
    if (!isThere) return 'gone';
  } catch (fault) {
    if (isNotEmpty(fault)) return 'occupied';
    throw fault;
  }
  // Where it was, others may have removed it; where it is now, nobody does while its process lives.
  return (await ifThere(stat(join(lock, id + OWNER)))) === undefined ? 'gone' : 'held';
}

/** Returns the ids of the owners in a lock: none or one. */
export async function idsIn(lock: string): Promise<readonly string[]> {
  const names = (await ifThere(readdir(lock))) ?? [];
  const ids = names.map((name) => {
    const { name: id, ext } = parse(name);
    if (ID.test(id) && (ext === OWNER || ext === WITNESS)) return id;
    throw diskFault('ENOTEMPTY', `${JSON.stringify(join(lock, name))}, which belongs to no lock`);
  });
  return [...new Set(ids)];
}

/** Returns the ids of those that have made a candidate for `lock`, which is the name plus the id, in its directory. */
export async function candidatesFor(directory: string, lockName: string): Promise<readonly string[]> {
  const names = await readdir(directory);
  const prefix = `${lockName}.`;
  return names.filter((name) => name.startsWith(prefix) && ID.test(name.slice(prefix.length))).map((name) => name.slice(prefix.length));
}

/** Reads who has made a lock or a candidate; undefined when that was not written to its end. */
export async function readOwner(lock: string, id: string): Promise<LockOwner | undefined> {
  const text = await ifThere(readFile(join(lock, id + OWNER), 'utf8'));
  return text === undefined ? undefined : parseOwner(text);
}

/** Removes what an owner has in a lock or a candidate, and that, when nothing else is in it. */
export async function removeOwner(lock: string, id: string): Promise<void> {
  await unless('ENOENT', unlink(join(lock, id + WITNESS)));
  await unless('ENOENT', unlink(join(lock, id + OWNER)));
  try {
    await unless('ENOENT', rmdir(lock));
  } catch (fault) {
    if (!isNotEmpty(fault)) throw fault;
  }
}

const isNotEmpty = (fault: unknown): boolean => faultCode(fault) === 'ENOTEMPTY' || faultCode(fault) === 'EEXIST';

/** Returns whether it is done; false when it fails with this code. */
async function unless(code: string, work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (fault) {
    if (faultCode(fault) === code) return false;
    throw fault;
  }
}
