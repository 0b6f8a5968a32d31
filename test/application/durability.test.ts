/** What a kill may lose: with `--durability turn`, no turn that somebody has seen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Application } from '../support/application.ts';

function lastTurnOf(logs: string): number {
  const lines = readFileSync(join(logs, 'metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
  return (JSON.parse(lines.at(-1) ?? '{"turn":0}') as { turn: number }).turn;
}

async function turnSeen(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^tradesim_turn (\d+)$/m.exec(text)?.[1] ?? 0);
}

it.each([1, 2, 3, 4])('a killed process has on the disk every turn that was shown, round %i', async (round) => {
  const application = new Application(['run', '--durability', 'turn', '--pace', 'max', '--port', '0', '--seed', String(round)]);
  const url = await application.url();
  let seen = 0;
  const wanted = 50 * round;
  while (seen < wanted) seen = await turnSeen(url);
  const seenLast = Math.max(seen, await turnSeen(url));
  await application.stop('SIGKILL');
  expect(lastTurnOf(application.logs)).toBeGreaterThanOrEqual(seenLast);
});

it('a run to the end is the same with each of them', async () => {
  const journals = [];
  for (const durability of ['none', 'interval', 'turn']) {
    const application = new Application([
      'run',
      '--durability',
      durability,
      '--turns',
      '300',
      '--no-exporter',
      '--deterministic',
      '--seed',
      '5',
    ]);
    const { code } = await application.finished;
    journals.push([
      code,
      ...['events', 'transactions', 'metrics'].map((name) => readFileSync(join(application.logs, `${name}.jsonl`), 'utf8')),
    ]);
  }
  expect(journals[0]![0]).toBe(0);
  expect(journals[1]).toEqual(journals[0]);
  expect(journals[2]).toEqual(journals[0]);
});
