import { describe, expect, it } from 'vitest';
import { reading } from './journal-reader.ts';
import { MemoryFiles } from './testing/memory-files.ts';
import { outcomesOf } from './testing/read-outcomes.ts';

const LIVE = 'x.jsonl';

describe('the tail of the live file', () => {
  it.each([
    ['is left out when it is torn', '{"seq":1}\n{"seq":2}', [1]],
    ['is left out when its last line is no JSON', '{"seq":1}\n\0\0\n', [1]],
    ['is left out when it is both', '{"seq":1}\noops\n{"s', [1]],
    ['is corrupt when it is JSON and no object', '{"seq":1}\n7\n', [1, { line: 2, offset: 10, reason: 'not-object' }]],
    ['has one bad line at most', 'oops\noops\n', [{ line: 1, offset: 0, reason: 'not-json' }]],
  ])('%s', async (_, content, expected) => {
    const files = new MemoryFiles();
    files.write(LIVE, content);
    const withFile = expected.map((each) => (typeof each === 'object' ? { file: LIVE, ...each } : each));
    expect(await outcomesOf(files)).toEqual(withFile);
  });

  it('is corrupt when another segment follows', async () => {
    const files = new MemoryFiles();
    files.write('x.000001.jsonl', '{"seq":1}\noops\n{"s');
    files.write(LIVE, '{"seq":2}\n');
    expect(await outcomesOf(files)).toEqual([
      1,
      { file: 'x.000001.jsonl', line: 2, offset: 10, reason: 'not-json' },
      { file: 'x.000001.jsonl', line: 3, offset: 15, reason: 'torn' },
      2,
    ]);
  });

  it('is given when it is finished while the file is read and rotated', async () => {
    const files = new MemoryFiles();
    files.write(LIVE, '{"seq":1}\n{"se');
    files.onOperation = (operation, name) => {
      if (operation !== 'stat' || name !== LIVE || files.names.has('x.000001.jsonl')) return;
      files.append(LIVE, 'q":2}\n');
      files.move(LIVE, 'x.000001.jsonl');
      files.write(LIVE, '{"seq":3}\n');
    };
    expect(await outcomesOf(files)).toEqual([1, 2]);
  });

  it('is read again when it has been cut off and written anew, whatever its length is then', async () => {
    for (const [torn, whole] of [
      ['{"se', '{"seq":2}\n'],
      ['{"seq":2}!', '{"seq":2}\n'],
      ['\0\0\0\0\0\0\0\0\0\0\n', '{"seq":2}\n'],
    ] as const) {
      const files = new MemoryFiles();
      files.write(LIVE, `{"seq":1}\n${torn}`);
      const stop = new AbortController();
      const onSkip = (): never => expect.unreachable();
      const options = { follow: true, pollIntervalMs: 1, signal: stop.signal, onCorrupt: 'skip', onSkip } as const;
      const seqs: unknown[] = [];
      for await (const { seq } of reading({ directory: 'd', fileName: LIVE, files }, options, ({ record }) => record)) {
        seqs.push(seq);
        if (seq === 2) stop.abort();
        else {
          files.truncate(LIVE, 10);
          files.append(LIVE, whole);
        }
      }
      expect(seqs).toEqual([1, 2]);
    }
  });

  it('is left out when it is cut off before the file is rotated', async () => {
    const files = new MemoryFiles();
    files.write(LIVE, '{"seq":1}\noops\n{"s');
    files.onOperation = (operation, name) => {
      if (operation !== 'stat' || name !== LIVE || files.names.has('x.000001.jsonl')) return;
      files.truncate(LIVE, 10);
      files.move(LIVE, 'x.000001.jsonl');
      files.write(LIVE, '{"seq":2}\n');
    };
    expect(await outcomesOf(files)).toEqual([1]);
  });

  it.each([1, 7, 8, 20, 200])('is corrupt when the file is rotated, however long it is: %d bytes', async (bytes) => {
    const files = new MemoryFiles();
    files.maxReadBytes = 20;
    files.write(LIVE, `oops\n${'x'.repeat(bytes)}`);
    files.onOperation = (operation, name) => {
      if (operation === 'stat' && name === LIVE && !files.names.has('x.000001.jsonl')) files.move(LIVE, 'x.000001.jsonl');
    };
    expect(await outcomesOf(files, { maxLineBytes: 10 })).toEqual([
      { file: LIVE, line: 1, offset: 0, reason: 'not-json' },
      { file: LIVE, line: 2, offset: 5, reason: 'torn' },
    ]);
  });

  it('that has been cut off below what was read is reported, and what is written then is read', async () => {
    const files = new MemoryFiles();
    files.write(LIVE, '{"seq":1}\n{"seq":2}\n');
    const stop = new AbortController();
    const changes = [() => files.truncate(LIVE, 10), () => files.append(LIVE, '{"seq":3}\n'), () => {}, () => stop.abort()];
    files.onOperation = (operation, name) => {
      if (operation === 'stat' && name === LIVE) changes.shift()?.();
    };
    const outcomes = await outcomesOf(files, { follow: true, pollIntervalMs: 1, signal: stop.signal });
    expect(outcomes).toEqual([1, 2, { file: LIVE, line: 3, offset: 20, reason: 'shrunk' }, 3]);
  });
});
