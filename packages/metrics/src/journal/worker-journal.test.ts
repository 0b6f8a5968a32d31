import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricsError } from '../model/errors.ts';
import { RecordShape } from './record-shape.ts';
import { WorkerJournal } from './worker-journal.ts';

const FILES = ['a.jsonl', 'b.jsonl'] as const;
const SHAPES = [
  new RecordShape({
    seq: { type: 'sequence' },
    turn: { type: 'constant' },
    who: { type: 'choice', values: ['Zoë', 'a "b" \\ c', 'x'.repeat(100)] },
    isNew: { type: 'choice', column: 'who', values: [true, false, null] },
    amount: { type: 'number', none: -1 },
  }),
  new RecordShape({
    at: { type: 'constant' },
    nested: { type: 'object', fields: { value: { type: 'number' }, deeper: { type: 'object', fields: {} } } },
  }),
] as const;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const read = (file: string): Promise<string> => readFile(join(directory, file), 'utf8');
const file = fc.constantFrom(...FILES);
const line = fc.string({ unit: 'binary', maxLength: 300 }).map((text) => JSON.stringify({ text }));
const numbers = fc.array(fc.oneof(fc.integer({ min: -5, max: 1000 }), fc.double()), { maxLength: 30 });
const command = fc.oneof(
  fc.record({ kind: fc.constant('line' as const), file, line }),
  fc.record({ kind: fc.constant('records' as const), file, shape: fc.constantFrom(0, 1), first: fc.nat(1e6), numbers }),
  fc.record({ kind: fc.constantFrom('flush' as const, 'durable' as const, 'yield' as const) }),
);

/** What JSON.stringify makes of the records. */
function expected(shape: number, first: number, values: readonly number[]): string {
  const records = values.map((value, i) => {
    const amount = Number.isFinite(value) ? value : null;
    if (shape === 1) return { at: 7, nested: { value: amount, deeper: {} } };
    const who = ['Zoë', 'a "b" \\ c', 'x'.repeat(100)][i % 3];
    return { seq: first + i, turn: 7, who, isNew: [true, false, null][i % 3], amount: amount === -1 ? null : amount };
  });
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

describe('WorkerJournal', () => {
  it('writes every record, in order, as JSON.stringify would', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
        await rm(directory, { recursive: true, force: true });
        const model = new Map<string, string>(FILES.map((name) => [name, '']));
        const journal = await WorkerJournal.open(directory, FILES, { flushBytes: 200 });
        for (const each of commands) {
          if (each.kind === 'line') {
            journal.append(each.file, each.line);
            model.set(each.file, `${model.get(each.file)}${each.line}\n`);
          } else if (each.kind === 'records') {
            const amounts = Float64Array.from(each.numbers);
            const columns = each.shape === 0 ? [Uint8Array.from(amounts, (_, i) => i % 3), amounts] : [amounts];
            journal.appendRecords(each.file, SHAPES[each.shape], { count: amounts.length, first: each.first, constants: [7], columns });
            amounts.fill(NaN);
            model.set(each.file, `${model.get(each.file)}${expected(each.shape, each.first, each.numbers)}`);
          } else if (each.kind === 'yield') await delay(0);
          else {
            await journal[each.kind]();
            for (const name of FILES) expect(await read(name)).toBe(model.get(name));
          }
        }
        await journal.close();
        for (const name of FILES) expect(await read(name)).toBe(model.get(name));
        const { files, bytesBuffered } = journal.statistics();
        expect([bytesBuffered, files['a.jsonl'].recordsDropped]).toEqual([0, 0]);
        expect(files['a.jsonl'].recordsWritten).toBe(model.get('a.jsonl')!.split('\n').length - 1);
      }),
      { numRuns: 60 },
    );
  });

  it('hands records over without being asked', async () => {
    const journal = await WorkerJournal.open(directory, FILES, { flushIntervalMs: 20 });
    journal.append('a.jsonl', '{"seq":1}');
    while ((await read('a.jsonl')) === '') await delay(5);
    await journal.close();
    expect(await read('a.jsonl')).toBe('{"seq":1}\n');
  });

  it('takes lines and records that are longer than a batch', async () => {
    const journal = await WorkerJournal.open(directory, FILES);
    const long = JSON.stringify('é'.repeat(1_000_000));
    const count = 200_000;
    journal.append('a.jsonl', long);
    journal.append('a.jsonl', '{}');
    journal.appendRecords('b.jsonl', SHAPES[1], { count, first: 0, constants: [7], columns: [new Float64Array(count).fill(0.5)] });
    await journal.close();
    expect(await read('a.jsonl')).toBe(`${long}\n{}\n`);
    expect((await read('b.jsonl')).split('\n')).toHaveLength(count + 1);
  });

  it('blocks above its limit: it is full until the other thread has caught up', async () => {
    const journal = await WorkerJournal.open(directory, FILES, { maxBufferedBytes: 100_000 });
    const text = JSON.stringify('x'.repeat(10_000));
    let waited = 0;
    for (let i = 0; i < 1000; i++) {
      journal.append('a.jsonl', text);
      if (!journal.isFull) continue;
      waited++;
      expect(journal.statistics().bytesBuffered).toBeGreaterThan(100_000);
      await journal.ready();
      expect(journal.isFull).toBe(false);
    }
    await journal.close();
    expect(waited).toBeGreaterThan(0);
    expect((await read('a.jsonl')).length).toBe(1000 * (text.length + 1));
  });

  it('drops the oldest above its limit where that was chosen, whole records, and counts them', async () => {
    const journal = await WorkerJournal.open(directory, FILES, { maxBufferedBytes: 300_000, whenFull: 'drop-oldest' });
    for (let i = 0; i < 20_000; i++) {
      journal.append('a.jsonl', JSON.stringify({ i, text: 'x'.repeat(500) }));
      expect(journal.isFull).toBe(false);
    }
    expect(journal.statistics().bytesBuffered).toBeLessThan(1_500_000);
    await journal.close();
    const kept = (await read('a.jsonl'))
      .trimEnd()
      .split('\n')
      .map((each) => (JSON.parse(each) as { i: number }).i);
    const { recordsWritten, recordsDropped } = journal.statistics().files['a.jsonl'];
    expect([recordsWritten, recordsWritten + recordsDropped, kept.at(-1)]).toEqual([kept.length, 20_000, 19_999]);
    expect(recordsDropped).toBeGreaterThan(0);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
  });

  it('fails above its limit where that was chosen', async () => {
    const errors: MetricsError[] = [];
    const journal = await WorkerJournal.open(directory, FILES, {
      maxBufferedBytes: 100_000,
      whenFull: 'fail',
      onFailure: (error) => errors.push(error),
    });
    for (let i = 0; i < 1000; i++) journal.append('a.jsonl', JSON.stringify('x'.repeat(1000)));
    await delay(0);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Journal: expected the disk to keep up, got \d+ bytes that wait\./),
    ]);
    expect(journal.statistics()).toMatchObject({ state: 'failed', failure: { code: 'ENOBUFS' } });
    await journal.close();
    const { recordsWritten, recordsDropped } = journal.statistics().files['a.jsonl'];
    expect(recordsWritten + recordsDropped).toBe(1000);
  });

  it('has failed once a file was changed by somebody else, says so once, and counts what is lost', async () => {
    const errors: MetricsError[] = [];
    const journal = await WorkerJournal.open(directory, FILES, { flushIntervalMs: 10, onFailure: (error) => errors.push(error) });
    journal.append('a.jsonl', '{"seq":1}');
    await journal.flush();
    await truncate(join(directory, 'a.jsonl'), 3);
    journal.append('a.jsonl', '{"seq":2}');
    await journal.flush();
    for (let i = 0; i < 10; i++) journal.append('b.jsonl', '{"seq":1}');
    journal.appendRecords('b.jsonl', SHAPES[1], { count: 2, first: 0, constants: [7], columns: [Float64Array.of(1, 2)] });
    await journal.close();
    expect(errors.map(({ message, cause }) => [message.includes('a.jsonl'), (cause as { code: string }).code])).toEqual([[true, 'ESTALE']]);
    const { state, failure, files } = journal.statistics();
    expect([state, failure?.code, files['a.jsonl'].recordsWritten, files['a.jsonl'].recordsDropped]).toEqual(['closed', 'ESTALE', 1, 1]);
    expect([files['b.jsonl'].recordsWritten + files['b.jsonl'].recordsDropped]).toEqual([12]);
  });

  it.each([
    ['a directory that is a file', async () => WorkerJournal.open('/dev/null/x', FILES), 'ENOTDIR'],
    [
      'a wrong option',
      async () => WorkerJournal.open(directory, FILES, { whenFull: 'wait' as never }),
      'whenFull: expected one of block, drop-oldest, fail, got "wait"',
    ],
    [
      'a wrong durability',
      async () => WorkerJournal.open(directory, FILES, { durability: 'always' as never }),
      'durability: expected one of none, interval, turn',
    ],
    ['a file twice', async () => WorkerJournal.open(directory, ['a', 'a']), 'expected each name once'],
  ])('refuses %s', async (_, open, message) => {
    await expect(open()).rejects.toThrow(message);
  });

  it('refuses what it cannot write at once, and takes the rest', async () => {
    const journal = await WorkerJournal.open(directory, FILES);
    expect(() => journal.append('c.jsonl' as never, '{}')).toThrow('expected one of "a.jsonl", "b.jsonl", got "c.jsonl"');
    const records = { count: 2, first: 0, constants: [7], columns: [Float64Array.of(1)] };
    expect(() => journal.appendRecords('a.jsonl', SHAPES[1], records)).toThrow('expected column "value" to have 2 values, got 1');
    expect(() => journal.appendRecords('a.jsonl', SHAPES[1], { ...records, constants: [] })).toThrow('expected the constants at, got 0');
    expect(() => journal.appendRecords('a.jsonl', SHAPES[0], records)).toThrow('expected the columns who, amount, got 1');
    expect(() => journal.appendRecords('a.jsonl', SHAPES[1], { ...records, count: 1.5 })).toThrow('expected count to be a whole number');
    await journal.close();
    expect(await read('a.jsonl')).toBe('');
  });

  it('knows more shapes than it keeps', async () => {
    const journal = await WorkerJournal.open(directory, FILES);
    const shapes = Array.from({ length: 300 }, (_, i) => new RecordShape({ [`f${i}`]: { type: 'number' } }));
    const columns = [Float64Array.of(1)];
    for (const shape of [...shapes, ...shapes.toReversed()])
      journal.appendRecords('a.jsonl', shape, { count: 1, first: 0, constants: [], columns });
    await journal.close();
    const lines = (await read('a.jsonl')).trimEnd().split('\n');
    expect(lines).toEqual([...shapes, ...shapes.toReversed()].map((shape) => `{"${shape.columns[0]}":1}`));
  });
});
