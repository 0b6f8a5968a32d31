import { describe, expect, it } from 'vitest';
import { keptTurns } from './checkpoint.ts';

describe('the checkpoints that are kept', () => {
  it('are those after which all records are there, and the newest two in any case', () => {
    expect(keptTurns([10, 20, 30, 40, 50], 25)).toEqual([30, 40, 50]);
    expect(keptTurns([10, 20, 30], 1000)).toEqual([20, 30]);
    expect(keptTurns([10], 1000)).toEqual([10]);
    expect(keptTurns([], 0)).toEqual([]);
  });

  it('are spread over the whole run when there are too many, the oldest and the newest among them', () => {
    let turns: readonly number[] = [];
    for (let turn = 10; turn <= 10_000; turn += 10) turns = keptTurns([...turns, turn], 0, 8);
    expect(turns).toHaveLength(8);
    expect([turns[0], turns.at(-2), turns.at(-1)]).toEqual([10, 9990, 10_000]);
    const gaps = turns.slice(1, -1).map((turn, i) => turn - turns[i]!);
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(4);
  });
});
