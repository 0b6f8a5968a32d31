/** Who holds the lock of a directory, and whether it still lives. */
import { randomUUID } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { faultCode } from './journal-errors.ts';

/** What is written into a lock. Null where the system does not tell. */
export interface LockOwner {
  /** Not used again. */
  readonly id: string;
  readonly pid: number;
  /** In the unit of /proc/<pid>/stat. Tells a process from a later one with the same number. */
  readonly startTime: string | null;
  /** Numbers of processes are those of one namespace of one boot of one machine. */
  readonly pidNamespace: string | null;
  readonly bootId: string | null;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  readonly command: string;
}

/** What can be found out about a process. */
export interface ProcessTable {
  /** Undefined when there is no such process, or none that still runs; null when its start time is not known. */
  startTimeOf(pid: number): Promise<string | null | undefined>;
}

/** See {@link judge}. */
export type Verdict = 'held' | 'stale' | 'unseen' | 'elsewhere';

/** Returns what this process writes into a lock. */
export async function currentOwner(): Promise<LockOwner> {
  return {
    id: randomUUID(),
    pid: process.pid,
    startTime: (await processTable.startTimeOf(process.pid)) ?? null,
    pidNamespace: await orNull(readlink('/proc/self/ns/pid')),
    bootId: await orNull(readText('/proc/sys/kernel/random/boot_id')),
    host: hostname(),
    since: new Date().toISOString(),
    command: [process.execPath, process.argv[1] ?? '']
      .map((path) => basename(path))
      .join(' ')
      .trim(),
  };
}

/** Reads what a process has written into a lock; undefined when it is nothing of that kind. */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<LockOwner> | null;
    return typeof owner?.id === 'string' && Number.isSafeInteger(owner.pid) ? (owner as LockOwner) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Judges whether the owner of a lock still lives (`held`) or has ended (`stale`), as process `me` sees it:
 * - of the same boot and namespace, by its number and the time it was started
 * - of another boot of this machine, which is known by its name, it has ended
 * - of the same boot and another namespace, as in another container, its number says nothing (`unseen`)
 * - of another machine, nothing can be found out (`elsewhere`)
 */
export async function judge(owner: LockOwner, me: LockOwner, processes: ProcessTable): Promise<Verdict> {
  const isBootKnown = owner.bootId !== null && me.bootId !== null;
  const isSameBoot = isBootKnown && owner.bootId === me.bootId;
  if (owner.host !== me.host && !isSameBoot) return 'elsewhere';
  if (isBootKnown && !isSameBoot) return 'stale';
  if (owner.pidNamespace !== me.pidNamespace) return 'unseen';
  const startTime = await processes.startTimeOf(owner.pid);
  if (startTime === undefined) return 'stale';
  return startTime === null || owner.startTime === null || startTime === owner.startTime ? 'held' : 'stale';
}

/** The processes of this machine and namespace. */
export const processTable: ProcessTable = { startTimeOf };

const ENDED = new Set(['Z', 'X', 'x']);
/** Positions after the name of the command, which is in parentheses and may hold any character. */
const STATE = 0;
const START_TIME = 19;

async function startTimeOf(pid: number): Promise<string | null | undefined> {
  if (!isRunning(pid)) return undefined;
  const text = await orNull(readText(`/proc/${pid}/stat`));
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ENDED.has(fields[STATE] ?? '') ? undefined : (fields[START_TIME] ?? null);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return faultCode(fault) !== 'ESRCH';
  }
}

async function readText(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).trim();
}

async function orNull(answer: Promise<string>): Promise<string | null> {
  try {
    return await answer;
  } catch {
    return null;
  }
}
