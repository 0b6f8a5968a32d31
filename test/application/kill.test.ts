/** kill -9 at any moment: what is on the disk is whole but for a last line, and the next start puts even that right. */
import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRecords } from '../recompute/check-run.ts';
import { readRun } from '../recompute/read-run.ts';
import type { JournalRecord, Run } from '../recompute/records.ts';
import { Application, runToEnd, temporaryDirectory } from '../support/application.ts';
import type { Finished } from '../support/application.ts';
import { JOURNAL_FILES, filesWithGaps } from '../support/journal.ts';

const ROUNDS = 5;

/** Runs without a pause until metrics.jsonl has `bytes` on the disk, and kills the process there. */
async function killedRun(directory: string, seed: number, bytes: number): Promise<void> {
  const application = new Application(['run', '--no-exporter', '--pace', 'max', '--seed', String(seed)], { cwd: directory });
  await application.said(/INFO: TradeSim/);
  const sizeOf = (file: string): number => statSync(join(application.logs, file), { throwIfNoEntry: false })?.size ?? 0;
  await application.until(
    `${bytes} bytes, and some in every file`,
    () => sizeOf('metrics.jsonl') >= bytes && JOURNAL_FILES.every((file) => sizeOf(file) > 0),
  );
  expect(await application.stop('SIGKILL')).toMatchObject({ code: null, signal: 'SIGKILL' });
}

/** Returns how many bytes follow the last whole line; throws where a line before it is no JSON. */
function tornBytes(path: string): number {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const rest = lines.pop()!;
  for (const line of lines) JSON.parse(line);
  return Buffer.byteLength(rest);
}

/** Cuts a run to the turns that are whole in all files: a killed process loses the end of each at a moment of its own. */
function wholeTurns(run: Run): Run {
  const before = (records: readonly JournalRecord[]): number => records.at(-1)!.turn - 1;
  const last = Math.min(before(run.events), before(run.transactions), run.metrics.at(-1)!.turn);
  const isWhole = ({ turn }: JournalRecord): boolean => turn <= last;
  return {
    ...run,
    events: run.events.filter(isWhole),
    transactions: run.transactions.filter(isWhole),
    metrics: run.metrics.filter(isWhole),
  };
}

/** Moves the archived files of the former run to a directory of their own, under their plain names. */
function extractFormerRun(logs: string, stderr: string): string {
  const directory = join(logs, 'former');
  mkdirSync(directory);
  for (const [, from, to] of stderr.matchAll(/Kept (\S+) of the former run as (\S+)\.$/gm))
    renameSync(join(logs, to!), join(directory, from!));
  return directory;
}

function saysItRepaired({ stderr }: Finished, file: string): boolean {
  return stderr.includes(`Repaired ${file} of the former run`);
}

describe('a run that is killed', () => {
  const moments = fc.record({ seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }), bytes: fc.integer({ min: 200_000, max: 2_000_000 }) });

  it('leaves whole lines and a consistent beginning, which the next start keeps', { timeout: 60_000 }, async () => {
    const samplingSeed = Date.now() % 2 ** 31;
    let turnsChecked = 0;
    for (const { seed, bytes } of fc.sample(moments, { numRuns: ROUNDS, seed: samplingSeed })) {
      const round = `sampling seed ${samplingSeed}, run seed ${seed}, killed at ${bytes} bytes of metrics.jsonl`;
      const directory = temporaryDirectory();
      await killedRun(directory, seed, bytes);
      const torn = JOURNAL_FILES.map((file) => tornBytes(join(directory, 'logs', file)) > 0);
      const next = await runToEnd(['run', '--turns', '1', '--no-exporter'], { cwd: directory });
      expect(next.code, round).toBe(0);
      expect(
        JOURNAL_FILES.map((file) => saysItRepaired(next, file)),
        round,
      ).toEqual(torn);

      const former = extractFormerRun(next.logs, next.stderr);
      expect(filesWithGaps(former), round).toEqual([]);
      const whole = wholeTurns(readRun(former));
      const { mismatches, turns } = checkRecords(whole);
      expect(mismatches.slice(0, 5), round).toEqual([]);
      expect(turns, round).toBe(whole.metrics.length);
      turnsChecked += turns;
    }
    expect(turnsChecked).toBeGreaterThan(100);
  });
});
