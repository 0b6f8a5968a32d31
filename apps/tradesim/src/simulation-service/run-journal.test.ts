import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/application.ts';
import { filesWithGaps, metricsOf, recordsOf } from '../../../../test/support/journal.ts';
import type { Line } from '../../../../test/support/journal.ts';
import { Messages, NEVER, startService } from '../../../../test/support/simulation.ts';

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

/** Many companies: the ledger grows faster than metrics.jsonl, and reaches its limit first. */
const CROWDED = ['companies.count=300', 'suppliers.count=40'];
/** Changes in every turn. */
const EVENTFUL = [...CROWDED, 'events.intervalTurns=1', 'events.budgetRecharge.probability=1'];

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

describe('the size limit of a journal', () => {
  it('stops the ledger, then the record per turn, each with one message; the run goes on to its end', async () => {
    const logger = new Messages();
    const maxJournalBytes = 1_000_000;
    const { service, logs } = await startService({ turns: 400, maxJournalBytes, logger, overrides: CROWDED });
    expect(await service.run(NEVER)).toMatchObject({ reason: 'completed', turns: 400 });

    expect(logger.warnings).toHaveLength(2);
    expect(logger.warnings[0]).toMatch(
      /^The ledger \(transactions\.jsonl, .*\) reached 977 KiB and grows no further; the run goes on\. .*--journal-limit/,
    );
    expect(logger.warnings[1]).toMatch(/^The record of each turn \(metrics\.jsonl\) reached 977 KiB/);

    const events = recordsOf(logs, 'events.jsonl');
    const lastAttempt = recordsOf(logs, 'transactions.jsonl').at(-1)!.turn;
    const lastTurn = metricsOf(logs).at(-1)!.turn;
    expect(lastAttempt).toBeGreaterThan(10);
    expect(lastTurn).toBeGreaterThan(lastAttempt + 10);
    expect(lastTurn).toBeLessThan(390);
    expect(events.findLast(isLedger)!.turn).toBeLessThanOrEqual(lastAttempt);
    expect(events.filter(({ turn, kind }) => turn > lastAttempt && turn <= lastTurn && kind === 'restock').length).toBeGreaterThan(3);
    expect(events.at(-1)).toMatchObject({ turn: 400, kind: 'run_ended', reason: 'completed' });
    expect(filesWithGaps(logs)).toEqual([]);
  });

  it('is kept within one turn, and holds for as long as the run goes on', async () => {
    const sizes = async (turns: number): Promise<number[]> => {
      const { service, logs } = await startService({ turns, maxJournalBytes: 300_000, overrides: CROWDED, deterministic: true });
      await service.run(NEVER);
      return ['events.jsonl', 'transactions.jsonl', 'metrics.jsonl'].map((file) => statSync(join(logs, file)).size);
    };
    const [events, transactions, metrics] = await sizes(200);
    expect(events! + transactions!).toBeGreaterThan(300_000);
    expect(events! + transactions!).toBeLessThan(400_000);
    expect(metrics!).toBeGreaterThan(300_000);
    expect(metrics!).toBeLessThan(320_000);
    expect(await sizes(400)).toEqual([events, transactions, metrics]);
  });

  it('is met with a whole last turn, wherever in a turn it lies', async () => {
    const run = async (maxJournalBytes: number): Promise<string> => {
      const { service, logs } = await startService({ turns: 25, maxJournalBytes, overrides: EVENTFUL, deterministic: true });
      await service.run(NEVER);
      return logs;
    };
    const unlimited = await run(Infinity);
    for (const maxJournalBytes of [400_000, 407_000, 414_000, 421_000, 428_000]) {
      const limited = await run(maxJournalBytes);
      const lastTurn = recordsOf(limited, 'transactions.jsonl').at(-1)!.turn;
      expect(lastTurn).toBeLessThan(20);
      const upToLast = (logs: string, file: string): Line[] => recordsOf(logs, file).filter(({ turn }) => turn <= lastTurn);
      expect(recordsOf(limited, 'transactions.jsonl')).toEqual(upToLast(unlimited, 'transactions.jsonl'));
      expect(upToLast(limited, 'events.jsonl')).toEqual(upToLast(unlimited, 'events.jsonl'));
    }
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
