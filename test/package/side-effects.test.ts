import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Consumer } from '../../tools/package/consumer.ts';

const TIMEOUT_MS = 10_000;
const PROBE = readFileSync(new URL('fixtures/import-probe.mjs', import.meta.url), 'utf8');

let consumer: Consumer;

beforeAll(() => {
  consumer = new Consumer();
  consumer.write('probe.mjs', PROBE);
});

afterAll(() => consumer.remove());

/** Imports a module in a process of its own and returns what was left behind, how the process ended and what it wrote to stderr. */
function importAlone(specifier: string, timeout = TIMEOUT_MS): { leftBehind: unknown; status: number | null; stderr: string } {
  const { stdout, status, stderr } = spawnSync(process.execPath, ['probe.mjs', specifier], {
    cwd: consumer.root,
    encoding: 'utf8',
    timeout,
  });
  return { leftBehind: JSON.parse(stdout || 'null'), status, stderr };
}

it('leaves nothing behind on import, and lets the process end', () => {
  const { specifiers } = consumer;
  expect(specifiers).toContain('@tradesim/metrics/system');
  const outcomes = specifiers.map((specifier) => ({ specifier, ...importAlone(specifier) }));
  expect(outcomes).toEqual(specifiers.map((specifier) => ({ specifier, leftBehind: [], status: 0, stderr: '' })));
});

it.each([
  ['a global', 'globalThis.planted = 1;', [['globals', ['planted']]]],
  ['a global under a symbol', 'globalThis[Symbol.for("planted")] = 1;', [['globals', ['Symbol(planted)']]]],
  ['a listener', 'process.on("beforeExit", () => {});', [['listeners', ['beforeExit']]]],
  ['a timer that keeps nobody waiting', 'setInterval(() => {}, 1000).unref();', [['resources', ['Timeout']]]],
  [
    'a monitor',
    'import { monitorEventLoopDelay } from "node:perf_hooks"; monitorEventLoopDelay().enable();',
    [['resources', ['ELDHISTOGRAM']]],
  ],
  ['a variable of the environment', 'process.env.PLANTED = "1";', [['environment', ['changed']]]],
])('notices %s', (_, source, leftBehind) => {
  consumer.write('planted.mjs', source);
  expect(importAlone('./planted.mjs')).toEqual({ leftBehind, status: 0, stderr: '' });
});

it('notices what keeps the process alive', () => {
  consumer.write('planted.mjs', 'setInterval(() => {}, 1000);');
  const { status } = importAlone('./planted.mjs', 1000);
  expect(status).toBeNull();
});
