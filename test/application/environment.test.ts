/** Each option can be given as TRADESIM_… in the environment; what is typed wins. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listSegments, readJournal } from '@tradesim/metrics/journal';
import type { JournalRecord } from '@tradesim/metrics/journal';
import { describe, expect, it } from 'vitest';
import { Application, runToEnd, temporaryDirectory } from '../support/application.ts';
import { metricsOf, recordsOf } from '../support/journal.ts';

describe('the environment', () => {
  it('sets what a run does', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'own.yaml'), 'name: own\n');
    const env = {
      TRADESIM_TURNS: '40',
      TRADESIM_SEED: '11',
      TRADESIM_SCENARIO: './own.yaml',
      TRADESIM_SET: 'companies.count=300 suppliers.count=9',
      TRADESIM_PACE: 'max',
      TRADESIM_NO_EXPORTER: 'yes',
      TRADESIM_LOG_DIR: 'elsewhere',
      TRADESIM_ROTATE_SIZE: '150K',
      TRADESIM_DETERMINISTIC: 'true',
      TRADESIM_LOG_LEVEL: 'warn',
      TRADESIM_JSON: '1',
    };
    const run = await runToEnd([], { cwd: directory, env });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ turns: 40, seed: 11, scenario: 'own' });
    expect(run.stderr).not.toContain('INFO');
    const logs = join(directory, 'elsewhere');
    expect((await listSegments(logs, 'transactions.jsonl')).length).toBeGreaterThan(0);
    const { value: first } = (await readJournal(logs, 'events.jsonl')[Symbol.asyncIterator]().next()) as { readonly value: JournalRecord };
    expect(first).toMatchObject({
      seed: 11,
      started: 0,
      scenario: { name: 'own', companies: { count: 300 }, suppliers: { count: 9 } },
    });
    expect(existsSync(run.logs)).toBe(false);
  });

  it('sets how it is served', async () => {
    const env = {
      TRADESIM_PORT: '0',
      TRADESIM_HOST: '127.0.0.3',
      TRADESIM_KEEP_SERVING: 'on',
      TRADESIM_NO_LEDGER: '1',
      TRADESIM_TURNS: '2',
    };
    const application = new Application(['run'], { env });
    expect(new URL(await application.url()).hostname).toBe('127.0.0.3');
    await application.said(/Still serving/);
    expect((await application.stop()).code).toBe(143);
    expect(statSync(join(application.logs, 'transactions.jsonl')).size).toBe(0);
  });

  it('gives way to what is typed, and adds to its --set', async () => {
    const env = {
      TRADESIM_TURNS: '500',
      TRADESIM_SEED: '1',
      TRADESIM_LOG_DIR: 'elsewhere',
      TRADESIM_SET: 'companies.count=5 suppliers.count=7',
      TRADESIM_NO_EXPORTER: '1',
    };
    const run = await runToEnd(['run', '--turns', '6', '--seed', '2', '--log-dir', 'logs', '--set', 'companies.count=8'], { env });
    expect(run.code).toBe(0);
    expect(recordsOf(run.logs, 'events.jsonl')[0]).toMatchObject({
      seed: 2,
      scenario: { companies: { count: 8 }, suppliers: { count: 7 } },
    });
    expect(metricsOf(run.logs)).toHaveLength(6);
  });

  it('ends with 2 and the name of the variable when it is wrong', async () => {
    const run = await runToEnd(['run'], { env: { TRADESIM_TURNS: 'many' } });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('error: TRADESIM_TURNS: "many" is invalid. Expected an integer from 1 to 9007199254740991.\n');
    expect(existsSync(run.logs)).toBe(false);
  });
});
