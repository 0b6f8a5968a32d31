import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeSegment, tidySegments } from './rotation.ts';

let directory: string;

beforeEach(async (context) => {
  directory = await mkdtemp(join(tmpdir(), 'journal-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', directory], { stdio: 'pipe' });
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    context.skip(`a disk cannot be mounted here: ${String(error)}`);
  }
});

afterEach(async () => {
  execFileSync('umount', ['--lazy', directory]);
  await rm(directory, { recursive: true });
});

it('a segment that a full disk has no room to compress stays as it is, and the disk has the room it had', async () => {
  const content = randomBytes(40_000);
  await writeFile(join(directory, 'x.jsonl'), content);
  await closeSegment(directory, 'x.jsonl', 1);
  await expect(tidySegments(directory, 'x.jsonl')).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'ENOSPC' } });
  expect(await readdir(directory)).toEqual(['x.000001.jsonl']);
  expect((await readFile(join(directory, 'x.000001.jsonl'))).equals(content)).toBe(true);
});

it('a read-only disk is reported', async () => {
  await writeFile(join(directory, 'x.jsonl'), '{}\n');
  await writeFile(join(directory, 'x.000001.jsonl'), '{}\n');
  execFileSync('mount', ['-o', 'remount,ro', directory]);
  await expect(closeSegment(directory, 'x.jsonl', 2)).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'EROFS' } });
  await expect(tidySegments(directory, 'x.jsonl')).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'EROFS' } });
  expect((await readdir(directory)).toSorted()).toEqual(['x.000001.jsonl', 'x.jsonl']);
});
