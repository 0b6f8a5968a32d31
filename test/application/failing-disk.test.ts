/** A disk that really fails: the run goes on to its end, says so once, shows it, and what was written is whole. */
import { mkdirSync, readFileSync, readdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkRun } from '../recompute/check-run.ts';
import { Application, runToEnd, temporaryDirectory } from '../support/application.ts';
import type { Finished } from '../support/application.ts';
import { JOURNAL_FILES, recordsOf } from '../support/journal.ts';
import { makeReadOnly, smallDisk } from '../support/mounts.ts';

const RUN = ['run', '--turns', '400', '--seed', '7', '--deterministic', '--json'];
const DISK_KIB = 512;

interface Served {
  readonly exposition: string;
  readonly status: number;
  readonly health: Record<string, unknown>;
  readonly finished: Finished;
}

/** Runs to the last turn with a journal that fails, asks for everything, and stops. */
async function serve(logs: string): Promise<Served> {
  const application = new Application([...RUN, '--port', '0', '--keep-serving', '--log-dir', logs]);
  const url = await application.url();
  await application.said(/Still serving/);
  const exposition = await (await fetch(`${url}/metrics`)).text();
  const health = await fetch(`${url}/health`);
  return {
    exposition,
    status: health.status,
    health: (await health.json()) as Record<string, unknown>,
    finished: await application.stop(),
  };
}

function sampleValue(exposition: string, sample: string): number {
  return Number(
    exposition
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.split(' ')[1],
  );
}

function expectFailureShown({ exposition, status, health, finished }: Served, code: string): void {
  expect(sampleValue(exposition, 'tradesim_turn')).toBe(400);
  expect(sampleValue(exposition, 'tradesim_journal_failed')).toBe(1);
  const dropped = JOURNAL_FILES.map((file) => sampleValue(exposition, `tradesim_journal_dropped_records_total{file="${file}"}`));
  // All of a short file may have been written before.
  expect(Math.min(...dropped)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...dropped)).toBeGreaterThan(0);
  expect(status).toBe(503);
  expect(health).toMatchObject({ ok: false, turn: 400, journal: { failure: expect.stringContaining(code) as string } });
  expect((health['journal'] as { recordsDropped: number }).recordsDropped).toBeGreaterThan(0);
  expect(finished.stderr.split(code).length - 1, `${code} is said once:\n${finished.stderr}`).toBe(1);
  expect(finished.stderr).toMatch(new RegExp(`ERROR: .*${code}.* The run goes on without a journal; records are lost from here on\\.`));
  expect(finished.stderr).toMatch(/completed: 400 turns/);
  expect(JSON.parse(finished.stdout)).toMatchObject({ reason: 'completed', turns: 400, journal: { state: 'failed' } });
}

describe('a disk that is full', () => {
  it('does not stop the run, whose journal is a prefix of whole records', async (context) => {
    const logs = smallDisk(DISK_KIB, context);
    const served = await serve(logs);
    expectFailureShown(served, 'ENOSPC');
    expect(statfsSync(logs).bavail, 'blocks left').toBeLessThan(10);

    const whole = await runToEnd([...RUN, '--no-exporter']);
    for (const file of JOURNAL_FILES) {
      const written = readFileSync(join(logs, file), 'utf8');
      const records = recordsOf(logs, file);
      expect(readFileSync(join(whole.logs, file), 'utf8').startsWith(written), file).toBe(true);
      expect(records.length, file).toBe(sampleValue(served.exposition, `tradesim_journal_written_records_total{file="${file}"}`));
    }
    expect(recordsOf(logs, 'metrics.jsonl').length).toBeGreaterThan(10);
    expect(checkRun(whole.logs, [served.exposition]).mismatches, 'the economy is the same').toEqual([]);
  });

  it('ends with exit code 0', async (context) => {
    const logs = smallDisk(DISK_KIB, context);
    const { code, stderr } = await runToEnd([...RUN, '--no-exporter', '--log-dir', logs]);
    expect(stderr).toContain('ENOSPC');
    expect(code).toBe(0);
  });
});

describe('a disk that is read-only from the start', () => {
  it('does not stop the run, which leaves what is there as it is', async (context) => {
    const former = await runToEnd(['run', '--turns', '2', '--no-exporter']);
    const before = readdirSync(former.logs);
    makeReadOnly(former.logs, context);
    const served = await serve(former.logs);
    expectFailureShown(served, 'EROFS');
    expect(readdirSync(former.logs)).toEqual(before);
  });

  it('does not stop it where the log directory cannot even be made', async (context) => {
    const parent = join(temporaryDirectory(), 'parent');
    mkdirSync(parent);
    makeReadOnly(parent, context);
    const { code, stderr } = await runToEnd([...RUN, '--no-exporter', '--log-dir', join(parent, 'logs')]);
    expect(code).toBe(0);
    expect(stderr.split('EROFS').length - 1).toBe(1);
    expect(readdirSync(parent)).toEqual([]);
  });
});
