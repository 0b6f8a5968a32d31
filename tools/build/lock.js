// A lock file for one machine. The lock of a process that has died is taken over; so is one too old to belong to the process that now has its id.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 50;
/** No build takes this long: an older lock belongs to a process id that has been reused. */
const MAX_AGE_MS = 10 * 60_000;

/**
 * Runs `work` while holding the lock file, after waiting for whoever else holds it. A lock whose owner is gone is taken over.
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lockFile, work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  while (!tryCreate(lockFile)) {
    if (isAbandoned(lockFile)) takeAway(lockFile);
    else await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** @param {string} lockFile @returns {boolean} */
function tryCreate(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @param {string} lockFile @returns {boolean} */
function isAbandoned(lockFile) {
  const age = Date.now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > MAX_AGE_MS || !isRunning(ownerOf(lockFile));
}

/**
 * Returns the content of a lock file: the process id of the owner; '' when the owner has not written it yet, or there is none.
 * @param {string} lockFile
 * @returns {string}
 */
function ownerOf(lockFile) {
  try {
    return readFileSync(lockFile, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  }
}

/** @param {string} owner @returns {boolean} */
function isRunning(owner) {
  const pid = Number(owner);
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/**
 * Removes an abandoned lock. Of several processes that found it abandoned, only one can rename it;
 * one that got hold of a successor's lock instead puts it back.
 * @param {string} lockFile
 */
function takeAway(lockFile) {
  const taken = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, taken);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (isAbandoned(taken)) rmSync(taken, { force: true });
  else renameSync(taken, lockFile);
}

/** @param {unknown} error @param {string} code @returns {boolean} */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
