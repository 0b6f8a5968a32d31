import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/application.ts';
import { allFiles, findJournal } from './journal-files.ts';
import { QueryError } from './query-error.ts';

function directoryWith(...names: readonly string[]): string {
  const directory = realpathSync(temporaryDirectory());
  for (const name of names) writeFileSync(join(directory, name), '');
  return directory;
}

async function pathsOf(directory: string, run?: string): Promise<Record<string, string[]>> {
  const { files } = await findJournal(directory, run);
  return Object.fromEntries(Object.entries(files).map(([stem, found]) => [stem, found.map(({ path }) => path)]));
}

describe('the files of a journal', () => {
  it('are found by what they hold', async () => {
    const directory = directoryWith('events.jsonl', 'transactions.000001.jsonl.gz', 'transactions.jsonl', 'notes.txt');
    expect(await pathsOf(directory)).toEqual({
      events: [join(directory, 'events.jsonl')],
      metrics: [],
      transactions: [join(directory, 'transactions.000001.jsonl.gz'), join(directory, 'transactions.jsonl')],
    });
    expect(allFiles(await findJournal(directory, undefined))).toHaveLength(3);
  });

  it('are those of a former run, when its id is given', async () => {
    const directory = directoryWith('events.jsonl', 'events-a.jsonl', 'metrics-a.jsonl');
    expect(await pathsOf(directory, 'a')).toEqual({
      events: [join(directory, 'events-a.jsonl')],
      metrics: [join(directory, 'metrics-a.jsonl')],
      transactions: [],
    });
  });

  it('are named by their real path', async () => {
    const directory = directoryWith('events.jsonl');
    const link = join(temporaryDirectory(), 'link');
    symlinkSync(directory, link);
    expect((await pathsOf(link))['events']).toEqual([join(directory, 'events.jsonl')]);
  });

  it('are files, not directories', async () => {
    const directory = directoryWith();
    mkdirSync(join(directory, 'events.jsonl'));
    expect((await pathsOf(directory))['events']).toEqual([]);
  });
});

describe('what cannot be found', () => {
  it('is named: a directory that is not there', async () => {
    const directory = join(temporaryDirectory(), 'none');
    await expect(findJournal(directory, undefined)).rejects.toThrow(
      new QueryError(
        `--log-dir ${directory}: expected the directory of a journal, got none there. tradesim run writes one; --log-dir names another.`,
      ),
    );
  });

  it('is named: a directory that is a file', async () => {
    const file = join(directoryWith('notes.txt'), 'notes.txt');
    await expect(findJournal(file, undefined)).rejects.toThrow(
      new QueryError(`--log-dir ${file}: expected the directory of a journal, got a file.`),
    );
  });

  it('is named: a run that is not there, with those that are', async () => {
    const directory = directoryWith('events.jsonl', 'events-b.jsonl', 'metrics-a.jsonl', 'metrics-b.jsonl');
    await expect(findJournal(directory, 'c')).rejects.toThrow(
      new QueryError(
        `--run c: expected the id of a former run whose files are in ${directory}; there are a, b. Without --run the newest run is read.`,
      ),
    );
    await expect(findJournal(directoryWith('events.jsonl'), 'c')).rejects.toThrow('there are none. Without --run');
  });
});
