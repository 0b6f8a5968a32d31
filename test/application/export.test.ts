/** A run that has ended, in Prometheus: what PromQL answers is what the journal says. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingDebianPackage } from '../oracles/debian.ts';
import { runToEnd, temporaryDirectory } from '../support/application.ts';
import { metricsOf } from '../support/journal.ts';
import { Prometheus } from '../support/prometheus.ts';
import { identity, identityOfKey } from '../support/journal-identity.ts';

const INTERVAL = 15;
const START = 1_735_689_600;
const TURNS = 600;

describe('a run that is exported', () => {
  it('answers PromQL as its journal does', { timeout: 60_000 }, async (context) => {
    const missing = await missingDebianPackage('prometheus');
    if (missing !== undefined) context.skip(missing);
    const { directory, logs } = await runToEnd(['run', '--turns', String(TURNS), '--seed', '7', '--no-exporter']);
    const output = join(directory, 'run.om');
    const args = ['export', '--openmetrics', '--interval', String(INTERVAL), '--start', String(START), '--output', output];
    expect(await runToEnd(args, { cwd: directory })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^600 turns of \d+ series\.\n$/) as string,
    });

    const blocks = temporaryDirectory();
    execFileSync('/usr/bin/promtool', ['tsdb', 'create-blocks-from', 'openmetrics', output, blocks], { stdio: 'ignore' });
    const prometheus = await Prometheus.start([], undefined, blocks);
    const records = metricsOf(logs);
    for (const turn of [1, 2, 299, TURNS]) {
      const { metrics, runtime } = records[turn - 1]!;
      const recorded = Object.entries({ ...metrics, ...runtime }).filter(([, value]) => value !== null);
      const answers = await prometheus.values('last_over_time({__name__!=""}[1ms])', START + (turn - 1) * INTERVAL);
      const answered = answers.map(({ labels, value }) => [identity(labels['__name__']!, labels), value] as const);
      expect(new Map(answered), `turn ${turn}`).toEqual(new Map(recorded.map(([key, value]) => [identityOfKey(key), value])));
    }
    // Eleven samples, over ten intervals, extrapolated to the whole range; whether its ends belong to it makes no difference.
    const total = (turn: number): number => records[turn - 1]!.metrics['tradesim_transactions_total']!;
    const [increase] = await prometheus.values('increase(tradesim_transactions_total[157s])', START + 499 * INTERVAL);
    expect(increase!.value).toBeCloseTo(((total(500) - total(490)) * 157) / (10 * INTERVAL), 6);
  });

  it('is written to stdout, at its own times, without those that share one', async () => {
    const { directory } = await runToEnd(['run', '--turns', '50', '--seed', '7', '--no-exporter', '--deterministic']);
    const { stdout, stderr, code } = await runToEnd(['export', '--openmetrics'], { cwd: directory });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^50 turns of \d+ series\.\n$/) as string });
    expect(stdout).toContain('\ntradesim_turn 1 1\ntradesim_turn 2 2\n');
    expect(stdout.endsWith('# EOF\n')).toBe(true);
  });
});

describe('what cannot be exported', () => {
  it.each([
    [['export'], 'error: export: expected a format, got none. Add --openmetrics.\n'],
    [['export', '--openmetrics', '--start', '5'], 'error: --start: expected --interval beside it'],
    [['export', '--openmetrics'], 'expected a file or a segment of it, got none'],
    [['export', '--openmetrics', '--run', '../x'], 'expected a plain name inside the directory'],
  ])('%j is wrong use', async (args, message) => {
    const { code, stderr, stdout } = await runToEnd(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('is a corrupt record, which is named, and leaves no file', async () => {
    const { directory, logs } = await runToEnd(['run', '--turns', '5', '--no-exporter']);
    const path = join(logs, 'metrics.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"turn":3', '"turn":'));
    const output = join(directory, 'run.om');
    const { code, stderr } = await runToEnd(['export', '--openmetrics', '--output', output], { cwd: directory });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: Journal file ".*metrics\.jsonl", line 3, byte \d+: expected one JSON object, got text that is no JSON\./,
    );
    expect(existsSync(output)).toBe(false);
    const skipped = await runToEnd(['export', '--openmetrics', '--skip-corrupt', '--interval', '1'], { cwd: directory });
    expect(skipped.code).toBe(0);
    expect(skipped.stderr).toMatch(/^Left out metrics\.jsonl, line 3, byte \d+: not-json\.\n4 turns of \d+ series\.\n$/);
    expect(skipped.stdout).toMatch(/\ntradesim_turn 2 \S+\ntradesim_turn 4 /);
  });
});
