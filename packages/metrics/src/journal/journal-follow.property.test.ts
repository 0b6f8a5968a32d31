import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalCorruption } from './corruption.ts';
import { reading } from './journal-reader.ts';
import { parseSegmentName } from './segment-name.ts';
import { MemoryFiles } from './testing/memory-files.ts';
import { MemoryWriter } from './testing/memory-writer.ts';
import type { WriterStep } from './testing/memory-writer.ts';

const LIVE = 'x.jsonl';
const RUNS = 1000;

interface Followed {
  readonly writer: MemoryWriter;
  readonly records: readonly { readonly run: number; readonly seq: number }[];
  readonly corrupt: readonly JournalCorruption[];
}

/**
 * Follows a file while a writer takes these steps, some of them before each single operation of the reader on its files,
 * until the reader has come to the last record.
 */
async function follow(steps: readonly WriterStep[], bursts: readonly number[], readBytes: number): Promise<Followed> {
  const files = new MemoryFiles();
  files.maxReadBytes = readBytes;
  const writer = new MemoryWriter(files, LIVE);
  const stop = new AbortController();
  const left = [...steps];
  let operations = 0;
  files.onOperation = () => {
    const burst = bursts[operations++ % bursts.length]!;
    for (const step of left.splice(0, burst)) writer.take(step);
    if (left.length === 0 && burst > 0) finish();
    if (operations > 5000) stop.abort();
  };
  let isFinished = false;
  const finish = (): void => {
    if (!isFinished) writer.end();
    isFinished = true;
  };
  const corrupt: JournalCorruption[] = [];
  const records: { run: number; seq: number }[] = [];
  const options = {
    follow: true,
    pollIntervalMs: 1,
    signal: stop.signal,
    onCorrupt: 'skip',
    onSkip: (each: JournalCorruption) => corrupt.push(each),
  } as const;
  for await (const record of reading({ directory: 'd', fileName: LIVE, files }, options, (cursor) => cursor.record)) {
    records.push(record as { run: number; seq: number });
    const last = writer.written.at(-1)!;
    if (isFinished && record['run'] === last.run && record['seq'] === last.seq) stop.abort();
  }
  expect(operations).toBeLessThan(5000);
  expect(files.openFiles).toBe(0);
  return { writer, records, corrupt };
}

const steps = (...kinds: readonly WriterStep[]) => fc.array(fc.constantFrom<WriterStep>('append', 'append', ...kinds), { maxLength: 60 });
const bursts = fc.array(fc.nat(6), { minLength: 1, maxLength: 5 }).filter((each) => each.some((burst) => burst > 0));
const readBytes = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(Infinity));
const essence = ({ run, seq }: { run: number; seq: number }): string => `${run}:${seq}`;

describe('a reading that follows', () => {
  it('loses and repeats nothing while files are written, torn, repaired, rotated and compressed', async () => {
    const all = steps('append', 'append', 'begin', 'finish', 'spoil', 'repair', 'rotate', 'compress');
    await fc.assert(
      fc.asyncProperty(all, bursts, readBytes, async (script, burst, bytes) => {
        const { writer, records, corrupt } = await follow(script, burst, bytes);
        expect(records.map(essence)).toEqual(writer.written.map(essence));
        expect(corrupt).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('reports the segments that were removed before they were read, and gives all others', async () => {
    await fc.assert(
      fc.asyncProperty(steps('rotate', 'rotate', 'compress', 'remove'), bursts, readBytes, async (script, burst, bytes) => {
        const { writer, records, corrupt } = await follow(script, burst, bytes);
        const missing = corrupt.map(({ file, reason }) => (reason === 'missing' ? parseSegmentName(LIVE, file)?.number : reason));
        expect(writer.removed).toEqual(expect.arrayContaining(missing));
        const first = records[0]!.seq;
        for (const { seq, segment } of writer.written) if (seq < first) expect(writer.removed).toContain(segment);
        const expected = writer.written.filter(({ seq, segment }) => seq >= first && !missing.includes(segment));
        expect(records.map(essence)).toEqual(expected.map(essence));
      }),
      { numRuns: RUNS },
    );
  });

  it('goes on with the next run; of the former one, it gives all up to its last look before a rotation', async () => {
    const later = fc.array(fc.constant<WriterStep>('append'), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(steps('rotate', 'compress'), later, bursts, async (before, after, burst) => {
        const { writer, records, corrupt } = await follow([...before, 'archive', ...after], burst, Infinity);
        const all = writer.written.map(essence);
        const places = records.map((each) => all.indexOf(essence(each)));
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        const former = records.filter(({ run }) => run < writer.run);
        const isGapless = former.every(({ seq }, index) => seq === former[0]!.seq + index);
        expect(isGapless || corrupt.some(({ reason }) => reason === 'missing')).toBe(true);
        const next = ({ run }: { run: number }): boolean => run === writer.run;
        expect(records.filter(next).map(essence)).toEqual(writer.written.filter(next).map(essence));
      }),
      { numRuns: RUNS },
    );
  });
});
