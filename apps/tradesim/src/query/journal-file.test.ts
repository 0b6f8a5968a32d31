import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/application.ts';
import { finishedFile, writtenFile } from './journal-file.ts';
import type { JournalFile } from './journal-file.ts';

async function inspected(content: string): Promise<Omit<JournalFile, 'path' | 'inode'>> {
  const path = join(temporaryDirectory(), 'events.jsonl');
  writeFileSync(path, content);
  const { path: inspectedPath, inode, ...file } = await writtenFile(path);
  expect([inspectedPath, inode]).toEqual([path, statSync(path).ino]);
  return file;
}

describe('a file', () => {
  it.each([
    ['that ends with a line', '{"seq":1}\n{"seq":2}\n', { wholeBytes: 20 }],
    ['that is empty', '', { wholeBytes: 0 }],
    ['that ends in the middle of a line', '{"seq":4}\n{"seq":5}\n{"se', { wholeBytes: 20, torn: { first: 4, last: 5 } }],
    ['whose last line lacks nothing but its break', '{"seq":1}\n{"seq":2}', { wholeBytes: 10, torn: { first: 1, last: 1 } }],
    ['that is one torn line', '{"seq":1', { wholeBytes: 0, torn: { first: 1, last: 0 } }],
    ['that ends in zeros', '{"seq":1}\n\0\0\0', { wholeBytes: 10, torn: { first: 1, last: 1 } }],
  ])('%s', async (_, content, expected) => {
    expect(await inspected(content)).toEqual(expected);
  });

  it('whose last whole line is no record is taken to be longer than it can be, so that counting finds the fault', async () => {
    const torn = { first: 1, last: Number.MAX_SAFE_INTEGER };
    expect(await inspected('{"seq":1}\noops\n{"se')).toEqual({ wholeBytes: 15, torn });
    expect(await inspected('{"seq":1}\nnull\n{"se')).toEqual({ wholeBytes: 15, torn });
  });

  it('that nobody writes to is as it will be', async () => {
    const path = join(temporaryDirectory(), 'events.000001.jsonl');
    writeFileSync(path, '{"seq":1}\n{"se');
    expect(await finishedFile(path)).toEqual({ path, inode: statSync(path).ino, wholeBytes: Infinity, torn: undefined });
  });

  it('may have lines longer than a block', async () => {
    const line = `{"seq":1,"x":"${'é'.repeat(100_000)}"}\n`;
    expect(await inspected(`${line}{"seq":2,"x":"${'y'.repeat(200_000)}`)).toEqual({
      wholeBytes: Buffer.byteLength(line),
      torn: { first: 1, last: 1 },
    });
  });

  it('is not read as a whole, however large it is', async () => {
    const path = join(temporaryDirectory(), 'events.jsonl');
    writeFileSync(path, '{"seq":1}\n');
    truncateSync(path, 2 ** 32);
    const { size } = statSync(path);
    writeFileSync(path, '\n{"seq":2}\n', { flag: 'a' });
    expect((await writtenFile(path)).wholeBytes).toBe(size + 11);
  });
});
