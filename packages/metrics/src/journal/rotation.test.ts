import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeSegment, removeUnfinished, tidySegments } from './rotation.ts';
import { nodeSegmentFiles } from './segment-files.ts';
import { segmentsAmong } from './segment-name.ts';
import { MemoryFiles } from './testing/memory-files.ts';

const LIVE = 'x.jsonl';
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-rotation-'));
});

afterEach(() => rm(directory, { recursive: true }));

const leave = (name: string, content: string): Promise<void> => writeFile(join(directory, name), content);
const names = async (): Promise<string[]> => (await readdir(directory)).toSorted();

describe('closeSegment', () => {
  it('renames the live file, of whose name there is nothing then', async () => {
    await leave(LIVE, '{"seq":1}\n');
    expect(await closeSegment(directory, LIVE, 12)).toBe('x.000012.jsonl');
    expect(await names()).toEqual(['x.000012.jsonl']);
    expect(await readFile(join(directory, 'x.000012.jsonl'), 'utf8')).toBe('{"seq":1}\n');
  });

  it('leaves what is empty, missing or no regular file', async () => {
    expect(await closeSegment(directory, LIVE, 1)).toBeUndefined();
    await leave(LIVE, '');
    expect(await closeSegment(directory, LIVE, 1)).toBeUndefined();
    await mkdir(join(directory, 'y.jsonl'));
    expect(await closeSegment(directory, 'y.jsonl', 1)).toBeUndefined();
    expect(await names()).toEqual([LIVE, 'y.jsonl']);
  });

  it.each(['x.000001.jsonl', 'x.000001.jsonl.gz'])('never overwrites %s', async (taken) => {
    await leave(LIVE, 'new');
    await leave(taken, 'old');
    await expect(closeSegment(directory, LIVE, 1)).rejects.toMatchObject({
      code: 'ERR_JOURNAL',
      message: expect.stringContaining(`expected to be renamed to "x.000001.jsonl", got EEXIST: ${taken} is there already`),
    });
    expect(await readFile(join(directory, taken), 'utf8')).toBe('old');
  });
});

describe('tidySegments', () => {
  it('compresses closed segments so that everybody can read them, and keeps their times', async () => {
    const content = Array.from({ length: 20_000 }, (_, seq) => `{"seq":${seq}}\n`).join('');
    await leave('x.000001.jsonl', content);
    await leave('x.000002.jsonl', '{}\n');
    await leave(LIVE, '{}\n');
    await utimes(join(directory, 'x.000001.jsonl'), 1_700_000_000, 1_700_000_000);
    expect(await tidySegments(directory, LIVE)).toEqual({ compressed: ['x.000001.jsonl', 'x.000002.jsonl'], removed: [] });
    expect(await names()).toEqual(['x.000001.jsonl.gz', 'x.000002.jsonl.gz', LIVE]);
    const path = join(directory, 'x.000001.jsonl.gz');
    expect(execFileSync('gzip', ['-dc', path], { encoding: 'utf8', maxBuffer: 1e9 })).toBe(content);
    expect((await stat(path)).mtimeMs).toBe(1_700_000_000_000);
    expect(await tidySegments(directory, LIVE)).toEqual({ compressed: [], removed: [] });
  });

  it('does not compress what goes anyway, and judges the size after compression', async () => {
    for (const number of [1, 2, 3]) await leave(`x.00000${number}.jsonl`, '{"seq":1}\n'.repeat(1000));
    expect(await tidySegments(directory, LIVE, { maxSegments: 2, maxTotalBytes: 5000 })).toEqual({
      compressed: ['x.000002.jsonl', 'x.000003.jsonl'],
      removed: ['x.000001.jsonl'],
    });
  });

  it('removes by age, and by size, but never the live file nor the newest segment', async () => {
    for (const name of ['x.000001.jsonl', 'x.000002.jsonl', 'x.000003.jsonl', LIVE, 'x-r7.000001.jsonl', 'y.000001.jsonl']) {
      await leave(name, 'x'.repeat(100));
      await utimes(join(directory, name), 1000, name === 'x.000001.jsonl' ? 1000 : 2000);
    }
    const options = { compress: false, now: () => 2_001_000 };
    expect(await tidySegments(directory, LIVE, { ...options, maxAgeSeconds: 10 })).toEqual({ compressed: [], removed: ['x.000001.jsonl'] });
    expect(await tidySegments(directory, LIVE, { ...options, maxTotalBytes: 1 })).toEqual({ compressed: [], removed: ['x.000002.jsonl'] });
    expect(await tidySegments(directory, LIVE, { maxAgeSeconds: 1 })).toEqual({ compressed: ['x.000003.jsonl'], removed: [] });
    expect(await names()).toEqual(['x-r7.000001.jsonl', 'x.000003.jsonl.gz', LIVE, 'y.000001.jsonl']);
  });

  it('looks after the segments of an archived run as well', async () => {
    await leave('x-r7.000001.jsonl', '{}\n');
    expect(await tidySegments(directory, 'x-r7.jsonl')).toMatchObject({ compressed: ['x-r7.000001.jsonl'] });
  });

  it('stops compressing when it is asked to, and leaves nothing unfinished', async () => {
    const stop = new AbortController();
    const files = new MemoryFiles();
    for (const number of [1, 2]) files.write(`x.00000${number}.jsonl`, '{}\n');
    files.onOperation = (operation, name) => {
      if (operation === 'sync' && name === 'd') stop.abort();
    };
    expect(await tidySegments('d', LIVE, { files, signal: stop.signal })).toEqual({ compressed: ['x.000001.jsonl'], removed: [] });
    expect([...files.names.keys()].toSorted()).toEqual(['x.000001.jsonl.gz', 'x.000002.jsonl']);

    await leave('x.000001.jsonl', 'x'.repeat(20_000_000));
    const soon = new AbortController();
    setTimeout(() => soon.abort(), 5);
    expect(await tidySegments(directory, LIVE, { signal: soon.signal })).toEqual({ compressed: [], removed: [] });
    expect(await names()).toEqual(['x.000001.jsonl']);
  });

  it('says what it cannot do, after having removed what it can', async () => {
    for (const number of [1, 2, 3]) await leave(`x.00000${number}.jsonl`, 'x'.repeat(100));
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const files = { ...nodeSegmentFiles, compress: () => Promise.reject(full) };
    await expect(tidySegments(directory, LIVE, { files, maxTotalBytes: 200 })).rejects.toMatchObject({
      code: 'ERR_JOURNAL',
      message: expect.stringContaining('got ENOSPC: no space left on device, write. Free some disk space'),
      cause: full,
    });
    expect(await names()).toEqual(['x.000002.jsonl', 'x.000003.jsonl']);
  });

  it('refuses a wrong limit before it does anything', async () => {
    await expect(tidySegments(directory, LIVE, { maxSegments: 0 })).rejects.toThrow('Journal option retention.maxSegments');
  });
});

describe('a death at any step', () => {
  /** Does it, and dies before the operation with this number. Returns whether it came to its end before. */
  async function dyingAt(step: number, files: MemoryFiles, work: () => Promise<unknown>): Promise<boolean> {
    let left = step;
    files.onOperation = () => {
      left -= 1;
      if (left < 0) throw new Error('died');
    };
    const [outcome] = await Promise.allSettled([work()]);
    files.onOperation = () => {};
    return outcome.status === 'fulfilled';
  }

  function texts(files: MemoryFiles): string[] {
    return segmentsAmong([...files.names.keys()], LIVE).map(({ name, isCompressed }) => {
      const content = files.content(name);
      return (isCompressed ? gunzipSync(content) : content).toString();
    });
  }

  it('leaves every segment plain or as a whole gzip file, and the next call goes on', async () => {
    const all = ['{"seq":1}\n', '{"seq":2}\n', '{"seq":3}\n'];
    let steps = 0;
    for (let isDone = false; !isDone; steps++) {
      const files = new MemoryFiles();
      for (const [index, text] of all.entries()) files.write(`x.00000${index + 1}.jsonl`, text);
      isDone = await dyingAt(steps, files, () => tidySegments('d', LIVE, { files, maxSegments: 2 }));
      expect([all, all.slice(1)]).toContainEqual(texts(files));
      await tidySegments('d', LIVE, { files, maxSegments: 2 });
      expect(texts(files)).toEqual(all.slice(1));
      expect([...files.names.keys()].toSorted()).toEqual(['x.000002.jsonl.gz', 'x.000003.jsonl.gz']);
    }
    expect(steps).toBeGreaterThan(15);
  });

  it('may happen again and again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 6 }), async (steps) => {
        const files = new MemoryFiles();
        const all = ['1', '2', '3', '4'];
        for (const text of all) files.write(`x.00000${text}.jsonl`, text);
        for (const step of steps) {
          await dyingAt(step, files, () => tidySegments('d', LIVE, { files }));
          expect(texts(files)).toEqual(all);
        }
      }),
    );
  });

  it('leaves nothing that the next run would take for a segment of its own, when unfinished copies are removed', async () => {
    const files = new MemoryFiles();
    for (const name of [
      'x.000001.jsonl',
      'x.000001.jsonl.gz',
      'x.000002.jsonl.gz.tmp',
      'x.000003.jsonl.gz',
      'y.000001.jsonl.gz.tmp',
      LIVE,
    ]) {
      files.write(name, 'x');
    }
    await removeUnfinished('d', LIVE, files);
    expect([...files.names.keys()]).toEqual(['x.000001.jsonl', 'x.000003.jsonl.gz', 'y.000001.jsonl.gz.tmp', LIVE]);
  });
});
