/** A start where a former run has left its journal: it is kept under its run id, and the new run begins at 0. */
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Application, runToEnd, temporaryDirectory } from '../support/application.ts';
import { JOURNAL_FILES, contentsOf, filesWithGaps, metricsOf, recordsOf } from '../support/journal.ts';

const RUN = ['run', '--no-exporter', '--seed', '5', '--deterministic'];

function archived(logs: string, runId: string): string[] {
  return JOURNAL_FILES.map((file) => readFileSync(join(logs, file.replace('.jsonl', `-${runId}.jsonl`)), 'utf8'));
}

describe('a start over an old run', () => {
  it('cuts a torn tail, keeps the rest under the run id, says both, and counts from 0', async () => {
    const former = await runToEnd([...RUN, '--turns', '40']);
    const [events, transactions, metrics] = JOURNAL_FILES.map((file) => readFileSync(join(former.logs, file), 'utf8'));
    appendFileSync(join(former.logs, 'metrics.jsonl'), '{"seq":41,"timestamp":4');
    appendFileSync(join(former.logs, 'transactions.jsonl'), '{"seq":999,"turn":41}{\n');

    const application = new Application(['run', '--turns', '3', '--port', '0', '--keep-serving'], { cwd: former.directory });
    await application.said(/Repaired metrics\.jsonl of the former run: cut 23 bytes of a torn last record\./);
    await application.said(/Repaired transactions\.jsonl of the former run: cut 23 bytes/);
    for (const name of ['events', 'transactions', 'metrics'])
      await application.said(new RegExp(`Kept ${name}\\.jsonl of the former run as ${name}-classic-5\\.jsonl\\.`));
    const url = await application.url();
    await application.said(/Still serving/);
    const exposition = await (await fetch(`${url}/metrics`)).text();
    expect(exposition).toContain('\ntradesim_turns_total 3\n');
    expect(exposition).toContain('\ntradesim_turn 3\n');
    expect(exposition).toContain('\ntradesim_journal_written_records_total{file="metrics.jsonl"} 3\n');
    expect((await application.stop()).stderr).not.toContain('Repaired events');

    expect(archived(former.logs, 'classic-5')).toEqual([events, transactions, metrics]);
    expect(metricsOf(former.logs).map(({ turn }) => turn)).toEqual([1, 2, 3]);
    expect(metricsOf(former.logs)[0]!.metrics['tradesim_turns_total']).toBe(1);
    expect(filesWithGaps(former.logs)).toEqual([]);
  });

  it('never writes one old run over another, though both have the same id', async () => {
    const directory = temporaryDirectory();
    const logs = join(directory, 'logs');
    const journals: string[][] = [];
    for (const turns of ['1', '2', '3']) {
      expect((await runToEnd([...RUN, '--turns', turns], { cwd: directory })).code).toBe(0);
      journals.push(JOURNAL_FILES.map((file) => readFileSync(join(logs, file), 'utf8')));
    }
    expect(archived(logs, 'classic-5')).toEqual(journals[0]);
    expect(archived(logs, 'classic-5-2')).toEqual(journals[1]);
    expect(metricsOf(logs)).toHaveLength(3);
    expect(contentsOf(logs).size).toBe(9);
  });

  it('whose first line is corrupt keeps it under the time of its last change', async () => {
    const former = await runToEnd([...RUN, '--turns', '2']);
    const path = join(former.logs, 'events.jsonl');
    const corrupt = readFileSync(path, 'utf8').replace('{', '\0\0');
    writeFileSync(path, corrupt);
    const next = await runToEnd([...RUN, '--turns', '1'], { cwd: former.directory });
    expect(next.code).toBe(0);
    const name = /Kept events\.jsonl of the former run as (events-\d{4}-\d\d-\d\dT[\dT.Z-]+\.jsonl)\./.exec(next.stderr)![1]!;
    expect(readFileSync(join(former.logs, name), 'utf8')).toBe(corrupt);
    expect(readdirSync(former.logs)).toHaveLength(6);
    expect(recordsOf(former.logs, 'events.jsonl')[0]).toMatchObject({ seq: 1, kind: 'run_started' });
  });
});
