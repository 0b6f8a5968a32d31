import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repairFile } from './repair.ts';

const FILES = ['a.jsonl', 'b.jsonl', 'c.jsonl'];
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-death-'));
});

afterEach(() => rm(directory, { recursive: true }));

/** The fixtures run the built package, because Node 20 cannot run TypeScript. */
function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

/** Starts a busy writer and kills it at its n-th sign of life. */
async function killBusyWriter(signsOfLife: number): Promise<void> {
  const child = spawn(process.execPath, [fixture('busy-writer.mjs'), directory, ...FILES], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let signs = 0;
  child.stdout.on('data', (dots: Buffer) => {
    signs += dots.length;
    if (signs >= signsOfLife) child.kill('SIGKILL');
  });
  expect(await exited).toEqual([null, 'SIGKILL']);
}

function sequence(text: string): number[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
}

describe('the death of a writing process', () => {
  it.each([1, 3, 5, 10, 20, 40])('by kill -9 tears at most the last line of a file (sign of life %d)', async (signsOfLife) => {
    await killBusyWriter(signsOfLife);
    let records = 0;
    for (const file of FILES) {
      const path = join(directory, file);
      const left = await readFile(path, 'utf8');
      const whole = left.slice(0, left.lastIndexOf('\n') + 1);
      const seqs = sequence(whole);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      await repairFile(path);
      expect(await readFile(path, 'utf8')).toBe(whole);
      records += seqs.length;
    }
    expect(records).toBeGreaterThan(0);
  });

  it.each([
    ['does not wait for the timer, and loses what was buffered', 1_000, ''],
    ['waits for a write that has begun', 1, '{"seq":1}\n'],
  ])('by its own end %s', async (_, flushBytes, content) => {
    const args = [fixture('leaving-writer.mjs'), directory, 'a.jsonl', String(flushBytes)];
    const { stderr } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
    expect(stderr).toBe('');
    expect(await readFile(join(directory, 'a.jsonl'), 'utf8')).toBe(content);
  });
});
