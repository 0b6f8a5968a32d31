import { Buffer, isUtf8 } from 'node:buffer';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CorruptionReason, JournalCorruption } from './corruption.ts';
import { reading } from './journal-reader.ts';
import type { ReadJournalOptions } from './read-options.ts';
import { MemoryFiles } from './testing/memory-files.ts';

const LIVE = 'x.jsonl';
const MAX_LINE_BYTES = 60;

type Outcome = string | JournalCorruption;

interface TestFile {
  readonly name: string;
  readonly content: Buffer;
  readonly isLive: boolean;
}

const NEWLINE = Buffer.from('\n');
const bytesOf = (text: string): Buffer => Buffer.from(text);

const good = fc
  .dictionary(fc.string({ unit: 'binary', maxLength: 3 }), fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant('é€😀\u2028\uFFFD')), {
    maxKeys: 2,
  })
  .map((record) => bytesOf(JSON.stringify(record)))
  .filter((line) => line.length <= MAX_LINE_BYTES);
const bad = fc.oneof(
  fc.constantFrom('', ' ', 'oops', '{"seq":1', '{"seq":1}}', '\0\0', '\uFEFF{}', '[]', '7', 'null', '"é"').map(bytesOf),
  fc.integer({ min: 1, max: 50 }).map((extra) => bytesOf(JSON.stringify({ x: 'x'.repeat(MAX_LINE_BYTES + extra) }))),
  fc.constant(Buffer.from([...bytesOf('{"é":"'), 0xe2, 0x82, ...bytesOf('"}')])),
  fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x0a))),
);
const line = fc.oneof({ weight: 5, arbitrary: good }, { weight: 1, arbitrary: bad });
const tail = fc.oneof({ weight: 4, arbitrary: fc.constant(Buffer.alloc(0)) }, { weight: 1, arbitrary: fc.oneof(good, bad) });
const text = fc
  .tuple(fc.array(line, { maxLength: 6 }), tail)
  .map(([lines, rest]) => Buffer.concat([...lines.flatMap((each) => [each, NEWLINE]), rest]));
/** How many bytes of the compressed file are there; undefined for a file that is not compressed. */
const compression = fc.oneof(fc.constant(undefined), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
const closed = fc.record({ text, compression });
const journal = fc
  .record({
    segments: fc.array(closed, { maxLength: 4 }),
    live: fc.option(text, { nil: undefined }),
    first: fc.integer({ min: 1, max: 3 }),
  })
  .filter(({ segments, live }) => segments.length > 0 || live !== undefined)
  .map(({ segments, live, first }): readonly TestFile[] => [
    ...segments.map((segment, index) => closedFile(segment, first + index)),
    ...(live === undefined ? [] : [{ name: LIVE, content: live, isLive: true }]),
  ]);
const maxReadBytes = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(Infinity));

function closedFile(segment: { text: Buffer; compression: number | undefined }, number: number): TestFile {
  const name = `x.00000${number}.jsonl`;
  if (segment.compression === undefined) return { name, content: segment.text, isLive: false };
  const whole = gzipSync(segment.text);
  return { name: `${name}.gz`, content: whole.subarray(0, Math.ceil(whole.length * segment.compression)), isLive: false };
}

function naiveOutcomes(files: readonly TestFile[]): Outcome[] {
  return files.flatMap((file) => outcomesOf(file));
}

function outcomesOf(file: TestFile): Outcome[] {
  return placedOutcomes(file).map(({ outcome }) => outcome);
}

/** With the number of the line each is at. */
function placedOutcomes({ name, content, isLive }: TestFile): { readonly line: number; readonly outcome: Outcome }[] {
  const isCompressed = name.endsWith('.gz');
  const whole = isCompressed ? gunzipSync(content, { finishFlush: constants.Z_SYNC_FLUSH }) : content;
  const isDamaged = isCompressed && isCutOff(content);
  const outcomes: { line: number; outcome: Outcome }[] = [];
  const corrupt = (at: number, offset: number, reason: CorruptionReason): unknown =>
    outcomes.push({ line: at, outcome: { file: name, line: at, offset, reason } });
  let number = 1;
  let offset = 0;
  for (let end = whole.indexOf('\n'); end !== -1; end = whole.indexOf('\n', offset)) {
    const each = whole.subarray(offset, end);
    const reason = reasonOf(each);
    const isTail = isLive && whole.indexOf('\n', end + 1) === -1 && (reason === 'not-json' || reason === 'not-utf8');
    if (reason === undefined) outcomes.push({ line: number, outcome: each.toString() });
    else if (!isTail) corrupt(number, offset, reason);
    number += 1;
    offset = end + 1;
  }
  if (isDamaged) corrupt(number, offset, 'damaged-gzip');
  else if (offset < whole.length && !isLive) corrupt(number, offset, 'torn');
  return outcomes;
}

function isCutOff(content: Buffer): boolean {
  try {
    gunzipSync(content);
    return false;
  } catch {
    return true;
  }
}

function reasonOf(each: Buffer): CorruptionReason | undefined {
  if (each.length > MAX_LINE_BYTES) return 'too-long';
  if (!isUtf8(each)) return 'not-utf8';
  try {
    const value: unknown = JSON.parse(each.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'not-object';
  } catch {
    return 'not-json';
  }
}

function disk(files: readonly TestFile[], readBytes = Infinity): MemoryFiles {
  const memory = new MemoryFiles();
  memory.maxReadBytes = readBytes;
  for (const { name, content } of files) memory.write(name, content);
  return memory;
}

const readFrom = (files: MemoryFiles, options: ReadJournalOptions) =>
  reading({ directory: 'd', fileName: LIVE, files }, { maxLineBytes: MAX_LINE_BYTES, ...options }, (cursor) => cursor.text);

async function outcomesFrom(files: MemoryFiles, options: ReadJournalOptions = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const onSkip = (corruption: JournalCorruption): unknown => outcomes.push(corruption);
  for await (const each of readFrom(files, { onCorrupt: 'skip', onSkip, ...options })) outcomes.push(each);
  return outcomes;
}

describe('a reading', () => {
  it('gives the records and the corrupt places of any journal, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(journal, maxReadBytes, async (files, readBytes) => {
        expect(await outcomesFrom(disk(files, readBytes))).toEqual(naiveOutcomes(files));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the records before the first corrupt place, and throws there', async () => {
    await fc.assert(
      fc.asyncProperty(journal, maxReadBytes, async (files, readBytes) => {
        const records: string[] = [];
        let corruption: unknown;
        try {
          for await (const each of readFrom(disk(files, readBytes), {})) records.push(each);
        } catch (error) {
          ({ corruption } = error as { corruption: unknown });
        }
        const expected = naiveOutcomes(files);
        const first = expected.findIndex((each) => typeof each === 'object');
        expect(records).toEqual(first === -1 ? expected : expected.slice(0, first));
        expect(corruption).toEqual(expected[first]);
      }),
      { numRuns: 300 },
    );
  });

  it('goes on from any position of another reading with what that had not given', async () => {
    await fc.assert(
      fc.asyncProperty(journal, fc.nat(20), async (files, count) => {
        const memory = disk(files);
        const outcomes: Outcome[] = [];
        let given = 0;
        const first = readFrom(memory, { onCorrupt: 'skip', onSkip: (corruption) => outcomes.push(corruption) });
        for await (const each of first) {
          outcomes.push(each);
          given += 1;
          if (given > count) break;
        }
        const rest = given === 0 ? [] : await outcomesFrom(memory, { from: first.position });
        expect([...outcomes, ...rest]).toEqual(naiveOutcomes(files));
      }),
      { numRuns: 300 },
    );
  });

  it('that begins at the end gives what is written from then on, with its place', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, maxReadBytes, async (before, later, readBytes) => {
        const files = disk([{ name: LIVE, content: before, isLive: true }], readBytes);
        const stop = new AbortController();
        let looks = 0;
        files.onOperation = (operation) => {
          // Twice to see that the file has not been closed, and then each time it has come to its end.
          if (operation === 'stat') looks += 1;
          else return;
          if (looks === 3) files.append(LIVE, later);
          if (looks === 6) stop.abort();
        };
        const outcomes = await outcomesFrom(files, { from: 'end', follow: true, pollIntervalMs: 1, signal: stop.signal });
        const linesBefore = before.toString('latin1').split('\n').length - 1;
        const all = placedOutcomes({ name: LIVE, content: files.content(LIVE), isLive: true });
        expect(outcomes).toEqual(all.filter((each) => each.line > linesBefore).map(({ outcome }) => outcome));
      }),
    );
  });
});
