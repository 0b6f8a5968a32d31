import { describe, expect, it } from 'vitest';
import { collectionTimeoutMs } from './scrape-timeout.ts';

describe('collectionTimeoutMs', () => {
  it.each([
    ['10', 9500],
    ['2', 1500],
    ['1', 750],
    ['0.5', 375],
    ['0.004', 3],
    ['999999999', 999_999_998_500],
    ['2.000000000', 1500],
  ])('leaves of %s seconds %d ms', (header, timeoutMs) => {
    expect(collectionTimeoutMs(header)).toBeCloseTo(timeoutMs, 9);
  });

  it.each([
    undefined,
    null,
    '',
    ' ',
    '0',
    '0.0',
    '-1',
    '+1',
    '1e3',
    'Infinity',
    'NaN',
    '0x10',
    '1.',
    '.5',
    '10s',
    '1, 1',
    '١',
    '1'.repeat(10),
    '9'.repeat(100_000),
  ])('takes no notice of what is no time: %s', (header) => {
    expect(collectionTimeoutMs(header)).toBeUndefined();
  });
});
