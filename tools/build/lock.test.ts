import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.js';

const HOUR_S = 3600;

let folder: string;
let lockFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  lockFile = join(folder, 'nested', 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('withLock', () => {
  it('holds the lock in the name of this process while the work lasts', async () => {
    const owner = await withLock(lockFile, async () => readFileSync(lockFile, 'utf8'));
    expect(owner).toBe(String(process.pid));
    expect(existsSync(lockFile)).toBe(false);
  });

  it('lets one work at a time', async () => {
    let atWork = 0;
    const work = async (): Promise<number> => {
      const others = atWork++;
      await new Promise(setImmediate);
      atWork -= 1;
      return others;
    };
    await expect(Promise.all([1, 2, 3].map(() => withLock(lockFile, work)))).resolves.toEqual([0, 0, 0]);
  });

  it('releases the lock when the work fails', async () => {
    const failing = withLock(lockFile, () => Promise.reject(new Error('planted')));
    await expect(failing).rejects.toThrow('planted');
    expect(existsSync(lockFile)).toBe(false);
  });

  it('takes over the lock of a process that has ended', async () => {
    await withLock(lockFile, async () => {});
    writeFileSync(lockFile, String(spawnSync(process.execPath, ['--version']).pid));
    await expect(withLock(lockFile, async () => 'done')).resolves.toBe('done');
  });

  it('takes over an old lock whose process id has been given away again', async () => {
    await withLock(lockFile, async () => {});
    writeFileSync(lockFile, String(process.pid));
    const anHourAgo = Date.now() / 1000 - HOUR_S;
    utimesSync(lockFile, anHourAgo, anHourAgo);
    await expect(withLock(lockFile, async () => 'done')).resolves.toBe('done');
  });
});
