import { Buffer, isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineWindow } from './line-window.ts';

interface Line {
  readonly line: number;
  readonly offset: number;
  /** Undefined for what is no UTF-8. */
  readonly text: string | undefined;
  readonly isTooLong: boolean;
}

const MAX_LINE_BYTES = 300_000;

/** Gives a window the bytes in pieces of at most these sizes, in turn. */
function linesOf(bytes: Buffer, pieces: readonly number[], window = new LineWindow(MAX_LINE_BYTES)): Line[] {
  const lines: Line[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const room = window.room();
    expect(room.length).toBeGreaterThan(0);
    const length = bytes.copy(room, 0, at, at + Math.min(room.length, pieces[turn % pieces.length]!));
    window.add(length);
    at += length;
    while (window.take()) {
      const { isTooLong } = window;
      lines.push({ ...window.taken, isTooLong, text: isTooLong ? undefined : window.text() });
    }
  }
  return lines;
}

/** The same, all at once. */
function naiveLines(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  for (let offset = 0, end = bytes.indexOf('\n'); end !== -1; offset = end + 1, end = bytes.indexOf('\n', offset)) {
    const line = bytes.subarray(offset, end);
    const isTooLong = line.length > MAX_LINE_BYTES;
    lines.push({ line: lines.length + 1, offset, isTooLong, text: isTooLong || !isUtf8(line) ? undefined : line.toString() });
  }
  return lines;
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }).map((each) => Buffer.from(each)),
  fc.uint8Array({ maxLength: 8 }).map((each) => Buffer.from(each)),
  fc.constantFrom('', '\uFFFD', 'é€😀', '\uFEFF{}').map((each) => Buffer.from(each)),
);
const long = fc.oneof(
  fc.constantFrom(MAX_LINE_BYTES - 1, MAX_LINE_BYTES, MAX_LINE_BYTES + 1, 262_143, 262_144, 262_145, 700_000),
  fc.integer({ min: 1, max: 3 * MAX_LINE_BYTES }),
);
const rarelyLong = fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: long.map((bytes) => Buffer.alloc(bytes, 'x')) });
const content = fc
  .tuple(fc.array(rarelyLong, { maxLength: 8 }), text)
  .map(([lines, tail]) => Buffer.concat([...lines.flatMap((line) => [line, Buffer.from('\n')]), tail]));
const pieces = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10_000, max: 1_000_000 })), {
  minLength: 1,
  maxLength: 4,
});

describe('LineWindow', () => {
  it('finds the lines, their places and their text, however the bytes arrive', () => {
    const small = content.filter((bytes) => bytes.length < 2000);
    fc.assert(
      fc.property(small, pieces, (bytes, sizes) => {
        expect(linesOf(bytes, sizes)).toEqual(naiveLines(bytes));
      }),
    );
  });

  it('keeps no more than it must of long lines', () => {
    const large = pieces.map((sizes) => sizes.map((size) => size + 5000));
    fc.assert(
      fc.property(content, large, (bytes, sizes) => {
        expect(linesOf(bytes, sizes)).toEqual(naiveLines(bytes));
      }),
      { numRuns: 60 },
    );
    const window = new LineWindow(MAX_LINE_BYTES);
    linesOf(Buffer.alloc(5_000_000, 'x'), [100_000], window);
    expect(window.hasTail).toBe(true);
    expect(window.room().buffer.byteLength).toBeLessThanOrEqual(MAX_LINE_BYTES + 1);
  });

  it('keeps lines that have not been taken, however many there are', () => {
    const window = new LineWindow(10);
    const bytes = Buffer.from('{"seq":1}\n'.repeat(40_000));
    for (let at = 0; at < bytes.length;) {
      const length = bytes.copy(window.room(), 0, at, at + 777);
      window.add(length);
      at += length;
    }
    const texts: (string | undefined)[] = [];
    while (window.take()) texts.push(window.text());
    expect([texts.length, ...new Set(texts)]).toEqual([40_000, '{"seq":1}']);
  });

  it('says whether there is something behind the last newline', () => {
    const window = new LineWindow(MAX_LINE_BYTES);
    expect(window.hasTail).toBe(false);
    linesOf(Buffer.from('a\nb'), [9], window);
    expect([window.hasTail, window.next]).toEqual([true, { line: 2, offset: 2 }]);
    linesOf(Buffer.from('\n'), [9], window);
    expect([window.hasTail, window.next]).toEqual([false, { line: 3, offset: 4 }]);
  });

  it('goes on at another place, without what it had', () => {
    const window = new LineWindow(MAX_LINE_BYTES);
    linesOf(Buffer.from('a\nb'), [9], window);
    window.moveTo({ line: 7, offset: 100 });
    expect(linesOf(Buffer.from('c\n'), [9], window)).toEqual([{ line: 7, offset: 100, text: 'c', isTooLong: false }]);
  });
});
