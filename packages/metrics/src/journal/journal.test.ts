import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextLoop } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeFileSystem } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import type { OpenFile } from './open-file.ts';
import { Journal } from './journal.ts';

const FILES = ['a.jsonl', 'b.jsonl', 'c.jsonl'] as const;
type Write = OpenFile['write'];
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-'));
});

afterEach(async () => {
  vi.useRealTimers();
  await rm(directory, { recursive: true });
});

/** The real disk, with every write passed through `around`. */
function diskWhere(around: (write: Write) => Write): FileSystem {
  return {
    ...nodeFileSystem,
    open: async (path, flags) => {
      const file = await nodeFileSystem.open(path, flags);
      file.write = around(file.write.bind(file));
      return file;
    },
  };
}

/** A disk whose writes wait until it is let go on. */
function haltedDisk(): { fileSystem: FileSystem; goOn: () => void; started: Promise<void> } {
  let goOn = () => {};
  let start = () => {};
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const started = new Promise<void>((resolve) => (start = resolve));
  const fileSystem = diskWhere((write) => async (...range) => {
    start();
    await gate;
    return write(...range);
  });
  return { fileSystem, goOn: () => goOn(), started };
}

function read(file: string): Promise<string> {
  return readFile(join(directory, file), 'utf8');
}

const append = fc.record({
  file: fc.constantFrom(...FILES),
  line: fc.string({ unit: 'binary', maxLength: 20 }).map((text) => JSON.stringify(text)),
});
const command = fc.oneof({ weight: 8, arbitrary: append }, fc.constantFrom('flush', 'yield'));

describe('Journal', () => {
  it('keeps every record, in order, like a list of lines per file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 60 }), fc.integer({ min: 1, max: 200 }), async (commands, flushBytes) => {
        await rm(directory, { recursive: true });
        const model = new Map<string, string>(FILES.map((file) => [file, '']));
        const onDisk = async () => new Map(await Promise.all(FILES.map(async (file) => [file, await read(file)] as const)));
        const journal = await Journal.open(directory, FILES, { flushBytes });
        for (const each of commands) {
          if (each === 'yield') await nextLoop();
          else if (each === 'flush') {
            await journal.flush();
            expect(await onDisk()).toEqual(model);
          } else {
            journal.append(each.file, each.line);
            model.set(each.file, `${model.get(each.file)}${each.line}\n`);
          }
        }
        await journal.close();
        expect(await onDisk()).toEqual(model);
        expect(journal.statistics().bytesBuffered).toBe(0);
      }),
    );
  });

  it('puts whole lines into each write, one write at a time, and continues short writes', async () => {
    let inFlight = 0;
    const fileSystem = diskWhere((write) => async (bytes, offset, length, position) => {
      expect((inFlight += 1)).toBe(1);
      expect(Buffer.from(bytes).toString('utf8')).toMatch(/^("[0-9]+é"\n)+$/);
      const written = await write(bytes, offset, Math.min(length, 5), position);
      inFlight -= 1;
      return written;
    });
    const journal = await Journal.open(directory, ['a.jsonl'], { flushBytes: 40, fileSystem });
    const lines = Array.from({ length: 100 }, (_, index) => `"${index}é"`);
    for (const line of lines) {
      journal.append('a.jsonl', line);
      await nextLoop();
    }
    await journal.close();
    expect(journal.statistics().failure).toBeUndefined();
    expect(await read('a.jsonl')).toBe(`${lines.join('\n')}\n`);
  });

  it('writes without being asked once flushBytes are buffered', async () => {
    const { fileSystem, goOn, started } = haltedDisk();
    const journal = await Journal.open(directory, FILES, { flushBytes: 10, flushIntervalMs: 1e9, fileSystem });
    journal.append('a.jsonl', '"12345678"');
    await started;
    expect(journal.statistics().files['a.jsonl']).toMatchObject({ bytesWritten: 0, bytesBuffered: 11 });
    goOn();
    await journal.close();
  });

  it('writes without being asked flushIntervalMs after the first unwritten record', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { fileSystem, goOn, started } = haltedDisk();
    goOn();
    const journal = await Journal.open(directory, FILES, { flushIntervalMs: 100, fileSystem });
    journal.append('a.jsonl', '1');
    vi.advanceTimersByTime(60);
    journal.append('a.jsonl', '2');
    vi.advanceTimersByTime(39);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(vi.getTimerCount()).toBe(0);
    await started;
    await journal.close();
  });

  it('writes records appended during a slow write at the interval as well', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { fileSystem, goOn, started } = haltedDisk();
    const journal = await Journal.open(directory, ['a.jsonl'], { flushBytes: 4, flushIntervalMs: 100, fileSystem });
    journal.append('a.jsonl', '111');
    await started;
    journal.append('a.jsonl', '2');
    vi.advanceTimersByTime(100);
    goOn();
    await vi.waitUntil(() => journal.statistics().files['a.jsonl'].recordsWritten === 2);
    await journal.close();
  });

  it('goes on at once after a slow write during which flushBytes have been buffered', async () => {
    const { fileSystem, goOn, started } = haltedDisk();
    const journal = await Journal.open(directory, ['a.jsonl'], { flushBytes: 4, flushIntervalMs: 1e9, fileSystem });
    journal.append('a.jsonl', '111');
    await started;
    for (const line of ['2', '3']) journal.append('a.jsonl', line);
    goOn();
    await vi.waitUntil(() => journal.statistics().files['a.jsonl'].recordsWritten === 3);
    await journal.close();
  });

  it('bounds its memory while the disk is slow, when the producer awaits ready between turns', async () => {
    const fileSystem = diskWhere((write) => async (...range) => {
      for (let loop = 0; loop < 10; loop += 1) await nextLoop();
      return write(...range);
    });
    const limits = { flushBytes: 500, maxBufferedBytes: 2_000 };
    const journal = await Journal.open(directory, FILES, { ...limits, fileSystem });
    const line = JSON.stringify('x'.repeat(97));
    let mostBuffered = 0;
    for (let turn = 0; turn < 500; turn += 1) {
      for (const file of FILES) journal.append(file, line);
      mostBuffered = Math.max(mostBuffered, journal.statistics().bytesBuffered);
      await journal.ready();
    }
    await journal.close();
    expect(mostBuffered).toBeGreaterThan(limits.maxBufferedBytes - 300);
    expect(mostBuffered).toBeLessThanOrEqual(limits.maxBufferedBytes + 300);
    expect(await read('b.jsonl')).toBe(`${line}\n`.repeat(500));
  });

  it('is full above maxBufferedBytes, and ready once the disk has caught up', async () => {
    const { fileSystem, goOn } = haltedDisk();
    const journal = await Journal.open(directory, FILES, { maxBufferedBytes: 10, fileSystem });
    journal.append('a.jsonl', '"345678"');
    await journal.ready();
    expect(journal.isFull).toBe(false);
    journal.append('b.jsonl', '1');
    expect(journal.isFull).toBe(true);
    const onReady = vi.fn<() => void>();
    const ready = journal.ready().then(onReady);
    for (let loop = 0; loop < 20; loop += 1) await nextLoop();
    expect(onReady).not.toHaveBeenCalled();
    goOn();
    await ready;
    expect(journal.statistics().bytesBuffered).toBeLessThanOrEqual(10);
    expect(journal.isFull).toBe(false);
    await journal.close();
  });

  it('counts in UTF-8 bytes with the line break, and drops records appended after close', async () => {
    const journal = await Journal.open(directory, ['a.jsonl']);
    journal.append('a.jsonl', '"€"');
    expect(journal.statistics()).toMatchObject({ state: 'open', bytesBuffered: 6 });
    const closing = journal.close();
    journal.append('a.jsonl', '"é"');
    await closing;
    await journal.close();
    const counts = {
      bytesWritten: 6,
      recordsWritten: 1,
      bytesDropped: 5,
      recordsDropped: 1,
      bytesBuffered: 0,
      bytesRepaired: 0,
      segmentsClosed: 0,
    };
    expect(journal.statistics()).toEqual({
      state: 'closed',
      failure: undefined,
      upkeepFailure: undefined,
      bytesBuffered: 0,
      files: { 'a.jsonl': counts },
    });
    expect(await read('a.jsonl')).toBe('"€"\n');
  });

  it('appends after the last whole record of an existing file', async () => {
    await writeFile(join(directory, 'a.jsonl'), '1\n2\n{"torn');
    const journal = await Journal.open(directory, ['a.jsonl']);
    journal.append('a.jsonl', '3');
    await journal.close();
    expect(await read('a.jsonl')).toBe('1\n2\n3\n');
    expect(journal.statistics().files['a.jsonl'].bytesRepaired).toBe(6);
  });

  it('takes a record larger than all its buffers', async () => {
    const line = JSON.stringify('€'.repeat(1_000_000));
    const journal = await Journal.open(directory, ['a.jsonl'], { flushBytes: 10, maxBufferedBytes: 10 });
    for (let count = 0; count < 2; count += 1) journal.append('a.jsonl', line);
    await journal.close();
    expect(await read('a.jsonl')).toBe(`${line}\n${line}\n`);
  });
});
