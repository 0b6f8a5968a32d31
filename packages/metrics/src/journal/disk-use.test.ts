import { describe, expect, it } from 'vitest';
import { bytesPerDay } from './disk-use.ts';

describe('bytesPerDay', () => {
  it('extrapolates bytes per turn at the pace of the run', () => {
    expect(bytesPerDay({ bytesWritten: 50_000, turns: 100, turnsPerSecond: 10 })).toBe(432_000_000);
  });

  it('extrapolates bytes over time', () => {
    expect(bytesPerDay({ bytesWritten: 1_000, elapsedSeconds: 0.5 })).toBe(172_800_000);
  });

  it('is 0 for a run that stands still', () => {
    expect(bytesPerDay({ bytesWritten: 50_000, turns: 100, turnsPerSecond: 0 })).toBe(0);
  });

  it.each([
    { bytesWritten: 0, turns: 0, turnsPerSecond: 10 },
    { bytesWritten: 500, turns: 0, turnsPerSecond: 10 },
    { bytesWritten: 0, elapsedSeconds: 0 },
    { bytesWritten: 500, elapsedSeconds: 0 },
  ])('has no value while there is nothing to judge by: %j', (use) => {
    expect(bytesPerDay(use)).toBeNaN();
  });
});
