import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteBuffer } from './byte-buffer.ts';

const bytes = fc.uint8Array({ maxLength: 60 });

/** A buffer with these bytes and nothing behind them but its usual room. */
function holding(content: Uint8Array): ByteBuffer {
  const buffer = new ByteBuffer(0);
  buffer.appendBytes(content);
  return buffer;
}

it('appends any part of another buffer, whatever numbers its bytes would be', () => {
  const nans = fc.array(fc.constantFrom(0x7f, 0xf0, 0xf4, 0xf7, 0xff, 0, 1), { maxLength: 60 }).map((each) => Uint8Array.from(each));
  fc.assert(
    fc.property(bytes, fc.oneof(bytes, nans), fc.nat(60), fc.nat(60), (before, source, one, other) => {
      const [from, to] = [one, other].map((end) => Math.min(end, source.length)).toSorted((a, b) => a - b) as [number, number];
      const target = holding(before);
      target.reserve(target.length + to - from);
      target.append(holding(source), from, to);
      expect([...target.view()]).toEqual([...before, ...source.subarray(from, to)]);
    }),
    { numRuns: 2000 },
  );
});

it('moves its end either way', () => {
  fc.assert(
    fc.property(bytes, fc.nat(60), fc.integer({ min: -20, max: 20 }), (content, at, by) => {
      const start = Math.min(at, content.length);
      const shift = Math.max(-start, by);
      const buffer = holding(content);
      buffer.reserve(content.length + shift);
      buffer.shift(start, shift);
      const gap = Math.min(start, start + shift);
      expect([...buffer.view().subarray(0, gap)]).toEqual([...content.subarray(0, gap)]);
      expect([...buffer.view().subarray(start + shift)]).toEqual([...content.subarray(start)]);
    }),
  );
});

it('takes over another, is emptied, and goes on, whichever is the longer', () => {
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 8 }), fc.nat(70), (contents, spare) => {
      const buffer = new ByteBuffer(0);
      for (const content of contents) {
        buffer.replace(holding(content), spare);
        expect([...buffer.view()]).toEqual([...content]);
        buffer.reserve(buffer.length + 3);
        buffer.append(holding(Uint8Array.of(1, 2, 3)), 0, 3);
        expect([...buffer.view()]).toEqual([...content, 1, 2, 3]);
        buffer.clear(5);
        expect(buffer.view()).toHaveLength(0);
      }
    }),
  );
});

it('makes room for half as much again, so that growing costs the same per byte', () => {
  const buffer = new ByteBuffer(0);
  let moves = 0;
  for (let length = 0, last = buffer.bytes; length < 1_000_000; length++) {
    buffer.reserve(++buffer.length);
    if (buffer.bytes !== last) moves++;
    last = buffer.bytes;
  }
  expect(moves).toBeLessThan(50);
});
