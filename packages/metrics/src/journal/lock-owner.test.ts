import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { currentOwner, judge, parseOwner, processTable } from './lock-owner.ts';
import type { LockOwner } from './lock-owner.ts';

const owner: LockOwner = {
  id: '9b2d5f0e-0000-4000-8000-000000000000',
  pid: 42,
  startTime: '1000',
  pidNamespace: 'pid:[1]',
  bootId: 'boot-1',
  host: 'web-1',
  since: '2026-01-31T10:20:30.000Z',
  command: 'node tradesim.js',
};

describe('judge', () => {
  const RUNNING = '1000';
  it.each<[string, Partial<LockOwner>, Partial<LockOwner>, string | null | undefined, string]>([
    ['a process that runs', {}, {}, RUNNING, 'held'],
    ['one that has ended', {}, {}, undefined, 'stale'],
    ['one whose number another process has now', {}, {}, '2000', 'stale'],
    ['one whose start time is hidden', {}, {}, null, 'held'],
    ['one that did not know its start time', { startTime: null }, {}, RUNNING, 'held'],
    ['a process before the machine was started again', { bootId: 'boot-0' }, {}, RUNNING, 'stale'],
    ['a process of another machine', { bootId: 'boot-0', host: 'web-2' }, {}, RUNNING, 'elsewhere'],
    ['a process of another container', { pidNamespace: 'pid:[2]', host: 'web-2' }, {}, RUNNING, 'unseen'],
    ['a process of the same container before it was started again', { pidNamespace: 'pid:[2]' }, {}, RUNNING, 'unseen'],
    ['a process of the same namespace whose machine was renamed', { host: 'web-0' }, {}, RUNNING, 'held'],
    [
      'a process of this machine, without /proc',
      { bootId: null, pidNamespace: null, startTime: null },
      { bootId: null, pidNamespace: null },
      null,
      'held',
    ],
    [
      'one that has ended, without /proc',
      { bootId: null, pidNamespace: null, startTime: null },
      { bootId: null, pidNamespace: null },
      undefined,
      'stale',
    ],
    ['a process of another machine, without /proc', { bootId: null, host: 'web-2' }, { bootId: null }, RUNNING, 'elsewhere'],
    ['a process that had no /proc', { bootId: null, pidNamespace: null }, {}, RUNNING, 'unseen'],
  ])('%s', async (_, of, by, startTime, verdict) => {
    const processes = { startTimeOf: () => Promise.resolve(startTime) };
    expect(await judge({ ...owner, ...of }, { ...owner, pid: 7, ...by }, processes)).toBe(verdict);
  });
});

describe('parseOwner', () => {
  it('reads what was written', () => {
    expect(parseOwner(JSON.stringify(owner))).toEqual(owner);
  });

  it.each(['', '{', 'null', '7', '{}', '{"id":"x"}', '{"id":"x","pid":"42"}'])('is undefined for %j', (text) => {
    expect(parseOwner(text)).toBeUndefined();
  });
});

describe('this process', () => {
  it('is known by number, start time, namespace and boot', async () => {
    const me = await currentOwner();
    const stat = await readFile('/proc/self/stat', 'utf8');
    expect(me).toMatchObject({ pid: process.pid, startTime: stat.split(' ')[21], pidNamespace: expect.stringMatching(/^pid:\[\d+\]$/) });
    expect(me.bootId).toMatch(/^[\da-f-]{36}$/);
    expect(new Date(me.since).getTime()).toBeLessThanOrEqual(Date.now());
    expect(await judge(me, await currentOwner(), processTable)).toBe('held');
    expect((await currentOwner()).id).not.toBe(me.id);
  });
});

describe('processTable', () => {
  it('knows whether there is a process, whatever its name', async () => {
    const child = spawn('bash', ['-c', `exec -a ') Z 1 (' sleep 60`]);
    const renamed = spawn(process.execPath, ['-e', `process.title = 'a) Z b'; console.log(1); setInterval(() => {}, 1000);`]);
    await Promise.all([once(child, 'spawn'), once(renamed.stdout, 'data')]);
    for (const each of [child, renamed]) {
      expect(await processTable.startTimeOf(each.pid!)).toMatch(/^\d+$/);
      each.kill('SIGKILL');
      await once(each, 'exit');
      expect(await processTable.startTimeOf(each.pid!)).toBeUndefined();
    }
  });

  it('does not take for a process what has ended and was not waited for', async () => {
    const parent = spawn('bash', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [text] = (await once(parent.stdout, 'data')) as [Buffer];
      const child = Number(text.toString());
      // What it has become does not wait for children.
      await expect.poll(() => readFile(`/proc/${parent.pid}/comm`, 'utf8'), { interval: 2, timeout: 10_000 }).toBe('sleep\n');
      expect(await processTable.startTimeOf(child)).toMatch(/^\d+$/);
      process.kill(child, 'SIGKILL');
      await expect.poll(() => readFile(`/proc/${child}/stat`, 'utf8'), { interval: 2, timeout: 10_000 }).toContain(') Z ');
      expect(await processTable.startTimeOf(child)).toBeUndefined();
    } finally {
      parent.kill('SIGKILL');
    }
  });
});
