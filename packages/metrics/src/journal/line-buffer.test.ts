import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBuffer } from './line-buffer.ts';

describe('LineBuffer', () => {
  it('holds the lines as UTF-8, whatever their length and text', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.nat({ max: 100_000 }).map((length) => '€'.repeat(length)),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const buffer = new LineBuffer(1);
        for (const each of lines) buffer.append(each);
        const text = lines.map((each) => `${each}\n`).join('');
        expect(Buffer.from(buffer.bytes).equals(Buffer.from(text))).toBe(true);
        expect(buffer.byteLength).toBe(Buffer.byteLength(text));
        expect(buffer.lineCount).toBe(lines.length);
      }),
    );
  });

  it('gives back what a burst has taken, and keeps the storage it needs all the time', () => {
    const buffer = new LineBuffer(1_000_000);
    const storageAfter = (bytes: number): ArrayBufferLike => {
      buffer.append('x'.repeat(bytes));
      buffer.clear();
      return buffer.bytes.buffer;
    };
    const usual = storageAfter(200_000);
    expect(storageAfter(200_000)).toBe(usual);
    expect(storageAfter(2_000_000).byteLength).toBeLessThan(1_000_000);
  });
});
