import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import type { Durability } from './journal-options.ts';
import { Journal } from './journal.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

/** The real disk, which counts how often it is asked to sync, and how many bytes were there when it did. */
function countingDisk(): {
  readonly fileSystem: FileSystem;
  readonly synced: number[];
  hold: Promise<void> | undefined;
  failWith: Error | undefined;
} {
  const disk = {
    synced: [] as number[],
    hold: undefined as Promise<void> | undefined,
    failWith: undefined as Error | undefined,
    fileSystem: {
      ...nodeFileSystem,
      open: async (path: string, flags: number) => {
        const file = await nodeFileSystem.open(path, flags);
        const sync = file.sync.bind(file);
        file.sync = async () => {
          const { size } = await file.stat();
          await disk.hold;
          if (disk.failWith !== undefined) throw disk.failWith;
          await sync();
          disk.synced.push(size);
        };
        return file;
      },
    },
  };
  return disk;
}

async function open(durability: Durability) {
  const disk = countingDisk();
  const failures: string[] = [];
  const journal = await Journal.open(directory, ['a.jsonl'], {
    durability,
    fileSystem: disk.fileSystem,
    onFailure: ({ message }) => failures.push(message),
  });
  return { disk, journal, failures };
}

describe('durability', () => {
  it("'none' leaves the disk to the system until the end", async () => {
    const { disk, journal } = await open('none');
    journal.append('a.jsonl', '{"seq":1}');
    await journal.flush();
    expect(disk.synced).toEqual([]);
    await journal.close();
    expect(disk.synced).toEqual([10]);
  });

  it("'interval' brings each write to the disk", async () => {
    const { disk, journal } = await open('interval');
    for (const bytes of [10, 20, 30]) {
      journal.append('a.jsonl', '{"seq":1}');
      await journal.flush();
      expect(disk.synced.at(-1)).toBe(bytes);
    }
    await journal.close();
  });

  it("'turn' does so when it is asked to, and what resolves has all that was appended before on the disk", async () => {
    const { disk, journal } = await open('turn');
    journal.append('a.jsonl', '{"seq":1}');
    await journal.flush();
    expect(disk.synced).toEqual([]);
    journal.append('a.jsonl', '{"seq":2}');
    await journal.durable();
    expect(disk.synced).toEqual([20]);
    await journal.close();
  });

  it('is shared by those who ask at the same time; who asks later is part of the next', async () => {
    const { disk, journal } = await open('turn');
    let goOn = (): void => undefined;
    disk.hold = new Promise((resolve) => {
      goOn = resolve;
    });
    const order: string[] = [];
    journal.append('a.jsonl', '{"seq":1}');
    const first = journal.durable().then(() => order.push(`first: ${disk.synced.join()}`));
    while (journal.statistics().files['a.jsonl'].bytesWritten === 0) await new Promise(setImmediate);
    const later = Array.from({ length: 50 }, (_, i) => {
      journal.append('a.jsonl', `{"seq":${i}}`);
      return journal.durable();
    });
    goOn();
    await Promise.all([first, ...later]);
    expect(order).toEqual(['first: 10']);
    expect(disk.synced).toHaveLength(2);
    expect(disk.synced[1]).toBe(journal.statistics().files['a.jsonl'].bytesWritten);
    await journal.durable();
    await journal.close();
  });

  it.each(['interval', 'turn'] as const)(
    "of a disk that cannot sync fails the journal with '%s', and nobody waits for ever",
    async (durability) => {
      const { disk, journal, failures } = await open(durability);
      disk.failWith = Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' });
      journal.append('a.jsonl', '{"seq":1}');
      await journal.durable();
      await new Promise(setImmediate);
      expect(failures).toEqual([expect.stringContaining('EIO: i/o error, fsync')]);
      expect(journal.statistics()).toMatchObject({ state: 'failed', failure: { code: 'EIO' } });
      await journal.durable();
      await journal.close();
    },
  );
});
