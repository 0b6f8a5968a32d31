/** The short form of tools/faults/kill-rounds.js. */
import { expect, it } from 'vitest';
import { killRound } from '../../tools/faults/kill-round.js';
import { temporaryDirectory } from '../support/application.ts';

it.each(['none', 'interval', 'turn'])(
  'a run that is killed with --durability %s goes on as if it never was',
  { timeout: 60_000 },
  async (durability) => {
    const seed = Date.now() % 2 ** 31;
    const afterMs = 100 + (seed % 200);
    const { isSame, turnsKept, turnsLost } = await killRound({ directory: temporaryDirectory(), seed, durability, afterMs });
    expect({ seed, isSame }).toEqual({ seed, isSame: true });
    if (durability === 'turn') expect({ seed, turnsLost }).toEqual({ seed, turnsLost: 0 });
    expect(turnsKept).toBeGreaterThan(0);
  },
);
