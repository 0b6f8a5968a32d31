import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptsGzip } from './accepts-gzip.ts';

describe('acceptsGzip', () => {
  it.each([
    'gzip',
    'GZip',
    'x-gzip',
    'gzip, deflate, br',
    'deflate;q=0.5 , gzip ; q=0.001',
    '*',
    'br;q=1, *;q=0.1',
    'gzip;q=0.5, identity;q=0.5',
    'gzip;q=0.5, identity;q=0',
    'identity;q=0.1, *',
    '*;q=0, gzip',
  ])('is true for %s', (header) => {
    expect(acceptsGzip(header)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'identity',
    'br',
    'gzip;q=0',
    'gzip;q=0.000',
    '*;q=0',
    'gzip;q=0, *',
    'identity, gzip;q=0.5',
    'gzip;q=0.5, *',
    'gzip;q=abc',
    'gzip;q',
    'gzipped',
    'x/gzip',
    '"gzip"',
  ])('is false for %s', (header) => {
    expect(acceptsGzip(header)).toBe(false);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('gzip', '*', ';q=', '0', ',', '"', ' ') })),
        (header) => {
          expect(typeof acceptsGzip(header)).toBe('boolean');
        },
      ),
    );
  });
});
