import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricsError } from '../model/errors.ts';
import { archiveRun } from './archive-run.ts';
import { Journal } from './journal.ts';
import { repairFile } from './repair.ts';

const FILES = ['events.jsonl', 'metrics.jsonl'] as const;
const DISK_BYTES = 64 * 1024;
let directory: string;
let mounts: Set<string>;

beforeEach(async (context) => {
  directory = await mkdtemp(join(tmpdir(), 'journal-disk-'));
  mounts = new Set();
  try {
    mount(directory, ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'none']);
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    context.skip(`a disk cannot be mounted here: ${String(error)}`);
  }
});

afterEach(async () => {
  for (const path of [...mounts].toReversed()) execFileSync('umount', ['--lazy', path], { stdio: 'pipe' });
  await rm(directory, { recursive: true });
});

function mount(path: string, options: readonly string[]): void {
  execFileSync('mount', [...options, path], { stdio: 'pipe' });
  mounts.add(path);
}

function record(turn: number): string {
  return JSON.stringify({ seq: turn, turn, text: 'é'.repeat(turn % 300) });
}

describe('a full disk', () => {
  it.each([
    ['record by record', 1],
    ['in one write', 1_000],
  ])('ends both files with a whole record, and drops and counts what follows: %s', async (_, turnsPerFlush) => {
    const turns = 1_000;
    const errors: MetricsError[] = [];
    const options = { flushBytes: 1e9, flushIntervalMs: 1e9, onFailure: (error: MetricsError) => errors.push(error) };
    const journal = await Journal.open(directory, FILES, options);
    for (let turn = 1; turn <= turns; turn += 1) {
      for (const file of FILES) journal.append(file, record(turn));
      if (turn % turnsPerFlush === 0) await journal.flush();
    }

    const { state, failure, files } = journal.statistics();
    expect({ state, code: failure?.code }).toEqual({ state: 'failed', code: 'ENOSPC' });
    expect(errors).toMatchObject([{ code: 'ERR_JOURNAL', cause: { code: 'ENOSPC', syscall: 'write' } }]);
    for (const file of FILES) {
      const { recordsWritten, recordsDropped, bytesWritten } = files[file];
      const prefix = Array.from({ length: recordsWritten }, (__, index) => `${record(index + 1)}\n`).join('');
      expect(await readFile(join(directory, file), 'utf8')).toBe(prefix);
      expect(bytesWritten).toBe(Buffer.byteLength(prefix));
      expect(recordsWritten + recordsDropped).toBe(turns);
    }
    const lastTurns = FILES.map((file) => files[file].recordsWritten);
    if (turnsPerFlush === 1) expect(Math.max(...lastTurns) - Math.min(...lastTurns)).toBeLessThanOrEqual(1);
    expect(Math.max(...lastTurns)).toBeGreaterThan(0);
    await journal.close();
    expect(errors).toHaveLength(1);
  });
});

describe('a read-only disk', () => {
  it('is reported when the journal is opened', async () => {
    mount(directory, ['-o', 'remount,ro']);
    await expect(Journal.open(directory, FILES)).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'EROFS' } });
  });

  it('is reported when a former run is repaired or archived, whose files stay as they are', async () => {
    await writeFile(join(directory, 'events.jsonl'), '{"run":"r7"}\n{"se');
    mount(directory, ['-o', 'remount,ro']);
    await expect(repairFile(join(directory, 'events.jsonl'))).rejects.toMatchObject({ code: 'EROFS' });
    const archived = archiveRun(directory, FILES, () => 'r7');
    await expect(archived).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'EROFS' } });
    expect(await readdir(directory)).toEqual(['events.jsonl']);
  });
});

describe('a file that cannot be renamed', () => {
  it('leaves the other files of the run under their names as well', async () => {
    for (const file of FILES) await writeFile(join(directory, file), '{}\n');
    const pinned = join(directory, 'metrics.jsonl');
    mount(pinned, ['--bind', pinned]);
    const archived = archiveRun(directory, FILES, () => 'r7');
    await expect(archived).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'EBUSY' } });
    expect((await readdir(directory)).toSorted()).toEqual([...FILES]);
  });
});
