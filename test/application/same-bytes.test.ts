import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Application, runToEnd } from '../support/application.ts';

const FILES = ['events.jsonl', 'transactions.jsonl', 'metrics.jsonl'];
const RUN = ['run', '--seed', '42', '--turns', '3000', '--deterministic'];

function journalOf(logs: string): Buffer[] {
  return FILES.map((file) => readFileSync(join(logs, file)));
}

describe('a deterministic run', () => {
  it(
    'writes the same bytes whether it is bare or scraped hard elsewhere, in another time zone and at another log level',
    { timeout: 60_000 },
    async () => {
      const bare = await runToEnd([...RUN, '--no-exporter', '--log-level', 'silent']);
      const observed = new Application([...RUN, '--port', '0', '--pace', '1500', '--log-level', 'debug'], {
        env: { TZ: 'Pacific/Kiritimati', LANG: 'ar_EG.UTF-8' },
      });
      const url = await observed.url();
      let scrapes = 0;
      let isRunning = true;
      const finished = observed.finished.finally(() => (isRunning = false));
      while (isRunning) {
        const responses = await Promise.allSettled(
          ['metrics', 'health', '', 'metrics'].map(async (path) => (await fetch(`${url}/${path}`)).text()),
        );
        scrapes += responses.filter((response) => response.status === 'fulfilled').length;
      }
      expect((await finished).code).toBe(0);
      expect(bare.code).toBe(0);
      expect(scrapes).toBeGreaterThan(50);
      const [expected, actual] = [journalOf(bare.logs), journalOf(observed.logs)];
      for (const [i, file] of FILES.entries()) expect(actual[i]!.equals(expected[i]!), file).toBe(true);
      expect(expected[2]!.length).toBeGreaterThan(1_000_000);
    },
  );

  it('writes other bytes for another seed', async () => {
    const [one, other] = await Promise.all(
      ['1', '2'].map((seed) => runToEnd(['run', '--turns', '20', '--deterministic', '--no-exporter', '--seed', seed])),
    );
    expect(journalOf(one!.logs)[0]!.equals(journalOf(other!.logs)[0]!)).toBe(false);
  });
});
