import { describe, expect, it } from 'vitest';
import { journalLimits } from './journal-limits.ts';

const NONE = { rotateAge: Infinity, keepAge: Infinity, keepSegments: Infinity };

describe('the limits of a journal', () => {
  it('are bounded for a run without end, and absent for one with a number of turns', () => {
    expect(journalLimits(NONE)).toEqual({ rotation: { maxBytes: 64 * 2 ** 20 }, retention: { maxTotalBytes: 2 ** 30 } });
    expect(journalLimits({ ...NONE, turns: 10 })).toEqual({ rotation: undefined, retention: {} });
  });

  it('can be taken away, and set', () => {
    expect(journalLimits({ ...NONE, rotateSize: Infinity })).toEqual({ rotation: undefined, retention: {} });
    expect(journalLimits({ ...NONE, keepSize: Infinity })).toEqual({ rotation: { maxBytes: 64 * 2 ** 20 }, retention: {} });
    expect(journalLimits({ turns: 5, rotateSize: 10, rotateAge: 60, keepSize: 20, keepAge: 3600, keepSegments: 3 })).toEqual({
      rotation: { maxBytes: 10, maxAgeSeconds: 60 },
      retention: { maxTotalBytes: 20, maxAgeSeconds: 3600, maxSegments: 3 },
    });
  });

  it.each([
    { turns: 10, keepSize: 100 },
    { turns: 10, keepAge: 60 },
    { rotateSize: Infinity, keepSegments: 3 },
  ])('are refused where nothing would ever be closed: %j', (options) => {
    expect(() => journalLimits({ ...NONE, ...options })).toThrow(/expected --rotate-size or --rotate-age beside them/);
  });
});
