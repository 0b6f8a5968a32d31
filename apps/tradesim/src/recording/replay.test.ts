import { describe, expect, it } from 'vitest';
import type { RecordedTurn } from './recorded-turns.ts';
import { replay } from './replay.ts';
import type { ReplayOptions } from './replay.ts';

const TIMESTAMPS = [100, 101, 105, 104, 105, 90_000];

async function* read(): AsyncGenerator<RecordedTurn> {
  for (const [i, timestamp] of TIMESTAMPS.entries()) yield await Promise.resolve({ turn: i + 1, timestamp, samples: [] });
}

/** Returns when each turn was shown, on a clock that only waiting moves. */
async function shownAt(options: Partial<ReplayOptions>, stepSeconds = 0): Promise<[turn: number, at: number][]> {
  let now = 50;
  const shown: [number, number][] = [];
  const pause = (seconds: number): Promise<void> => {
    now += Math.max(0, seconds);
    return Promise.resolve();
  };
  const show = ({ turn }: RecordedTurn): void => {
    shown.push([turn, now]);
    now += stepSeconds;
  };
  const signal = new AbortController().signal;
  const count = await replay(read, show, { pace: { speed: 1 }, from: 1, signal, now: () => now, pause, ...options });
  expect(count).toBe(shown.length);
  return shown;
}

describe('a replay', () => {
  it('shows each turn after the time that was recorded, without steps back and long gaps', async () => {
    expect(await shownAt({})).toEqual([
      [1, 50],
      [2, 51],
      [3, 55],
      [4, 55],
      [5, 56],
      [6, 66],
    ]);
  });

  it('is so many times as fast, or has so many turns a second', async () => {
    expect((await shownAt({ pace: { speed: 2 } })).map(([, at]) => at)).toEqual([50, 50.5, 52.5, 52.5, 53, 63]);
    expect((await shownAt({ pace: { turnsPerSecond: 4 } })).map(([, at]) => at)).toEqual([50, 50.25, 50.5, 50.75, 51, 51.25]);
    expect((await shownAt({ pace: { turnsPerSecond: Infinity } })).map(([, at]) => at)).toEqual([50, 50, 50, 50, 50, 50]);
  });

  it('keeps its pace however long a turn takes, and does not rush after a long one', async () => {
    expect((await shownAt({ pace: { turnsPerSecond: 1 } }, 0.4)).map(([, at]) => at)).toEqual([50, 51, 52, 53, 54, 55]);
    expect((await shownAt({ pace: { turnsPerSecond: 1 } }, 5)).map(([, at]) => at)).toEqual([50, 55, 60, 65, 70, 75]);
  });

  it('begins with the turn that was asked for, and ends when it is stopped', async () => {
    expect(await shownAt({ from: 4 })).toEqual([
      [4, 50],
      [5, 51],
      [6, 61],
    ]);
    expect(await shownAt({ signal: AbortSignal.abort() })).toEqual([]);
  });
});
