import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeSegment, tidySegments } from './rotation.ts';

/** The fixtures run the built package, because Node 20 cannot run TypeScript. */
const READER = fileURLToPath(new URL('fixtures/measured-reader.mjs', import.meta.url));
const FILE_BYTES = 200 * 1000 * 1000;
const LIVE = 'x.jsonl';
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-large-'));
});

afterEach(() => rm(directory, { recursive: true }));

/** Records of some 400 bytes. Returns how many, and the sum of their numbers. */
async function writeLargeFile(): Promise<{ records: number; sum: number }> {
  await using file = await open(join(directory, LIVE), 'w');
  const pad = 'é€😀'.repeat(40);
  const block = Buffer.from(
    Array.from({ length: 2000 }, (_, seq) => `${JSON.stringify({ seq, turn: 7, company: 'c-12', text: pad })}\n`).join(''),
  );
  const blocks = Math.ceil(FILE_BYTES / block.length);
  for (let i = 0; i < blocks; i++) await file.write(block);
  return { records: 2000 * blocks, sum: 1999 * 1000 * blocks };
}

async function measured(): Promise<{ seconds: number; grownBytes: number }> {
  const child = fork(READER, [directory, LIVE]);
  const [message] = (await once(child, 'message')) as [{ seconds: number; grownBytes: number }];
  return message;
}

it('keeps no more of a line without an end than is allowed', async () => {
  await writeFile(join(directory, LIVE), '{"seq":1}\n');
  await truncate(join(directory, LIVE), 200_000_000);
  const { grownBytes, ...read } = await measured();
  expect(read).toMatchObject({ records: 1, sum: 1 });
  expect(grownBytes).toBeLessThan(100 * 1000 * 1000);
});

it('reads 200 MB, plain and compressed, with less than half of that in memory', async () => {
  const written = await writeLargeFile();
  const plain = await measured();
  await closeSegment(directory, LIVE, 1);
  await tidySegments(directory, LIVE);
  const compressed = await measured();
  for (const { grownBytes, ...read } of [plain, compressed]) {
    expect(read).toMatchObject(written);
    expect(grownBytes).toBeLessThan(100 * 1000 * 1000);
  }
});
