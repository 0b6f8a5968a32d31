import { describe, expect, it } from 'vitest';
import type { JournalCorruption } from './corruption.ts';
import { reading } from './journal-reader.ts';
import { MemoryFiles } from './testing/memory-files.ts';
import { outcomesOf } from './testing/read-outcomes.ts';

const LIVE = 'x.jsonl';

describe('segments that go while they are read', () => {
  it('are reported one by one, and the reading goes on behind them', async () => {
    const files = new MemoryFiles();
    for (const number of [1, 2, 3, 4]) files.write(`x.00000${number}.jsonl`, `{"seq":${number}}\n`);
    files.write(LIVE, '{"seq":5}\n');
    files.onOperation = (operation) => {
      if (operation === 'read') for (const number of [1, 2, 3]) files.remove(`x.00000${number}.jsonl`);
    };
    const missing = { line: 1, offset: 0, reason: 'missing' };
    const expected = [1, { file: 'x.000002.jsonl', ...missing }, { file: 'x.000003.jsonl', ...missing }, 4, 5];
    expect(await outcomesOf(files)).toEqual(expected);
  });

  it('because their run is archived are reported as well, and the next run is none of this reading', async () => {
    const files = new MemoryFiles();
    for (const number of [1, 2]) files.write(`x.00000${number}.jsonl`, `{"seq":${number}}\n`);
    files.write(LIVE, '{"seq":3}\n');
    files.onOperation = (operation) => {
      if (operation !== 'read') return;
      for (const number of [1, 2]) files.remove(`x.00000${number}.jsonl`);
      files.write(LIVE, '{"seq":1,"run":2}\n');
    };
    const missing = { line: 1, offset: 0, reason: 'missing' };
    expect(await outcomesOf(files)).toEqual([1, { file: 'x.000002.jsonl', ...missing }]);
  });
});

describe('a run that is archived while it is followed', () => {
  const follow = async (files: MemoryFiles): Promise<unknown[]> => {
    const stop = new AbortController();
    const outcomes: unknown[] = [];
    const onSkip = (corruption: JournalCorruption): unknown => outcomes.push(corruption);
    const options = { follow: true, pollIntervalMs: 1, signal: stop.signal, onCorrupt: 'skip', onSkip } as const;
    for await (const record of reading({ directory: 'd', fileName: LIVE, files }, options, (cursor) => cursor.record)) {
      outcomes.push(record);
      if ('run' in record) stop.abort();
    }
    return outcomes;
  };

  it('is read to its end, and the next one from its beginning', async () => {
    const files = new MemoryFiles();
    files.write('x.000001.jsonl', '{"seq":1}\n');
    files.write(LIVE, '{"seq":2}\n');
    files.onOperation = (operation, name) => {
      if (operation !== 'stat' || name !== LIVE || files.names.has('x-r7.jsonl')) return;
      files.append(LIVE, '{"seq":3}\n');
      files.move('x.000001.jsonl', 'x-r7.000001.jsonl');
      files.move(LIVE, 'x-r7.jsonl');
      files.write(LIVE, '{"run":2}\n');
    };
    expect(await follow(files)).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }, { run: 2 }]);
  });

  it('is reported when not all of it was read, also of a segment that was closed just before', async () => {
    const files = new MemoryFiles();
    files.write(LIVE, '{"seq":1}\n');
    files.onOperation = (operation) => {
      if (operation === 'open' && files.names.has(LIVE) && files.names.size === 1) {
        files.move(LIVE, 'x.000001.jsonl');
        files.write(LIVE, '{"seq":2}\n');
      }
      if (operation !== 'read') return;
      files.remove('x.000001.jsonl');
      files.write(LIVE, '{"run":2}\n');
      files.onOperation = () => {};
    };
    expect(await follow(files)).toEqual([{ seq: 1 }, { file: 'x.000002.jsonl', line: 1, offset: 0, reason: 'missing' }, { run: 2 }]);
  });
});

describe('a directory that is read while something in it is renamed', () => {
  it.each([
    ['a segment in the middle', 'x.000002.jsonl'],
    ['the newest segment', 'x.000003.jsonl'],
  ])('may hide %s, which is looked for again', async (_, hidden) => {
    const files = new MemoryFiles();
    for (const number of [1, 2, 3]) files.write(`x.00000${number}.jsonl`, `{"seq":${number}}\n`);
    files.write(LIVE, '{"seq":4}\n');
    const readdir = files.readdir.bind(files);
    let looks = 0;
    files.readdir = async (path) => (await readdir(path)).filter((name) => name !== hidden || ++looks % 2 === 0);
    const outcomes = await outcomesOf(files, { from: { segment: 1, line: 1, offset: 0 } });
    expect(outcomes).toEqual([1, 2, 3, 4]);
  });
});
