/** A recorded run, served again: a scrape shows what was recorded for its turn. */
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Application, runToEnd } from '../support/application.ts';
import { identityOfKey } from '../support/journal-identity.ts';
import { metricsOf } from '../support/journal.ts';

/** The samples of an exposition, whatever the order of their labels. */
function samplesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [identityOfKey(line.slice(0, line.lastIndexOf(' '))), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

describe('tradesim replay', () => {
  it('serves each turn as it was recorded, and the last one until it is stopped', async () => {
    const { directory, logs } = await runToEnd(['run', '--turns', '40', '--seed', '7', '--no-exporter']);
    const records = new Map(metricsOf(logs).map((record) => [record.turn, record]));
    const application = new Application(['replay', 'logs', '--pace', '20', '--port', '0', '--keep-serving'], { cwd: directory });
    const url = await application.url();
    const seen = new Set<number>();
    await application.until('the last turn', async () => {
      const samples = samplesOf(await (await fetch(`${url}/metrics`)).text());
      const turn = samples.get(identityOfKey('tradesim_turn'));
      if (turn === undefined) return false;
      const { metrics, runtime } = records.get(turn)!;
      const recorded = Object.entries({ ...metrics, ...runtime }).filter(([, value]) => value !== null);
      expect(samples).toEqual(new Map(recorded.map(([key, value]) => [identityOfKey(key), value])));
      return seen.add(turn).has(40);
    });
    expect(seen.size).toBeGreaterThan(2);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ state: 'ended', turn: 40 });
    expect(await application.stop('SIGTERM')).toMatchObject({
      code: 143,
      stderr: expect.stringContaining('40 turns shown, the last one 40.') as string,
    });
  });

  it('ends by itself, and begins where it was asked to', async () => {
    const { directory } = await runToEnd(['run', '--turns', '30', '--no-exporter', '--deterministic']);
    const { code, stderr, stdout } = await runToEnd(['replay', '--from', '21', '--speed', '100', '--port', '0'], { cwd: directory });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('10 turns shown, the last one 30.');
  });

  it('says what is wrong with a journal, a directory and options', async () => {
    const { directory, logs } = await runToEnd(['run', '--turns', '5', '--no-exporter']);
    const path = join(logs, 'metrics.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"turn":3', '"turn":'));
    const replayed = (...args: string[]) => runToEnd(['replay', '--port', '0', '--pace', 'max', ...args], { cwd: directory });
    const [corrupt, missing, unknown, both] = await Promise.all([
      replayed(),
      replayed('nowhere'),
      replayed('--run', 'x'),
      replayed('--speed', '2'),
    ]);
    expect(corrupt).toMatchObject({ code: 1, stderr: expect.stringContaining('line 3, byte') as string });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('expected a file or a segment of it, got none') as string });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('metrics-x.jsonl') as string });
    expect(both.code).toBe(2);
  });
});
