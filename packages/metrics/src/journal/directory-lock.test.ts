import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from './directory-lock.ts';
import { DirectoryLockedError } from './directory-locked-error.ts';
import { currentOwner } from './lock-owner.ts';
import type { LockOwner } from './lock-owner.ts';

let directory: string;
let lock: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-lock-'));
  lock = join(directory, 'journal.lock');
});

// After what a suite does to end its own.
afterEach(() => rm(directory, { recursive: true }));

/** Leaves a lock as an owner does that differs from this process. */
async function leaveLock(difference: Partial<LockOwner>, text?: string): Promise<LockOwner> {
  const owner = { ...(await currentOwner()), ...difference };
  await mkdir(lock);
  await writeFile(join(lock, `${owner.id}.json`), text ?? JSON.stringify(owner));
  return owner;
}

describe('lockDirectory', () => {
  it('makes the directory, says who holds it, and leaves nothing when it is released', async () => {
    const inside = join(directory, 'logs', 'run');
    const held = await lockDirectory(inside);
    const file = (await readdir(join(inside, 'journal.lock'))).find((name) => name.endsWith('.json'));
    const owner: unknown = JSON.parse(await readFile(join(inside, 'journal.lock', file!), 'utf8'));
    expect(owner).toMatchObject({ pid: process.pid, host: hostname() });
    await held.release();
    await held.release();
    expect(await readdir(inside)).toEqual([]);
  });

  it('refuses this process a second time, also by another path', async () => {
    const held = await lockDirectory(directory);
    const again = lockDirectory(join(directory, '.'));
    await expect(again).rejects.toBeInstanceOf(DirectoryLockedError);
    await expect(again).rejects.toMatchObject({
      code: 'ERR_JOURNAL',
      message: expect.stringMatching(
        /^Journal directory ".*": expected nobody else to write there, got this process itself, since 2.*Z \(node .*\)\. Stop it, or choose another directory\.$/,
      ),
      holder: { pid: process.pid, host: hostname(), since: expect.stringMatching(/Z$/), command: expect.stringMatching(/^node /) },
    });
    await held.release();
    await (await lockDirectory(directory)).release();
  });

  it.each<[string, Partial<LockOwner>]>([
    ['number another process has now', { startTime: '1' }],
    ['machine has been started again', { bootId: 'another' }],
  ])('takes over from an owner whose %s', async (_, difference) => {
    await leaveLock(difference);
    await (await lockDirectory(directory)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it.each(['', '{"pid":1', '\0\0\0'])('takes over a lock that says %j, as a machine leaves it that lost its power', async (text) => {
    await leaveLock({}, text);
    await (await lockDirectory(directory)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('takes over an empty lock, as a process leaves it that is killed when it takes over', async () => {
    await mkdir(lock);
    await (await lockDirectory(directory)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it.each<[string, Partial<LockOwner>]>([
    ['machine', { host: 'web-2', bootId: 'another' }],
    ['container, without a socket', { pidNamespace: 'pid:[1]' }],
  ])('does not judge an owner in another %s, and says what to do', async (_, difference) => {
    const owner = await leaveLock({ ...difference, pid: 4711, since: '2026-01-31T10:20:30.000Z', command: 'node x.js' });
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      message: `Journal directory ${JSON.stringify(directory)}: expected nobody else to write there, got process 4711 of ${JSON.stringify(owner.host)}, since 2026-01-31T10:20:30.000Z (node x.js). Stop it, or choose another directory. It cannot be seen from here: when it has ended, remove ${JSON.stringify(lock)}.`,
    });
    expect(await readdir(lock)).toEqual([`${owner.id}.json`]);
    expect(await readdir(directory)).toEqual(['journal.lock']);
  });

  it('removes only its own lock when it is released', async () => {
    const held = await lockDirectory(directory);
    await rm(lock, { recursive: true });
    const { id } = await leaveLock({ startTime: '1' });
    await held.release();
    expect(await readdir(lock)).toEqual([`${id}.json`]);
  });

  it('removes what processes have left that were killed on their way to it', async () => {
    const ids = ['1', '2', '3', '4'].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);
    const texts = [JSON.stringify({ ...(await currentOwner()), startTime: '1' }), '', undefined, JSON.stringify(await currentOwner())];
    for (const [index, id] of ids.entries()) {
      await mkdir(`${lock}.${id}`);
      if (texts[index] !== undefined) await writeFile(join(`${lock}.${id}`, `${id}.json`), texts[index]);
    }
    await writeFile(`${lock}.mine`, '');
    await (await lockDirectory(directory)).release();
    // The last one lives.
    expect((await readdir(directory)).toSorted()).toEqual([`journal.lock.${ids[3]}`, 'journal.lock.mine']);
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    [
      'a lock with a file of somebody else',
      () => mkdir(lock).then(() => writeFile(join(lock, 'mine.txt'), '')),
      /ENOTEMPTY: ".*mine\.txt", which belongs to no lock/,
    ],
    ['a lock that is a file', () => writeFile(lock, ''), /ENOTDIR/],
  ])('refuses %s, and leaves it', async (_, leave, message) => {
    await leave();
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'ERR_JOURNAL', message: expect.stringMatching(message) });
    expect(await readdir(directory)).toEqual(['journal.lock']);
  });

  it('says that a path is no directory', async () => {
    await writeFile(lock, '');
    await expect(lockDirectory(lock)).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'EEXIST' } });
  });
});

describe('a disk', () => {
  it.each<[string, (path: string) => unknown, string]>([
    ['that is read-only', (path) => execFileSync('mount', ['-o', 'remount,ro', path]), 'EROFS'],
    ['that is full', (path) => writeFile(join(path, 'full'), new Uint8Array(100_000)).catch(() => {}), 'ENOSPC'],
  ])('%s is reported, and has nothing of a lock afterwards', async (_, spoil, code) => {
    await spoil(disk);
    await expect(lockDirectory(disk)).rejects.toMatchObject({
      code: 'ERR_JOURNAL',
      message: expect.stringContaining(`expected a directory that can be locked, got ${code}`),
      cause: { code },
    });
    expect((await readdir(disk)).filter((name) => name !== 'full')).toEqual([]);
  });

  let disk: string;

  beforeEach(async (context) => {
    disk = join(directory, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', disk], { stdio: 'pipe' });
    } catch (error) {
      if (process.env['CI'] === 'true') throw error;
      context.skip(`a disk cannot be mounted here: ${String(error)}`);
    }
  });

  afterEach(() => {
    execFileSync('umount', ['--lazy', disk]);
  });
});
