/** SIGINT and SIGTERM: the turn is ended, the journal is whole, whoever scrapes is answered, and nothing is left behind. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Application, COMMAND, shellExitCode, temporaryDirectory } from '../support/application.ts';
import { filesWithGaps, lastTurnSoFar, metricsOf, recordsOf } from '../support/journal.ts';
import { until } from '../support/until.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SIGNALS = [
  ['SIGINT', 130, 'interrupted'],
  ['SIGTERM', 143, 'terminated'],
] as const;

/** Checks that all three files end at the same whole turn, and returns it. */
function wholeJournal(logs: string, reason: string): number {
  expect(filesWithGaps(logs)).toEqual([]);
  const ended = recordsOf(logs, 'events.jsonl').at(-1)!;
  expect(ended).toMatchObject({ kind: 'run_ended', reason });
  const metrics = metricsOf(logs);
  expect(metrics.at(-1)?.turn ?? 0).toBe(ended.turn);
  expect(recordsOf(logs, 'transactions.jsonl').at(-1)?.turn ?? 0).toBeLessThanOrEqual(ended.turn);
  const bought = recordsOf(logs, 'transactions.jsonl').filter(({ outcome }) => outcome === 'bought').length;
  expect(metrics.at(-1)?.metrics['tradesim_transactions_total'] ?? 0).toBe(bought);
  return ended.turn;
}

describe.each(SIGNALS)('%s', (signal, exitCode, reason) => {
  it('right after the start', async () => {
    const early = new Application(['run', '--port', '0']);
    await once(early.process, 'spawn');
    expect(shellExitCode(await early.stop(signal))).toBe(exitCode);

    const announced = new Application(['run', '--port', '0']);
    await announced.said(/INFO: TradeSim/);
    const { code, stderr } = await announced.stop(signal);
    expect(code).toBe(exitCode);
    expect(stderr).toContain(`${reason}: ending the turn and writing the journal; once more ends at once.`);
    wholeJournal(announced.logs, reason);
  });

  it('in the middle of a paced run', async () => {
    const application = new Application(['run', '--no-exporter', '--pace', '50']);
    await application.until('5 turns', () => lastTurnSoFar(application.logs) >= 5);
    expect((await application.stop(signal)).code).toBe(exitCode);
    expect(wholeJournal(application.logs, reason)).toBeGreaterThanOrEqual(5);
  });

  it('in the middle of an unpaced run of many companies', async () => {
    const application = new Application([
      'run',
      '--port',
      '0',
      '--pace',
      'max',
      '--set',
      'companies.count=500',
      '--set',
      'suppliers.count=50',
      '--json',
    ]);
    await application.until('30 turns', () => lastTurnSoFar(application.logs) >= 30);
    const { code, stdout } = await application.stop(signal);
    expect(code).toBe(exitCode);
    const turn = wholeJournal(application.logs, reason);
    expect(JSON.parse(stdout)).toMatchObject({ reason, turns: turn });
  });

  it('while serving after the end', async () => {
    const application = new Application(['run', '--turns', '7', '--port', '0', '--keep-serving']);
    await application.said(/Still serving/);
    expect((await application.stop(signal)).code).toBe(exitCode);
    expect(wholeJournal(application.logs, 'completed')).toBe(7);
  });
});

/** Connects, and sends the beginning of a request. */
async function openSocket(url: string, beginning: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), new URL(url).hostname);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(beginning);
  return socket;
}

async function startServing(...args: string[]): Promise<{ readonly application: Application; readonly url: string }> {
  const application = new Application(['run', '--port', '0', ...args]);
  const url = await application.url();
  await application.until('a turn', async () => (await (await fetch(`${url}/metrics`)).text()).includes('\ntradesim_turn '));
  return { application, url };
}

describe('the exporter, when the application is stopped', () => {
  it('answers a scrape that has begun, with the last turn', async () => {
    const { application, url } = await startServing();
    const socket = await openSocket(url, 'GET /metrics HTTP/1.1\r\nHost: x\r\n');
    // The request line is read before this answer is written.
    await (await fetch(`${url}/health`)).text();
    application.process.kill('SIGTERM');
    await application.said(/terminated: \d+ turns/);
    socket.write('\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect((await application.finished).code).toBe(143);
    const lastTurn = wholeJournal(application.logs, 'terminated');
    expect(answer).toContain(`\ntradesim_turn ${lastTurn}\n`);
    expect(answer).toContain('\ntradesim_run_active 0\n');
    expect(answer).not.toMatch(/^tradesim_turns_per_second /m);
  });

  it('is not held up by connections that are kept alive', async () => {
    const { application, url } = await startServing();
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const [response] = (await once(get(`${url}/metrics`, { agent }), 'response')) as [NodeJS.ReadableStream];
    expect(await text(response)).toContain('tradesim_turn');
    const silent = await openSocket(url, '');
    const start = performance.now();
    expect((await application.stop()).code).toBe(143);
    expect(performance.now() - start).toBeLessThan(3000);
    silent.destroy();
  });

  it('does not make a second signal wait', async () => {
    const { application, url } = await startServing();
    await openSocket(url, 'GET /metrics HTTP/1.1\r\nHost: x\r\n');
    await (await fetch(`${url}/health`)).text();
    application.process.kill('SIGINT');
    await application.said(/interrupted: \d+ turns/);
    expect(application.process.exitCode).toBeNull();
    const start = performance.now();
    expect((await application.stop('SIGTERM')).code).toBe(143);
    expect(performance.now() - start).toBeLessThan(2000);
    wholeJournal(application.logs, 'interrupted');
  });
});

describe('npm start', () => {
  it('passes options and SIGTERM on, and leaves no process behind', async () => {
    const logs = temporaryDirectory();
    const npm = new Application(['run', 'start', '--', '--port', '0', '--seed', '7', '--log-dir', logs], { program: 'npm', cwd: ROOT });
    const url = await npm.url();
    const pid = await npm.until('a turn', async () => {
      const exposition = await (await fetch(`${url}/metrics`)).text();
      return exposition.includes('\ntradesim_turn ') && childOf(npm.process.pid!);
    });
    onTestFinished(() => {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    });
    const finished = await npm.stop('SIGTERM');
    expect(shellExitCode(finished)).toBe(143);
    await until('the end of the application', () => !isAlive(pid));
    expect(recordsOf(logs, 'events.jsonl')[0]).toMatchObject({ seed: 7 });
    expect(wholeJournal(logs, 'terminated')).toBeGreaterThan(0);
  });
});

/** The process that npm has started; the shell between them is replaced by it. */
function childOf(pid: number): number {
  const [child, ...others] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  expect(others).toEqual([]);
  const [, script, command] = readFileSync(`/proc/${child!}/cmdline`, 'utf8').split('\0');
  expect([join(ROOT, script!), command]).toEqual([COMMAND, 'run']);
  return Number(child);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
