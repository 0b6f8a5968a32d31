/** A run that goes on after it was stopped or killed writes, byte for byte, the journal of one that never was. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { listSegments, readJournalLines } from '@tradesim/metrics/journal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findInterruptedRun } from '../../apps/tradesim/src/simulation-service/interrupted-run.ts';
import { temporaryDirectory } from '../support/application.ts';
import { JOURNAL_FILES } from '../support/journal.ts';
import { NEVER, SteppingClock, startService } from '../support/simulation.ts';
import type { ServiceOptions, StartedService } from '../support/simulation.ts';

const TURNS = 150;
const OVERRIDES = ['companies.count=20', 'events.intervalTurns=3', 'events.budgetRecharge.probability=0.5', 'metrics.journalEntities=true'];
const BASE: ServiceOptions = { overrides: OVERRIDES, deterministic: true, turns: TURNS };

/** Goes on with the run in a directory. */
async function goOn(logDirectory: string, options: ServiceOptions = {}): Promise<StartedService> {
  const resumed = await findInterruptedRun(logDirectory);
  return startService({ ...BASE, logDirectory, resumed, ...options });
}

async function run(options: ServiceOptions = {}): Promise<StartedService> {
  const started = await startService({ ...BASE, ...options });
  await started.service.run(NEVER);
  return started;
}

async function contents(directory: string): Promise<Readonly<Record<string, string>>> {
  const entries = JOURNAL_FILES.map(async (file) => {
    const lines: string[] = [];
    for await (const line of readJournalLines(directory, file)) lines.push(line);
    return [file, lines.join('\n')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const checkpointsIn = (directory: string): string[] => readdirSync(directory).filter((name) => name.startsWith('checkpoint.'));

/** Lets a run make turns until it has kept a state, and stops it. */
async function stoppedRun(turnsAtLeast: number, options: ServiceOptions = {}): Promise<string> {
  const { service, logs } = await startService({ ...BASE, turns: undefined, clock: new SteppingClock(0.001), ...options });
  const stop = new AbortController();
  const running = service.run(stop.signal);
  while (service.progress.turns < turnsAtLeast) await new Promise((resolve) => setImmediate(resolve));
  stop.abort('terminated');
  await running;
  return logs;
}

/** Keeps a state at the end of each stage. */
async function stagedRun(stages: readonly number[], options: ServiceOptions = {}): Promise<string> {
  const logDirectory = temporaryDirectory();
  for (const turns of stages) {
    const { service } = await goOn(logDirectory, { ...options, turns, checkpointEvery: { bytes: 0, seconds: 0 } });
    await service.run(NEVER);
  }
  return logDirectory;
}

describe('a run that goes on', () => {
  it('after a stop, and another one, ends with the journal of one that never stopped', async () => {
    const whole = await contents((await run()).logs);
    const logs = await stoppedRun(40);
    const { service } = await goOn(logs, { turns: 90 });
    expect(service.progress.turnsBefore).toBeGreaterThanOrEqual(40);
    await service.run(NEVER);
    await (await goOn(logs)).service.run(NEVER);
    expect(await contents(logs)).toEqual(whole);
    for (const file of JOURNAL_FILES) expect(readFileSync(join(logs, file), 'utf8'), file).toBe(`${whole[file]}\n`);
  });

  it('with a changed end: it had come to its end, and is given more turns', async () => {
    const { logs } = await run({ turns: 60 });
    await (await goOn(logs)).service.run(NEVER);
    expect(await contents(logs)).toEqual(await contents((await run()).logs));
  });

  it(
    'after all files were cut off anywhere, from whichever checkpoint is left, ends with the same journal',
    { timeout: 60_000 },
    async () => {
      const logs = await stagedRun([20, 45, 46, 80, 120, TURNS]);
      const whole = await contents(logs);
      const checkpoints = checkpointsIn(logs);
      expect(checkpoints).toHaveLength(6);
      const sizes = JOURNAL_FILES.map((file) => statSync(join(logs, file)).size);
      const cut = fc.tuple(...sizes.map((size) => fc.integer({ min: 1, max: size })));
      await fc.assert(
        fc.asyncProperty(cut, fc.subarray(checkpoints), async (lengths, kept) => {
          const directory = temporaryDirectoryOfProperty();
          cpSync(logs, directory, { recursive: true });
          for (const [i, file] of JOURNAL_FILES.entries()) truncateSync(join(directory, file), lengths[i]);
          for (const name of checkpoints) if (!kept.includes(name)) rmSync(join(directory, name));
          // Of a run_started that is torn, nothing is left to go on from.
          fc.pre(readFileSync(join(directory, 'events.jsonl'), 'utf8').includes('\n'));
          await (await goOn(directory)).service.run(NEVER);
          expect(await contents(directory)).toEqual(whole);
        }),
        { numRuns: 25 },
      );
    },
  );

  const root = { path: '' };
  function temporaryDirectoryOfProperty(): string {
    root.path ||= temporaryDirectory();
    const directory = join(root.path, String(Math.random()));
    mkdirSync(directory);
    return directory;
  }

  it('over segments, some of which are gone, goes on where it was', async () => {
    const limits: ServiceOptions = { rotation: { maxBytes: 40_000 }, retention: { maxSegments: 2 } };
    const logs = await stagedRun([20, 40, 60, 90, TURNS], limits);
    expect((await listSegments(logs, 'metrics.jsonl'))[0]!.number).toBeGreaterThan(1);
    const end = await contents(logs);
    const whole = await contents((await run()).logs);
    for (const file of JOURNAL_FILES) {
      expect(whole[file]!.endsWith(end[file]!), file).toBe(true);
      expect(end[file]!.length, file).toBeLessThanOrEqual(whole[file]!.length);
    }
    // Checkpoints go with the records after them.
    const oldest = JSON.parse(end['metrics.jsonl']!.split('\n')[0]!) as { turn: number };
    expect(oldest.turn).toBeGreaterThan(1);
    expect(checkpointsIn(logs).length).toBeGreaterThanOrEqual(2);
    const olderThanRecords = (name: string): boolean => Number(name.split('.')[1]) < oldest.turn;
    expect(checkpointsIn(logs).slice(0, -2).filter(olderThanRecords)).toEqual([]);
  });

  it('shows what one shows that never stopped, so that no counter falls', async () => {
    const logs = await stoppedRun(50, { deterministic: false });
    const { service } = await goOn(logs, { deterministic: false, turns: 120 });
    const exposed = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => /^tradesim_(?!run_active|turns_per|turn_duration|cpu|memory|temps|journal|metric_errors|registry)/.test(line));
    const before = service.progress.turnsBefore;
    const shown = exposed(await service.registry.metrics());
    expect(shown).toContain(`tradesim_turn ${before}`);
    const { service: same } = await run({ turns: before });
    expect(shown).toEqual(exposed(await same.registry.metrics()));
    await service.run(NEVER);
    expect(service.progress).toMatchObject({ turns: 120, attempts: (await run({ turns: 120 })).service.progress.attempts });
  });

  it('keeps the timestamps that were recorded, and writes those of new turns', async () => {
    const logs = await stoppedRun(20, { deterministic: false });
    const before = (await contents(logs))['metrics.jsonl']!;
    await (await goOn(logs, { deterministic: false })).service.run(NEVER);
    const after = (await contents(logs))['metrics.jsonl']!;
    expect(after.startsWith(`${before}\n`)).toBe(true);
    expect(after.split('\n')).toHaveLength(TURNS);
  });
});

describe('what cannot go on', () => {
  it('is nothing: an empty directory, or none', async () => {
    const directory = temporaryDirectory();
    expect(await findInterruptedRun(directory)).toBeUndefined();
    expect(await findInterruptedRun(join(directory, 'missing'))).toBeUndefined();
  });

  it('is a journal without its beginning and without checkpoints', async () => {
    const logs = await stoppedRun(60, { rotation: { maxBytes: 5000 }, retention: { maxSegments: 1 } });
    await expect(findInterruptedRun(logs)).rejects.toThrow(/expected a checkpoint, or events from run_started on, got neither/);
  });

  it('is a journal of other rules, which is found out before anything is shown', async () => {
    const { logs } = await run({ turns: 30 });
    const path = join(logs, 'metrics.jsonl');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/"tradesim_transactions_total":\d+(?=[^\n]*\n$)/, '"tradesim_transactions_total":1'));
    const resumed = await findInterruptedRun(logs);
    await expect(startService({ ...BASE, logDirectory: logs, resumed })).rejects.toThrow(
      /turn 30: expected the samples that were recorded to come out again, got others\. Go on with the version that made the run, 0\.0\.0/,
    );
  });

  it('is a checkpoint that is damaged, or newer than the journal: an older one is taken', async () => {
    const logs = await stagedRun([40, 80, TURNS]);
    const names = checkpointsIn(logs);
    writeFileSync(join(logs, names.at(-1)!), 'damaged');
    const newer = join(logs, names.at(-2)!);
    const checkpoint = JSON.parse(gunzipSync(readFileSync(newer)).toString()) as { seq: Record<string, number> };
    checkpoint.seq['metrics.jsonl'] = 1e6;
    writeFileSync(newer, gzipSync(JSON.stringify(checkpoint)));
    const found = await findInterruptedRun(logs);
    expect(found!.unusable.map(({ reason }) => reason)).toEqual([
      'incorrect header check',
      `metrics.jsonl ends with record ${TURNS}, before 1000000`,
    ]);
    expect(found!.checkpoint!.turn).toBeLessThan(80);
  });
});
