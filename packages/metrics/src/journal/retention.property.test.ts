import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertLimits, isRotationDue, segmentsToRemove } from './retention.ts';
import type { RetainedSegment, RetentionLimits } from './retention.ts';

const NOW_MS = 1_000_000_000;
const limit = (arbitrary: fc.Arbitrary<number>) => fc.option(arbitrary, { nil: Infinity });
const limits = fc.record({
  maxSegments: limit(fc.integer({ min: 1, max: 6 })),
  maxTotalBytes: limit(fc.integer({ min: 1, max: 500 })),
  maxAgeSeconds: limit(fc.integer({ min: 1, max: 100 })),
});
const segment = fc.record({
  sizeBytes: fc.nat(200),
  modifiedAtMs: fc.integer({ min: -20, max: 150 }).map((seconds) => NOW_MS - seconds * 1000),
});
const segments = fc.array(segment, { maxLength: 8 });

/** Whether limits allow these segments as they are. */
function allows({ maxSegments, maxTotalBytes, maxAgeSeconds }: Required<RetentionLimits>, kept: readonly RetainedSegment[]): boolean {
  const [oldest] = kept;
  const bytes = kept.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const isYoung = oldest === undefined || (NOW_MS - oldest.modifiedAtMs) / 1000 <= maxAgeSeconds;
  return kept.length <= maxSegments && bytes <= maxTotalBytes && isYoung;
}

describe('segmentsToRemove', () => {
  it('removes the fewest of the oldest that let the others stay, and never the newest', () => {
    fc.assert(
      fc.property(segments, limits, (all, each) => {
        const counts = Array.from({ length: Math.max(all.length, 1) }, (_, count) => count);
        const fewest = counts.find((count) => allows(each, all.slice(count))) ?? counts.at(-1);
        expect(segmentsToRemove(all, each, NOW_MS)).toEqual(all.slice(0, fewest));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves nothing to remove', () => {
    fc.assert(
      fc.property(segments, limits, (all, each) => {
        const kept = all.slice(segmentsToRemove(all, each, NOW_MS).length);
        expect(segmentsToRemove(kept, each, NOW_MS)).toEqual([]);
      }),
    );
  });

  it('keeps all without limits', () => {
    fc.assert(
      fc.property(segments, (all) => {
        expect(segmentsToRemove(all, {}, NOW_MS)).toEqual([]);
      }),
    );
  });
});

describe('isRotationDue', () => {
  it.each([
    [{ sizeBytes: 0, ageSeconds: 1e9 }, { maxBytes: 1, maxAgeSeconds: 1 }, false],
    [{ sizeBytes: 1, ageSeconds: 1e9 }, {}, false],
    [{ sizeBytes: 99, ageSeconds: 9 }, { maxBytes: 100, maxAgeSeconds: 10 }, false],
    [{ sizeBytes: 100, ageSeconds: 0 }, { maxBytes: 100 }, true],
    [{ sizeBytes: 1, ageSeconds: 10 }, { maxAgeSeconds: 10 }, true],
  ])('of %j with %j is %j', (live, each, expected) => {
    expect(isRotationDue(live, each)).toBe(expected);
  });
});

describe('assertLimits', () => {
  it.each([0, -1, Number.NaN, '5' as unknown as number])('refuses %j', (value) => {
    expect(() => assertLimits('retention', { maxSegments: value })).toThrow(
      expect.objectContaining({
        code: 'ERR_JOURNAL',
        message: expect.stringContaining('Journal option retention.maxSegments: expected a number above 0'),
      }),
    );
  });

  it('takes what is left out', () => {
    expect(() => assertLimits('rotation', { maxBytes: 0.5, maxAgeSeconds: Infinity })).not.toThrow();
  });
});
