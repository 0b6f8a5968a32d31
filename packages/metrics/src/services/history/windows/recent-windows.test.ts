import { expect, it } from 'vitest';
import { TurnRing } from '../testing/turn-ring.ts';
import type { TurnValues } from '../turn-values.ts';
import { RecentWindows } from './recent-windows.ts';

const values = new TurnRing(1);

/** Windows that are lists of what they were made of. */
function recentWindows() {
  const made: number[] = [];
  const windows = new RecentWindows((of: TurnValues, turns: number) => {
    made.push(turns);
    return { of, turns };
  });
  return { made, windows };
}

it('makes a window once', () => {
  const { made, windows } = recentWindows();
  const window = windows.get(values, 5);
  windows.get(values, 6);
  expect(windows.get(values, 5)).toBe(window);
  expect(window).toEqual({ of: values, turns: 5 });
  expect(made).toEqual([5, 6]);
});

it('tells apart windows over as many turns of different series', () => {
  const { windows } = recentWindows();
  const other = new TurnRing(1);
  expect(windows.get(values, 5).of).toBe(values);
  expect(windows.get(other, 5).of).toBe(other);
  expect(windows.get(values, 5).of).toBe(values);
});

it('keeps eight, and lets go the one that was used least recently', () => {
  const { made, windows } = recentWindows();
  for (let turns = 1; turns <= 8; turns++) windows.get(values, turns);
  windows.get(values, 1);
  windows.get(values, 2);
  windows.get(values, 9);
  for (const turns of [1, 2, 4, 5, 6, 7, 8, 9]) windows.get(values, turns);
  expect(made).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  windows.get(values, 3);
  expect(made).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 3]);
  windows.get(values, 1);
  expect(made.slice(10)).toEqual([1]);
});
