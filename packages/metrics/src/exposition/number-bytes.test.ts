import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue } from '../model/number.ts';
import { MAX_NUMBER_BYTES, writeNumber } from './number-bytes.ts';

function written(value: number): string {
  const bytes = new Uint8Array(MAX_NUMBER_BYTES + 3).fill(35);
  const end = writeNumber(bytes, 2, value);
  expect(bytes[1]! * 256 + bytes[end]!, 'nothing else is touched').toBe(35 * 256 + 35);
  return new TextDecoder().decode(bytes.subarray(2, end));
}

describe('writeNumber', () => {
  it.each([
    0,
    -0,
    1,
    -1,
    9,
    10,
    99,
    100,
    0.1,
    0.01,
    1.5,
    12.34,
    -0.05,
    99.99,
    1e9,
    2 ** 30,
    2 ** 31,
    2 ** 32,
    1e12 + 0.25,
    1e13,
    123456789012.34,
    2 ** 53 + 2,
    1e21,
    5e-324,
    1.7976931348623157e308,
    0.1 + 0.2,
    1.005,
    4.35,
    NaN,
    Infinity,
    -Infinity,
  ])('writes %d as formatValue does', (value) => {
    expect(written(value)).toBe(formatValue(value));
  });

  it('writes every number as formatValue does', () => {
    const cents = fc.integer({ min: -(10 ** 15), max: 10 ** 15 }).map((amount) => amount / 100);
    fc.assert(
      fc.property(fc.oneof(fc.double(), cents, fc.maxSafeInteger(), fc.integer()), (value) => {
        expect(written(value)).toBe(formatValue(value));
      }),
      { numRuns: 20_000 },
    );
  });
});
