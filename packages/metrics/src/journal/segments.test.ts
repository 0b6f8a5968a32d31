import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listSegments, nextSegmentNumber } from './segments.ts';
import { MemoryFiles } from './testing/memory-files.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-segments-'));
});

afterEach(() => rm(directory, { recursive: true }));

describe('listSegments', () => {
  it('returns number, size, time and compression of each closed segment', async () => {
    for (const [name, content] of [
      ['x.jsonl', 'live'],
      ['x.000002.jsonl', '22'],
      ['x.000001.jsonl.gz', '1'],
      ['x-r7.000001.jsonl', 'archived'],
    ] as const) {
      await writeFile(join(directory, name), content);
      await utimes(join(directory, name), 1_700_000_000, 1_700_000_000.5);
    }
    const modifiedAtMs = 1_700_000_000_500;
    expect(await listSegments(directory, 'x.jsonl')).toEqual([
      { number: 1, name: 'x.000001.jsonl.gz', isCompressed: true, sizeBytes: 1, modifiedAtMs },
      { number: 2, name: 'x.000002.jsonl', isCompressed: false, sizeBytes: 2, modifiedAtMs },
    ]);
    expect((await listSegments(directory, 'x-r7.jsonl')).map(({ name }) => name)).toEqual(['x-r7.000001.jsonl']);
  });

  it('looks again when a segment is compressed or removed between reading the directory and the file', async () => {
    const files = new MemoryFiles();
    for (const number of [1, 2, 3]) files.write(`x.00000${number}.jsonl`, 'x');
    const changes = [() => files.move('x.000002.jsonl', 'x.000002.jsonl.gz'), () => files.remove('x.000001.jsonl')];
    files.onOperation = (operation, name) => {
      if (operation === 'stat' && name.startsWith('x.000001')) changes.shift()?.();
    };
    expect((await listSegments('d', 'x.jsonl', files)).map(({ name }) => name)).toEqual(['x.000002.jsonl.gz', 'x.000003.jsonl']);
  });

  it('rejects for a directory that is not there', async () => {
    await expect(listSegments(join(directory, 'missing'), 'x.jsonl')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('nextSegmentNumber', () => {
  it.each([
    [[], undefined, 1],
    [[], 7, 8],
    [['x.000003.jsonl'], 0, 4],
    [['x.000003.jsonl'], 7, 8],
  ])('after %j and number %j is %d', async (names, lastClosed, expected) => {
    const files = new MemoryFiles();
    for (const name of names) files.write(name, '');
    expect(nextSegmentNumber(await listSegments('d', 'x.jsonl', files), lastClosed)).toBe(expected);
  });
});
