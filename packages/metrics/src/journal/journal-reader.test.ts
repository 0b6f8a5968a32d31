import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reading, readJournal, readJournalLines } from './journal-reader.ts';
import type { JournalReading } from './journal-reader.ts';
import type { ReadJournalOptions } from './read-options.ts';
import { MemoryFiles } from './testing/memory-files.ts';
import { outcomesOf } from './testing/read-outcomes.ts';

const LIVE = 'x.jsonl';
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-reader-'));
});

afterEach(() => rm(directory, { recursive: true }));

const leave = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(directory, name), content);

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('readJournal', () => {
  it('reads closed segments, compressed or not, and the live file', async () => {
    await leave('x.000002.jsonl.gz', gzipSync('{"seq":2}\n{"seq":3}\n'));
    await leave('x.000003.jsonl', '{"seq":4}\n');
    await leave('x.000003.jsonl.gz', 'of a process that was killed');
    await leave('x.000004.jsonl.gz.tmp', 'of another one');
    await leave(LIVE, '{"seq":5}\n{"seq":6}\n{"se');
    await leave('x-r7.000001.jsonl', '{"seq":1}\n');
    await leave('x-r7.jsonl', '{"seq":2,"name":"é€😀"}\n');
    expect(await all(readJournal(directory, LIVE))).toEqual([2, 3, 4, 5, 6].map((seq) => ({ seq })));
    expect(await all(readJournal(directory, 'x-r7.jsonl'))).toEqual([{ seq: 1 }, { seq: 2, name: 'é€😀' }]);
  });

  it('gives the lines as they are written', async () => {
    await leave(LIVE, '{ "seq" : 1 }\r\n{"seq":1.0}\n');
    expect(await all(readJournalLines(directory, LIVE))).toEqual(['{ "seq" : 1 }\r', '{"seq":1.0}']);
  });

  it('throws at what it cannot read, and says where', async () => {
    await leave('x.000001.jsonl.gz', gzipSync('{"seq":1}\noops\n'));
    await leave(LIVE, '{"seq":2}\n');
    const path = join(directory, 'x.000001.jsonl.gz');
    await expect(all(readJournal(directory, LIVE))).rejects.toMatchObject({
      name: 'MetricsError',
      code: 'ERR_JOURNAL',
      message: `Journal file "${path}", line 2, byte 10: expected one JSON object, got text that is no JSON. Read with onCorrupt: 'skip' to leave out what cannot be read.`,
      corruption: { file: 'x.000001.jsonl.gz', line: 2, offset: 10, reason: 'not-json' },
    });
  });

  it('skips without being told how to say so', async () => {
    await leave(LIVE, 'oops\n{"seq":1}\n');
    expect(await all(readJournal(directory, LIVE, { onCorrupt: 'skip' }))).toEqual([{ seq: 1 }]);
  });

  it('passes on what the callback throws', async () => {
    await leave(LIVE, 'oops\n{"seq":1}\n');
    const onSkip = (): never => {
      throw new TypeError('mine');
    };
    await expect(all(readJournal(directory, LIVE, { onCorrupt: 'skip', onSkip }))).rejects.toThrow(new TypeError('mine'));
  });

  it('goes on from the position of another reading', async () => {
    await leave('x.000001.jsonl', '{"seq":1}\n{"seq":2}\n');
    await leave(LIVE, '{"seq":3}\n');
    const first = readJournalLines(directory, LIVE);
    for await (const line of first) if (line.includes('2')) break;
    expect(first.position).toEqual({ segment: 1, line: 3, offset: 20 });
    const second = readJournalLines(directory, LIVE, { from: first.position });
    expect(await all(second)).toEqual(['{"seq":3}']);
    expect(second.position).toEqual({ segment: 2, line: 2, offset: 10 });
    await leave(LIVE, '{"seq":3}\n{"seq":4}\n');
    expect(await all(readJournalLines(directory, LIVE, { from: second.position }))).toEqual(['{"seq":4}']);
  });

  it.each([
    ['behind the live file', { segment: 3, line: 1, offset: 0 }],
    ['behind the end of the live file', { segment: 2, line: 2, offset: 11 }],
    ['behind the end of a compressed segment', { segment: 1, line: 2, offset: 11 }],
  ])('refuses a position %s', async (_, from) => {
    await leave('x.000001.jsonl.gz', gzipSync('{"seq":1}\n'));
    await leave(LIVE, '{"seq":2}\n');
    await expect(all(readJournal(directory, LIVE, { from }))).rejects.toMatchObject({
      code: 'ERR_JOURNAL',
      message: expect.stringContaining(`expected a position of a reading of this run, got ${JSON.stringify(from)}`),
    });
  });

  it('reports a file that is not there, or cannot be read', async () => {
    await expect(all(readJournal(directory, LIVE))).rejects.toMatchObject({
      code: 'ERR_JOURNAL',
      message: `Journal file "${join(directory, LIVE)}": expected a file or a segment of it, got none. Give the directory and the name of a journal file.`,
    });
    await expect(all(readJournal(join(directory, 'missing'), LIVE))).rejects.toMatchObject({ code: 'ERR_JOURNAL' });
    const files = new MemoryFiles();
    files.write(LIVE, '{}\n');
    files.onOperation = (operation) => {
      if (operation === 'read') throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    };
    await expect(outcomesOf(files)).rejects.toMatchObject({ code: 'ERR_JOURNAL', cause: { code: 'EIO' } });
  });

  it('reads nothing of a journal whose live file is not there', async () => {
    await leave('x.000001.jsonl', '{"seq":1}\n');
    expect(await all(readJournal(directory, LIVE))).toEqual([{ seq: 1 }]);
  });

  it.each<[string, ReadJournalOptions]>([
    ['onCorrupt', { onCorrupt: 'ignore' as 'skip' }],
    ['from', { from: 'middle' as 'end' }],
    ['from', { from: { segment: 0, line: 1, offset: 0 } }],
    ['pollIntervalMs', { pollIntervalMs: 0 }],
    ['maxLineBytes', { maxLineBytes: 1.5 }],
  ])('refuses a wrong option %s', (option, options) => {
    expect(() => readJournal(directory, LIVE, options)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`Journal option ${option}: `) }),
    );
  });

  it('refuses a file name that leads elsewhere', () => {
    expect(() => readJournal(directory, '../x.jsonl')).toThrow('a plain name inside the directory');
  });
});

describe('a reading', () => {
  it('closes what it has open when it is left', async () => {
    const files = new MemoryFiles();
    files.write('x.000001.jsonl', '{"seq":1}\n{"seq":2}\n');
    const records: JournalReading<unknown> = reading({ directory: 'd', fileName: LIVE, files }, {}, ({ record }) => record);
    for await (const record of records) {
      expect(record).toEqual({ seq: 1 });
      expect(files.openFiles).toBe(1);
      break;
    }
    expect(files.openFiles).toBe(0);
    expect(await all(records)).toEqual([]);
  });

  it('ends at once when its signal is aborted, and knows where it was', async () => {
    const stop = new AbortController();
    await leave(LIVE, '{"seq":1}\n{"seq":2}\n');
    const records = readJournal(directory, LIVE, { follow: true, signal: stop.signal });
    for await (const record of records) {
      expect(record).toEqual({ seq: 1 });
      stop.abort();
    }
    expect(records.position).toEqual({ segment: 1, line: 2, offset: 10 });
  });

  it('does nothing when its signal is aborted already', async () => {
    const stop = AbortSignal.abort();
    expect(await all(readJournal(directory, LIVE, { follow: true, signal: stop }))).toEqual([]);
  });

  it('waits for a file that is not there, and ends while it waits', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 5);
    const waiting = readJournal(join(directory, 'later'), LIVE, { follow: true, signal: stop.signal, pollIntervalMs: 2 ** 31 - 1 });
    expect(await all(waiting)).toEqual([]);
  });

  it('gives what is written while it looks for the end', async () => {
    const files = new MemoryFiles();
    const stop = new AbortController();
    files.write(LIVE, '{"seq":1}\n');
    files.onOperation = (operation) => {
      if (operation === 'read' && files.content(LIVE).length === 10) files.append(LIVE, '{"seq":2}\n');
    };
    const records = reading(
      { directory: 'd', fileName: LIVE, files },
      { from: 'end', follow: true, pollIntervalMs: 1, signal: stop.signal },
      ({ record }) => {
        stop.abort();
        return record;
      },
    );
    expect(await all(records)).toEqual([{ seq: 2 }]);
  });

  it('gives all of a file that is made after it has begun at the end', async () => {
    const files = new MemoryFiles();
    const stop = new AbortController();
    let looks = 0;
    files.onOperation = (operation) => {
      if (operation === 'readdir') looks += 1;
      if (looks === 4) files.write(LIVE, '{"seq":1}\n');
    };
    const records = reading(
      { directory: 'd', fileName: LIVE, files },
      { from: 'end', follow: true, pollIntervalMs: 1, signal: stop.signal },
      ({ record }) => {
        stop.abort();
        return record;
      },
    );
    expect(await all(records)).toEqual([{ seq: 1 }]);
  });
});
