import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

/** Makes every turn as soon as it is due, `seconds` long, and returns when they began. */
function beginnings(pace: Pace, start: number, { turns, seconds }: { readonly turns: number; readonly seconds: number }): number[] {
  const times: number[] = [];
  for (let now = start; times.length < turns; now += seconds) {
    now += pace.secondsUntilDue(now);
    times.push(now);
    pace.advance(now);
  }
  return times;
}

describe('a pace', () => {
  it('has turn k due k intervals after the start', () => {
    expect(beginnings(new Pace(4, 100), 100, { turns: 4, seconds: 0 })).toEqual([100.25, 100.5, 100.75, 101]);
  });

  it('does not drift by what turns take', () => {
    expect(beginnings(new Pace(4, 100), 100, { turns: 4, seconds: 0.125 })).toEqual([100.25, 100.5, 100.75, 101]);
  });

  it('makes up for a short delay', () => {
    const pace = new Pace(4, 100);
    expect(pace.secondsUntilDue(101)).toBe(0);
    pace.advance(101);
    expect(pace.secondsUntilDue(101)).toBe(0);
    pace.advance(101);
    pace.advance(101);
    pace.advance(101);
    expect(pace.secondsUntilDue(101)).toBe(0.25);
  });

  it('starts anew after a long one, instead of rushing after it', () => {
    const pace = new Pace(4, 100);
    pace.advance(3700);
    expect(pace.secondsUntilDue(3700)).toBe(0.25);
  });

  it('of infinity never waits', () => {
    const pace = new Pace(Infinity, 100);
    for (const now of [100, 100, 5000]) {
      expect(pace.secondsUntilDue(now)).toBe(0);
      pace.advance(now);
    }
    expect(pace.intervalSeconds).toBe(0);
  });
});
