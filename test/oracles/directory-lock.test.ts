import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withDirectoryLock } from './directory-lock.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-test-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

it('lets one work at a time, and leaves nothing behind', async () => {
  let working = 0;
  const overlaps: number[] = [];
  const work = async (): Promise<void> => {
    overlaps.push(++working);
    await Promise.resolve();
    working--;
  };
  await Promise.all([1, 2, 3].map(() => withDirectoryLock(join(directory, 'lock'), work)));
  expect(overlaps).toEqual([1, 1, 1]);
  expect(readdirSync(directory)).toEqual([]);
});

it('is free again after work that failed', async () => {
  const lock = join(directory, 'lock');
  await expect(withDirectoryLock(lock, () => Promise.reject(new Error('work failed')))).rejects.toThrow('work failed');
  expect(await withDirectoryLock(lock, () => Promise.resolve('done'))).toBe('done');
});

it('takes over the lock of a process that is dead', async () => {
  const lock = join(directory, 'lock');
  const { pid } = spawnSync('true');
  mkdirSync(lock);
  writeFileSync(join(lock, 'pid'), String(pid));
  expect(await withDirectoryLock(lock, () => Promise.resolve('done'))).toBe('done');
});
