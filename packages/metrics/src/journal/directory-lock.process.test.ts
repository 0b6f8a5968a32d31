import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from './directory-lock.ts';

/** The fixtures run the built package, because Node 20 cannot run TypeScript. */
const FIXTURE = fileURLToPath(new URL('fixtures/lock-taker.mjs', import.meta.url));
let directory: string;
let lock: string;
let children: ChildProcess[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-lock-'));
  lock = join(directory, 'journal.lock');
  children = [];
});

afterEach(async () => {
  await Promise.all(children.map(kill));
  await rm(directory, { recursive: true });
});

/** Starts a process that takes locks, in a container of its own where the command before it says so. */
async function start(options: { readonly container?: readonly string[]; readonly args?: readonly string[] } = {}): Promise<ChildProcess> {
  const [command, ...args] = [...(options.container ?? []), process.execPath, FIXTURE, directory, ...(options.args ?? [])];
  const child = spawn(command!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(child);
  await once(child, 'message');
  return child;
}

async function ask(child: ChildProcess, command: 'take' | 'release'): Promise<unknown> {
  child.send(command);
  const [answer] = (await once(child, 'message')) as [unknown];
  return answer;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('processes', () => {
  it('are refused while another one lives, and not when it has been killed', async () => {
    const [first, second] = [await start(), await start()];
    expect(await ask(first, 'take')).toBe('taken');
    expect(await ask(second, 'take')).toBe(first.pid);
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      holder: { pid: first.pid, command: expect.stringContaining('lock-taker.mjs') },
    });
    await kill(first);
    expect(await ask(second, 'take')).toBe('taken');
    expect(await ask(second, 'release')).toBe('released');
    expect(await readdir(directory)).toEqual([]);
  });

  it('that race for the lock of a dead one win one at a time', async () => {
    const stale = join(directory, 'stale');
    const dead = await start();
    await ask(dead, 'take');
    await kill(dead);
    await cp(lock, stale, { recursive: true, filter: (path) => !path.endsWith('.sock') });
    const racers = await Promise.all(Array.from({ length: 20 }, () => start()));
    for (let round = 0; round < 30; round++) {
      await rm(lock, { recursive: true, force: true });
      if (round % 3 === 0) await mkdir(lock);
      else await cp(stale, lock, { recursive: true });
      const answers = await Promise.all(racers.map((racer) => ask(racer, 'take')));
      const winner = answers.indexOf('taken');
      const expected = racers.map((_, index) => (index === winner ? 'taken' : racers[winner]!.pid));
      expect(answers).toEqual(expected);
      if (round % 4 !== 3) expect(await ask(racers[winner]!, 'release')).toBe('released');
      else {
        await kill(racers[winner]!);
        racers[winner] = await start();
      }
    }
    expect((await readdir(directory)).filter((name) => name.startsWith('journal.lock.'))).toEqual([]);
  });

  it('that take, release and take over without a break never hold it at the same time', async () => {
    const racers = await Promise.all(Array.from({ length: 6 }, () => start()));
    let holders = 0;
    let turns = 0;
    const race = async (racer: ChildProcess): Promise<void> => {
      for (let round = 0; round < 60; round++) {
        if ((await ask(racer, 'take')) !== 'taken') continue;
        holders += 1;
        turns += 1;
        expect(holders).toBe(1);
        // Others that hold it say so meanwhile.
        await new Promise(setImmediate);
        holders -= 1;
        expect(await ask(racer, 'release')).toBe('released');
      }
    };
    await Promise.all(racers.map(race));
    expect(turns).toBeGreaterThan(10);
  });

  it('that are killed at any moment leave nothing that keeps others out, nor stays', async () => {
    for (let round = 0; round < 12; round++) {
      const child = await start({ args: ['for-ever'] });
      await sleep(Math.random() * 10);
      await kill(child);
      await (await lockDirectory(directory)).release();
      expect(await readdir(directory)).toEqual([]);
    }
  });
});

describe('containers of one machine', () => {
  it('see by a socket whether the owner lives, however long the path of the directory is', async (context) => {
    const container = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const probe = spawn(container[0]!, [...container.slice(1), 'true'], { stdio: 'ignore' });
    const [status] = (await once(probe, 'exit').catch(() => [1])) as [number];
    if (status !== 0) context.skip('a namespace for processes cannot be made here');

    directory = join(directory, 'x'.repeat(120));
    await mkdir(directory);
    const [first, second] = [await start({ container }), await start({ container })];
    expect(await ask(first, 'take')).toBe('taken');
    // The number it has in its container.
    expect(await ask(second, 'take')).toBe(1);
    await expect(lockDirectory(directory)).rejects.toThrow(/got process 1 of .* It cannot be seen from here: when it has ended, remove/);
    await kill(first);
    await expect.poll(() => ask(second, 'take'), { interval: 5, timeout: 10_000 }).toBe('taken');
    await kill(second);
    directory = join(directory, '..');
  });
});
