import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from './journal.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-misuse-'));
});

afterEach(() => rm(directory, { recursive: true }));

describe('a journal used wrongly', () => {
  it.each([
    [{ flushBytes: 0 }, 'Journal option flushBytes: expected a whole number from 1 to 9007199254740991, got 0 (number).'],
    [
      { flushIntervalMs: 2 ** 31 },
      'Journal option flushIntervalMs: expected a whole number from 1 to 2147483647, got 2147483648 (number).',
    ],
    [{ maxBufferedBytes: 1.5 }, 'Journal option maxBufferedBytes: expected a whole number from 1 to 9007199254740991, got 1.5 (number).'],
    [
      { maxBufferedBytes: Number.NaN },
      'Journal option maxBufferedBytes: expected a whole number from 1 to 9007199254740991, got NaN (number).',
    ],
  ])('refuses the option %j', async (options, sentence) => {
    const message = `${sentence} Leave it out for the default.`;
    await expect(Journal.open(directory, ['a.jsonl'], options)).rejects.toMatchObject({ code: 'ERR_JOURNAL', message });
  });

  it.each([
    [['../a.jsonl'], 'expected a plain name inside the directory, got "../a.jsonl" (string)'],
    [[''], 'expected a plain name inside the directory, got "" (string)'],
    [['..'], 'expected a plain name inside the directory, got ".." (string)'],
    [['a.jsonl', 'a.jsonl'], 'expected each name once, got "a.jsonl" (string)'],
  ])('refuses the file names %j', async (fileNames, sentence) => {
    const message = `Journal file names: ${sentence}. Give names such as "metrics.jsonl".`;
    await expect(Journal.open(directory, fileNames)).rejects.toMatchObject({ code: 'ERR_JOURNAL', message });
  });

  it('refuses to append to a file it was not opened with', async () => {
    const journal = await Journal.open(directory, ['a.jsonl', 'b.jsonl']);
    const message = 'Journal.append: expected one of "a.jsonl", "b.jsonl", got "c.jsonl" (string). Name it when opening the journal.';
    // @ts-expect-error The name is none of those the journal was opened with.
    expect(() => journal.append('c.jsonl', '{}')).toThrow(message);
    await journal.close();
  });

  it('says which directory cannot be opened, and why', async () => {
    const path = join(directory, 'file');
    await writeFile(path, '');
    await expect(Journal.open(path, ['a.jsonl'])).rejects.toMatchObject({
      code: 'ERR_JOURNAL',
      message: expect.stringContaining(
        `Journal directory "${path}": expected a directory whose files can be opened and written, got EEXIST`,
      ),
      cause: expect.objectContaining({ code: 'EEXIST' }),
    });
  });
});
