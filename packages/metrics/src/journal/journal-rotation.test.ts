import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextLoop } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from './file-system.ts';
import { diskFault } from './journal-errors.ts';
import { readJournalLines } from './journal-reader.ts';
import { Journal } from './journal.ts';
import { listSegments } from './segments.ts';
import { WorkerJournal } from './worker-journal.ts';

const FILE = 'a.jsonl';
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-rotating-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function lines(file: string = FILE): Promise<string[]> {
  const all: string[] = [];
  for await (const line of readJournalLines(directory, file)) all.push(line);
  return all;
}

const numbers = (count: number, first = 1): string[] => Array.from({ length: count }, (_, i) => `{"seq":${first + i}}`);

/** Appends in several writes. */
async function write(journal: Pick<Journal, 'append' | 'flush'>, records: readonly string[]): Promise<void> {
  for (const record of records) {
    journal.append(FILE, record);
    await journal.flush();
  }
}

describe('a journal that rotates', () => {
  it('keeps every record, in order, over segments and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(40), { maxLength: 12 }), { maxLength: 4 }),
        fc.record({ maxBytes: fc.integer({ min: 1, max: 300 }), flushBytes: fc.integer({ min: 1, max: 100 }), compress: fc.boolean() }),
        async (runs, { maxBytes, flushBytes, compress }) => {
          await rm(directory, { recursive: true, force: true });
          const appended: string[] = [];
          for (const texts of runs) {
            const journal = await Journal.open(directory, [FILE], { flushBytes, rotation: { maxBytes }, compress });
            for (const length of texts) {
              const line = JSON.stringify({ seq: appended.length + 1, text: 'é'.repeat(length) });
              appended.push(line);
              journal.append(FILE, line);
              if (length % 3 === 0) await nextLoop();
              if (length % 5 === 0) await journal.durable();
            }
            await journal.close();
            expect(journal.statistics()).toMatchObject({ state: 'closed', failure: undefined, upkeepFailure: undefined, bytesBuffered: 0 });
          }
          expect(runs.length === 0 ? [] : await lines()).toEqual(appended);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('closes a file that has reached its size before the next write, so that the live one is never empty', async () => {
    const journal = await Journal.open(directory, [FILE], { rotation: { maxBytes: 20 }, compress: false });
    await write(journal, numbers(4));
    expect((await readdir(directory)).toSorted()).toEqual(['a.000001.jsonl', FILE]);
    expect(await readFile(join(directory, 'a.000001.jsonl'), 'utf8')).toBe('{"seq":1}\n{"seq":2}\n');
    expect(await readFile(join(directory, FILE), 'utf8')).toBe('{"seq":3}\n{"seq":4}\n');
    expect(journal.statistics().files[FILE]).toMatchObject({ segmentsClosed: 1, recordsWritten: 4, bytesWritten: 40 });
    await journal.close();
  });

  it('goes on with the numbers of a former process, and looks after the segments that it has left', async () => {
    await writeFile(join(directory, 'a.000007.jsonl'), '{"seq":1}\n');
    await writeFile(join(directory, FILE), '{"seq":2}\n');
    const journal = await Journal.open(directory, [FILE], { rotation: { maxBytes: 10 } });
    await write(journal, numbers(1, 3));
    await expect.poll(() => readdir(directory)).toEqual(expect.arrayContaining(['a.000007.jsonl.gz', 'a.000008.jsonl.gz']));
    await journal.close();
    expect(await lines()).toEqual(numbers(3));
  });

  it('keeps as many segments as it is told to', async () => {
    const limits = { rotation: { maxBytes: 10 }, retention: { maxSegments: 3 } };
    const journal = await Journal.open(directory, [FILE], limits);
    await write(journal, numbers(20));
    await expect.poll(async () => (await listSegments(directory, FILE)).map(({ number }) => number)).toEqual([17, 18, 19]);
    await journal.close();
    expect(await lines()).toEqual(numbers(4, 17));
  });

  it('does so in a thread of its own as well', async () => {
    const limits = { rotation: { maxBytes: 1000 }, retention: { maxSegments: 4 } };
    const journal = await WorkerJournal.open(directory, [FILE, 'b.jsonl'], limits);
    for (let i = 0; i < 30; i++) {
      for (const record of numbers(20, 1 + i * 20)) journal.append(FILE, record);
      await journal.durable();
    }
    await expect.poll(async () => (await listSegments(directory, FILE)).length).toBe(4);
    await journal.close();
    const left = await lines();
    expect(left).toEqual(numbers(left.length, 601 - left.length));
    expect(journal.statistics().files[FILE].segmentsClosed).toBeGreaterThan(4);
    expect(await readdir(directory)).toContain('b.jsonl');
  });

  it('takes records and waits for the disk at the same time', async () => {
    const journal = await Journal.open(directory, [FILE], { flushBytes: 1, rotation: { maxBytes: 30 } });
    const waiting: Promise<void>[] = [];
    for (const record of numbers(200)) {
      journal.append(FILE, record);
      waiting.push(journal.durable());
      await nextLoop();
    }
    await Promise.all(waiting);
    expect(journal.statistics()).toMatchObject({ state: 'open', failure: undefined });
    await journal.close();
    expect(await lines()).toEqual(numbers(200));
  });
});

describe('a disk on which', () => {
  it('a file cannot be renamed fails the journal, and keeps what was written', async () => {
    const fileSystem = { ...nodeFileSystem, rename: () => Promise.reject(diskFault('EACCES', 'not allowed')) };
    const journal = await Journal.open(directory, [FILE], { fileSystem, rotation: { maxBytes: 10 } });
    await write(journal, numbers(3));
    const { state, failure, files } = journal.statistics();
    expect({ state, code: failure?.code }).toEqual({ state: 'failed', code: 'EACCES' });
    expect(failure?.message).toMatch(/a\.jsonl": expected to be renamed to "a\.000001\.jsonl", got EACCES: not allowed\. Give the process/);
    expect(files[FILE]).toMatchObject({ recordsWritten: 1, recordsDropped: 2 });
    await journal.close();
    expect(await lines()).toEqual(numbers(1));
  });

  it('nothing can be compressed is told of, and the journal goes on', async () => {
    let isFull = true;
    const fileSystem = {
      ...nodeFileSystem,
      compress: (...args: Parameters<typeof nodeFileSystem.compress>) =>
        isFull ? Promise.reject(diskFault('ENOSPC', 'no space')) : nodeFileSystem.compress(...args),
    };
    const journal = await Journal.open(directory, [FILE], { fileSystem, rotation: { maxBytes: 10 } });
    await write(journal, numbers(3));
    await expect.poll(() => journal.statistics().upkeepFailure).toMatchObject({ file: FILE, code: 'ENOSPC' });
    expect(journal.statistics()).toMatchObject({ state: 'open', failure: undefined });
    isFull = false;
    await write(journal, numbers(1, 4));
    await expect.poll(() => journal.statistics().upkeepFailure).toBeUndefined();
    await journal.close();
    expect(await lines()).toEqual(numbers(4));
  });
});

describe('options that are refused', () => {
  it.each([
    [
      { rotation: { maxBytes: 0 } },
      'Journal option rotation.maxBytes: expected a number above 0, got 0 (number). Leave it out for no limit.',
    ],
    [
      { rotation: {}, retention: { maxSegments: NaN } },
      'Journal option retention.maxSegments: expected a number above 0, got NaN (number).',
    ],
    [{ rotation: { bytes: 5 } }, 'Journal option rotation.bytes: expected one of maxBytes, maxAgeSeconds, got another.'],
    [{ retention: { maxSegments: 2 } }, 'Journal option retention: expected the option rotation beside it'],
  ])('%j', async (options, message) => {
    await expect(Journal.open(directory, [FILE], options as object)).rejects.toThrow(message);
    await expect(WorkerJournal.open(directory, [FILE], options as object)).rejects.toThrow(message);
  });
});
