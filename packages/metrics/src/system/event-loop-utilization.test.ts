import { expect, it } from 'vitest';
import { utilizationSampler } from './event-loop-utilization.ts';

/** Observations made from readings of the loop's idle and active milliseconds since its start. */
function observationsOf(readings: readonly (readonly [idle: number, active: number])[]): number[] {
  const rest = [...readings];
  const observed: number[] = [];
  const read = (): { idle: number; active: number; utilization: number } => {
    const [idle, active] = rest.shift()!;
    return { idle, active, utilization: active / (idle + active) };
  };
  const sample = utilizationSampler({ observe: (value) => observed.push(value) }, read);
  while (rest.length > 0) sample();
  return observed;
}

it('each 100 ms count once, with their own share of work', () => {
  expect(
    observationsOf([
      [0, 0],
      [75, 25],
      [175, 25],
      [175, 125],
    ]),
  ).toEqual([0.25, 0, 1]);
});

it('a loop that was blocked counts for the time it was blocked', () => {
  expect(
    observationsOf([
      [0, 0],
      [30, 270],
    ]),
  ).toEqual([0.9, 0.9, 0.9]);
});

it('time too short to count is kept for the next sample', () => {
  expect(
    observationsOf([
      [0, 0],
      [0, 40],
      [60, 40],
    ]),
  ).toEqual([0.4]);
});

it('a loop that has not begun is not observed', () => {
  expect(
    observationsOf([
      [0, 0],
      [0, 0],
    ]),
  ).toEqual([]);
});
