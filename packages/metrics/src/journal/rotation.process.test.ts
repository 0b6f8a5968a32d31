import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJournal } from './journal-reader.ts';
import { repairFile } from './repair.ts';
import { closeSegment, tidySegments } from './rotation.ts';
import { listSegments } from './segments.ts';

/** The fixtures run the built package, because Node 20 cannot run TypeScript. */
const WRITER = fileURLToPath(new URL('fixtures/rotating-writer.mjs', import.meta.url));
const LIVE = 'x.jsonl';
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-rotation-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function startWriter(path: string, ...numbers: readonly number[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [WRITER, path, LIVE, ...numbers.map(String)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [message] = (await once(child, 'message')) as [unknown];
  expect(message).toBe('rotating');
  return child;
}

/** The numbers of the records there are. Throws at what cannot be read. */
async function sequence(path: string): Promise<number[]> {
  const seqs: number[] = [];
  for await (const record of readJournal(path, LIVE)) seqs.push(record['seq'] as number);
  return seqs;
}

describe('the death of a process that rotates', () => {
  /** Returns what it left behind that was not finished. */
  async function killedWriters(path: string, rounds: number): Promise<string[]> {
    const unfinished: string[] = [];
    let next = 1;
    for (let round = 0; round < rounds; round++) {
      const child = await startWriter(path, next, 1e9, 400_000, 3);
      await sleep(Math.random() * 40);
      child.kill('SIGKILL');
      await once(child, 'exit');

      const left = await sequence(path);
      expect(left).toEqual(left.map((_, index) => left[0]! + index));
      expect(left.at(-1) ?? next).toBeGreaterThanOrEqual(next - 1);
      unfinished.push(...(await readdir(path)).filter((name) => name.endsWith('.tmp')));
      await repairFile(join(path, LIVE)).catch(() => {});
      if (round % 2 === 0) await tidySegments(path, LIVE);
      expect(await sequence(path)).toEqual(left);
      next = (left.at(-1) ?? 0) + 1;
    }
    await tidySegments(path, LIVE);
    const names = (await readdir(path)).filter((name) => name !== LIVE);
    expect(names.every((name) => name.endsWith('.jsonl.gz'))).toBe(true);
    return unfinished;
  }

  it('by kill -9 loses no record of a closed segment, and whoever comes next goes on', async () => {
    const paths = await Promise.all([1, 2].map(() => mkdtemp(join(directory, 'run-'))));
    const unfinished = await Promise.all(paths.map((path) => killedWriters(path, 25)));
    // Otherwise it was not killed where it was meant to be.
    expect(unfinished.flat().length).toBeGreaterThan(5);
  });
});

describe('a reading of what another process writes and rotates', () => {
  it('that follows gives each record once, and in its order', async () => {
    const records = 30_000;
    const stop = new AbortController();
    const following = readJournal(directory, LIVE, { follow: true, pollIntervalMs: 2, signal: stop.signal });
    const seqs: unknown[] = [];
    const reading = (async () => {
      for await (const { seq } of following) {
        seqs.push(seq);
        if (seq === records) stop.abort();
      }
    })();
    const child = await startWriter(directory, 1, records, 100_000);
    await Promise.all([reading, once(child, 'exit')]);
    expect(seqs).toEqual(Array.from({ length: records }, (_, index) => index + 1));
    expect((await listSegments(directory, LIVE)).length).toBeGreaterThan(20);
  });

  it('that does not follow gives a beginning of what is written', async () => {
    const child = await startWriter(directory, 1, 30_000, 100_000);
    const exited = once(child, 'exit');
    let isWriting = true;
    void exited.then(() => {
      isWriting = false;
    });
    let readings = 0;
    for (; isWriting; readings++) {
      const seqs = await sequence(directory).catch((error: unknown) => {
        // Before there is anything.
        expect(String(error)).toContain('expected a file or a segment of it, got none');
        return [];
      });
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
    await exited;
    expect(await sequence(directory)).toHaveLength(30_000);
    expect(readings).toBeGreaterThan(1);
  });

  it('tail -F goes on from one file to the next', async () => {
    const tail = spawn('tail', ['-s', '0.01', '-n', '+1', '-F', join(directory, LIVE)], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    tail.stdout.on('data', (data: Buffer) => {
      text += data.toString();
    });
    const expected: string[] = [];
    for (const number of [1, 2, 3]) {
      for (const part of ['a', 'b']) {
        expected.push(`{"segment":${number},"part":"${part}"}\n`);
        await appendFile(join(directory, LIVE), expected.at(-1)!);
        await expect.poll(() => text, { interval: 2, timeout: 10_000 }).toBe(expected.join(''));
      }
      await closeSegment(directory, LIVE, number);
      await tidySegments(directory, LIVE);
    }
    tail.kill();
  });
});
