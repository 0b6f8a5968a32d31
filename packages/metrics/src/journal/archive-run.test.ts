import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { archiveRun } from './archive-run.ts';
import type { RunIdOf } from './archive-run.ts';

const FILES = ['events.jsonl', 'metrics.jsonl', 'transactions.jsonl'];
const runOf: RunIdOf = (line) => (JSON.parse(line) as { run?: string }).run;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-archive-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function leave(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
}

async function contents(): Promise<Record<string, string>> {
  const names = (await readdir(directory)).toSorted();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')])));
}

describe('archiveRun', () => {
  it('renames the files of a run after the id in the first line of one of them', async () => {
    await leave({ 'events.jsonl': '{"run":"r7"}\n{"seq":2}\n', 'metrics.jsonl': '{"seq":1}\n', 'other.txt': 'mine' });
    expect(await archiveRun(directory, FILES, runOf)).toEqual({
      runId: 'r7',
      repaired: [],
      renamed: [
        { from: 'events.jsonl', to: 'events-r7.jsonl' },
        { from: 'metrics.jsonl', to: 'metrics-r7.jsonl' },
      ],
    });
    expect(await contents()).toEqual({
      'events-r7.jsonl': '{"run":"r7"}\n{"seq":2}\n',
      'metrics-r7.jsonl': '{"seq":1}\n',
      'other.txt': 'mine',
    });
  });

  it('asks for the id by file, in the order of the file names', async () => {
    await leave({ 'transactions.jsonl': '{"t":1}\n', 'metrics.jsonl': '{"m":1}\n{"m":2}\n' });
    const asked: string[] = [];
    await archiveRun(directory, FILES, (line, fileName) => {
      asked.push(`${fileName} ${line}`);
      return undefined;
    });
    expect(asked).toEqual(['metrics.jsonl {"m":1}', 'transactions.jsonl {"t":1}']);
  });

  it('finds a first line that is longer than a block', async () => {
    const long = JSON.stringify({ pad: 'é'.repeat(100_000), run: 'long' });
    await leave({ 'events.jsonl': `${long}\n{}\n` });
    expect((await archiveRun(directory, FILES, runOf)).runId).toBe('long');
  });

  it('repairs a torn tail, and keeps a file that is empty afterwards for the next run', async () => {
    await leave({ 'events.jsonl': '{"run":"r7"}\n{"se', 'metrics.jsonl': '{"seq":1' });
    expect(await archiveRun(directory, FILES, runOf)).toEqual({
      runId: 'r7',
      repaired: [
        { file: 'events.jsonl', removedBytes: 4 },
        { file: 'metrics.jsonl', removedBytes: 8 },
      ],
      renamed: [{ from: 'events.jsonl', to: 'events-r7.jsonl' }],
    });
    expect(await contents()).toEqual({ 'events-r7.jsonl': '{"run":"r7"}\n', 'metrics.jsonl': '' });
  });

  it.each<[string, RunIdOf]>([
    ['no line has one', () => undefined],
    ['reading the line fails', () => JSON.parse('oops') as string],
    ['it is no text', () => 7 as unknown as string],
    ['nothing of it is safe', () => '../..'],
  ])('takes the time of the last change, before the repair, as the id when %s', async (_, runIdOf) => {
    await leave({ 'events.jsonl': '{}\n', 'metrics.jsonl': '{}\n{' });
    await utimes(join(directory, 'events.jsonl'), 1_700_000_000, 1_700_000_000);
    await utimes(join(directory, 'metrics.jsonl'), 1_700_000_001, 1_700_000_001.5);
    await archiveRun(directory, FILES, runIdOf);
    const id = '2023-11-14T22-13-21.500Z';
    expect(Object.keys(await contents())).toEqual([`events-${id}.jsonl`, `metrics-${id}.jsonl`]);
  });

  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['a b\0c/ü', 'a-b-c'],
    ['seed 7 · classic', 'seed-7-classic'],
    ['x'.repeat(300), 'x'.repeat(100)],
    ['2024-01-31T10:20:30.000Z', '2024-01-31T10-20-30.000Z'],
  ])('makes the id %j safe as a file name', async (run, safe) => {
    await leave({ 'events.jsonl': '{}\n' });
    expect((await archiveRun(directory, FILES, () => run)).runId).toBe(safe);
    expect(Object.keys(await contents())).toEqual([`events-${safe}.jsonl`]);
  });

  it('never overwrites: one further suffix for all files of the run', async () => {
    const kept = { 'events-r7.jsonl': 'a', 'transactions-r7-2.jsonl': 'b' };
    await leave({ ...kept, 'events.jsonl': '{"run":"r7"}\n', 'metrics.jsonl': '{}\n' });
    await archiveRun(directory, FILES, runOf);
    expect(await contents()).toEqual({ ...kept, 'events-r7-3.jsonl': '{"run":"r7"}\n', 'metrics-r7-3.jsonl': '{}\n' });
  });

  it('renames segments, compressed or not, before the live file, and finds the id in the oldest', async () => {
    const first = '{"run":"r9"}\n';
    await leave({ 'events.000002.jsonl': '{"e":2}\n', 'events.jsonl': '{"e":3}\n', 'metrics.000041.jsonl': '{"m":41}\n' });
    await writeFile(join(directory, 'events.000001.jsonl.gz'), gzipSync(first));
    // What was being compressed when its process ended.
    await leave({ 'events.000002.jsonl.gz.tmp': 'half', 'metrics.000041.jsonl.gz': 'a copy' });
    expect(await archiveRun(directory, FILES, runOf)).toEqual({
      runId: 'r9',
      repaired: [],
      renamed: [
        { from: 'events.000001.jsonl.gz', to: 'events-r9.000001.jsonl.gz' },
        { from: 'events.000002.jsonl', to: 'events-r9.000002.jsonl' },
        { from: 'events.jsonl', to: 'events-r9.jsonl' },
        { from: 'metrics.000041.jsonl', to: 'metrics-r9.000041.jsonl' },
      ],
    });
    expect(Object.keys(await contents())).toHaveLength(4);
  });

  it('takes a segment of an archived run for a name that is taken', async () => {
    await leave({ 'metrics-r7.000003.jsonl.gz': 'kept', 'events.jsonl': '{"run":"r7"}\n' });
    expect((await archiveRun(directory, FILES, runOf)).runId).toBe('r7-2');
  });

  it('takes a dangling link for a name that is taken', async () => {
    await symlink('nowhere', join(directory, 'events-r7.jsonl'));
    await leave({ 'events.jsonl': '{"run":"r7"}\n' });
    expect((await archiveRun(directory, FILES, runOf)).runId).toBe('r7-2');
  });

  it('does not rename a file onto another file of the journal', async () => {
    await leave({ 'x.jsonl': '{"run":"1"}\n' });
    await archiveRun(directory, ['x.jsonl', 'x-1.jsonl'], runOf);
    expect(Object.keys(await contents())).toEqual(['x-1-2.jsonl']);
  });

  it('does nothing where there is nothing', async () => {
    await leave({ 'events.jsonl': '' });
    await mkdir(join(directory, 'metrics.jsonl'));
    const nothing = { runId: undefined, repaired: [], renamed: [] };
    expect(await archiveRun(directory, FILES, runOf)).toEqual(nothing);
    expect(await archiveRun(join(directory, 'missing'), FILES, runOf)).toEqual(nothing);
    expect(await readdir(directory)).toEqual(['events.jsonl', 'metrics.jsonl']);
  });

  it('says which directory and why when it cannot', async () => {
    await leave({ file: '' });
    const path = join(directory, 'file');
    await expect(archiveRun(path, FILES, runOf)).rejects.toMatchObject({
      code: 'ERR_JOURNAL',
      message: expect.stringContaining(`Journal directory "${path}": expected the files of the former run to be renamed, got ENOTDIR`),
      cause: expect.objectContaining({ code: 'ENOTDIR' }),
    });
  });
});
