import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastRecord } from './last-record.ts';
import { takeBackLast } from './repair.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'last-record-'));
});

afterEach(() => rm(directory, { recursive: true }));

const LONG = JSON.stringify({ seq: 2, text: 'é'.repeat(100_000) });

describe('the last record', () => {
  it.each<[string, Readonly<Record<string, string | Buffer>>, unknown]>([
    ['of the live file', { 'x.jsonl': '{"seq":1}\n{"seq":2}\n' }, { seq: 2 }],
    ['before a torn tail', { 'x.jsonl': '{"seq":1}\n{"se' }, { seq: 1 }],
    ['that is longer than a block', { 'x.jsonl': `{"seq":1}\n${LONG}\n` }, JSON.parse(LONG)],
    [
      'of the newest segment, where the live file is empty',
      { 'x.jsonl': '', 'x.000001.jsonl': '{"seq":1}\n', 'x.000002.jsonl': '{"seq":2}\n' },
      { seq: 2 },
    ],
    ['of a compressed one, where there is no live file', { 'x.000002.jsonl.gz': gzipSync('{"seq":1}\n{"seq":2}\n') }, { seq: 2 }],
    ['of nothing', {}, undefined],
    ['of a file that holds none', { 'x.jsonl': '{"torn' }, undefined],
    ['that is none', { 'x.jsonl': '{"seq":1}\noops\n' }, undefined],
  ])('%s', async (_, files, record) => {
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
    expect(await lastRecord(directory, 'x.jsonl')).toEqual(record);
  });

  it('of a directory that is not there is none', async () => {
    expect(await lastRecord(join(directory, 'missing'), 'x.jsonl')).toBeUndefined();
  });

  it('that cannot be read is an error that names the file', async () => {
    await expect(lastRecord(join(directory, '\0'), 'x.jsonl')).rejects.toMatchObject({ code: 'ERR_JOURNAL' });
  });
});

describe('taking back the last record', () => {
  it.each([
    ['{"seq":1}\n{"end":true}\n', true, '{"seq":1}\n'],
    ['{"end":true}\n', true, ''],
    ['{"end":true}\n{"seq":1}\n', false, '{"end":true}\n{"seq":1}\n'],
    ['', false, ''],
  ])('of %j is %s', async (before, isTaken, after) => {
    const path = join(directory, 'x.jsonl');
    await writeFile(path, before);
    expect(await takeBackLast(path, (line) => line === '{"end":true}')).toBe(isTaken);
    expect(await readFile(path, 'utf8')).toBe(after);
  });
});
