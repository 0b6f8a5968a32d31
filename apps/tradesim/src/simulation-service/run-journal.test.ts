import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listSegments, readJournalLines } from '@tradesim/metrics/journal';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/application.ts';
import { filesWithGaps, metricsOf, recordsOf } from '../../../../test/support/journal.ts';
import type { Line } from '../../../../test/support/journal.ts';
import { NEVER, startService } from '../../../../test/support/simulation.ts';
import type { ServiceOptions } from '../../../../test/support/simulation.ts';

const LEDGER_KINDS = new Set([
  'account_opened',
  'company_created',
  'product_created',
  'supplier_created',
  'line_created',
  'price_changed',
  'budget_recharged',
  'stock_added',
  'product_switched',
]);
const isLedger = ({ kind }: Line): boolean => LEDGER_KINDS.has(kind!);

/** Many attempts, and changes in every turn. */
const EVENTFUL = ['companies.count=300', 'suppliers.count=40', 'events.intervalTurns=1', 'events.budgetRecharge.probability=1'];

describe('a run without the ledger', () => {
  it('records its turns, the events in sum, its start and its end', async () => {
    const { service, logs } = await startService({ turns: 200, ledger: false });
    await service.run(NEVER);
    const events = recordsOf(logs, 'events.jsonl');
    expect(statSync(join(logs, 'transactions.jsonl')).size).toBe(0);
    expect(events[0]).toMatchObject({ kind: 'run_started', ledger: false });
    expect(events.filter(isLedger)).toEqual([]);
    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set(['run_started', 'inflation', 'budget_recharge', 'restock', 'availability', 'supplier_recharge', 'run_ended']),
    );
    expect(metricsOf(logs)).toHaveLength(200);
    expect(filesWithGaps(logs)).toEqual([]);
  });

  it('records the same turns and sums as one with it', async () => {
    const summaries = async (ledger: boolean): Promise<unknown[]> => {
      const { service, logs } = await startService({ turns: 100, ledger, deterministic: true });
      await service.run(NEVER);
      const events = recordsOf(logs, 'events.jsonl')
        .slice(1)
        .filter((event) => !isLedger(event));
      return [...events.map((event) => ({ ...event, seq: 0 })), ...metricsOf(logs)];
    };
    expect(await summaries(false)).toEqual(await summaries(true));
  });
});

describe('a run whose journal is rotated', () => {
  const files = ['events.jsonl', 'transactions.jsonl', 'metrics.jsonl'];

  async function linesOf(logs: string, file: string): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of readJournalLines(logs, file)) lines.push(line);
    return lines;
  }

  async function run(options: ServiceOptions): Promise<string> {
    const { service, logs } = await startService({ turns: 200, deterministic: true, overrides: EVENTFUL, ...options });
    await service.run(NEVER);
    return logs;
  }

  it('has the same records, over its segments, as one that is not', async () => {
    const whole = await run({});
    const rotated = await run({ rotation: { maxBytes: 300_000 } });
    expect((await listSegments(rotated, 'transactions.jsonl')).length).toBeGreaterThan(3);
    for (const file of files) expect(await linesOf(rotated, file), file).toEqual(await linesOf(whole, file));
  });

  it('keeps what it is told to, and the next run archives it', async () => {
    const logs = await run({ rotation: { maxBytes: 300_000 }, retention: { maxSegments: 2 } });
    await run({ turns: 1, logDirectory: logs });
    const archived = readdirSync(logs).find((name) => /^transactions-[^.]+(\.\d+Z)?\.jsonl$/.test(name))!;
    const segments = await listSegments(logs, archived);
    expect(segments.length).toBeGreaterThan(0);
    expect(segments[0]!.number).toBeGreaterThan(1);
    const [first] = await linesOf(logs, archived);
    expect((JSON.parse(first!) as Line).turn).toBeGreaterThan(1);
    expect(await linesOf(logs, 'transactions.jsonl')).not.toEqual([]);
  });

  it('has its directory to itself until it ends', async () => {
    const { service, logs } = await startService({ turns: 5 });
    await expect(startService({ logDirectory: logs })).rejects.toThrow(/expected nobody else to write there, got this process itself/);
    await service.run(NEVER);
    await run({ turns: 1, logDirectory: logs });
    expect(existsSync(join(logs, 'journal.lock'))).toBe(false);
  });
});

describe('what a former run left', () => {
  const ID = '20200101T000000Z-1';
  const STARTED = `{"seq":1,"turn":0,"kind":"run_started","run":"${ID}"}\n`;

  async function startOver(
    files: Readonly<Record<string, string>>,
    logs: string = temporaryDirectory(),
  ): Promise<{ readonly logs: string; readonly archived: unknown }> {
    mkdirSync(logs, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(logs, name), text);
    const { service } = await startService({ turns: 1, logDirectory: logs });
    await service.run(NEVER);
    return { logs, archived: service.journal.archived };
  }

  it('is renamed to its run id, and the new run begins with empty files', async () => {
    const { logs } = await startOver({
      'events.jsonl': STARTED,
      'transactions.jsonl': '{"seq":1}\n',
      'metrics.jsonl': '{"seq":1,"turn":1}\n',
      'notes.txt': 'mine',
    });
    expect(readFileSync(join(logs, `events-${ID}.jsonl`), 'utf8')).toBe(STARTED);
    expect(readFileSync(join(logs, `transactions-${ID}.jsonl`), 'utf8')).toBe('{"seq":1}\n');
    expect(readFileSync(join(logs, `metrics-${ID}.jsonl`), 'utf8')).toBe('{"seq":1,"turn":1}\n');
    expect(readFileSync(join(logs, 'notes.txt'), 'utf8')).toBe('mine');
    for (const file of ['events.jsonl', 'metrics.jsonl']) expect(recordsOf(logs, file)[0]!.seq, file).toBe(1);
  });

  it('loses a torn last record, and no more', async () => {
    const { logs, archived } = await startOver({ 'events.jsonl': `${STARTED}{"seq":2,"tu`, 'metrics.jsonl': '{"seq":1}\n{"seq":2}\n{"se' });
    expect(readFileSync(join(logs, `events-${ID}.jsonl`), 'utf8')).toBe(STARTED);
    expect(readFileSync(join(logs, `metrics-${ID}.jsonl`), 'utf8')).toBe('{"seq":1}\n{"seq":2}\n');
    expect(archived).toMatchObject({
      repaired: [
        { file: 'events.jsonl', removedBytes: 12 },
        { file: 'metrics.jsonl', removedBytes: 4 },
      ],
    });
  });

  it.each([
    ['no JSON', 'hello\n{"seq":2}\n'],
    ['a record without a run id', '{"seq":1}\n{"seq":2}\n'],
    ['a run id that is no text', '{"run":{"a":1}}\n{"seq":2}\n'],
    ['null', 'null\n{"seq":2}\n'],
  ])('and whose first line is %s gets the time of its last change', async (_, text) => {
    const { logs } = await startOver({ 'events.jsonl': text });
    const kept = readdirSync(logs).filter((name) => /^events-\d{4}-\d{2}-\d{2}T[\d.-]+Z\.jsonl$/.test(name));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(logs, kept[0]!), 'utf8')).toBe(text);
  });

  it('cannot place a file outside the log directory', async () => {
    const { logs } = await startOver({ 'events.jsonl': '{"run":"../../evil"}\n' });
    expect(existsSync(join(logs, 'events-evil.jsonl'))).toBe(true);
  });

  it('is never written over by another run with the same id', async () => {
    const logs = temporaryDirectory();
    await startOver({ 'events.jsonl': STARTED, 'metrics.jsonl': '"first"\n' }, logs);
    await startOver({ 'events.jsonl': STARTED, 'metrics.jsonl': '"second"\n' }, logs);
    expect(readFileSync(join(logs, `metrics-${ID}.jsonl`), 'utf8')).toBe('"first"\n');
    expect(readFileSync(join(logs, `metrics-${ID}-2.jsonl`), 'utf8')).toBe('"second"\n');
  });
});
