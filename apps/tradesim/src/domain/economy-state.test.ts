import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { Economy } from './economy.ts';
import type { EconomyState } from './economy-state.ts';
import type { EconomyParameters } from './parameters.ts';

/** Events in most turns, so that few turns change everything that can. */
const EVENTFUL: EconomyParameters = {
  ...CLASSIC_PARAMETERS,
  companies: { ...CLASSIC_PARAMETERS.companies, count: 8 },
  events: {
    ...CLASSIC_PARAMETERS.events,
    intervalTurns: 2,
    inflation: { ...CLASSIC_PARAMETERS.events.inflation, probability: 0.8, returnAfterTurns: 3, returnTurns: 4 },
    restock: { ...CLASSIC_PARAMETERS.events.restock, probability: 0.8 },
    availability: { ...CLASSIC_PARAMETERS.events.availability, probability: 0.8 },
  },
};

/** What a turn shows, in a form that does not change with the next. */
function shown(economy: Economy): string {
  const { attempts, ...rest } = economy.advance();
  const { count, ...columns } = attempts;
  const rows = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, Array.from((column as Float64Array).subarray(0, count))]),
  );
  return JSON.stringify({ ...rest, rows });
}

describe('an economy made from a state', () => {
  it('goes on as the one whose state it is, turn by turn', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.nat(60), fc.integer({ min: 1, max: 30 }), (seed, before, after) => {
        const whole = new Economy(EVENTFUL, seed);
        for (let turn = 0; turn < before; turn++) whole.advance();
        const state = JSON.stringify(whole.save());
        const second = new Economy(EVENTFUL, seed, JSON.parse(state) as EconomyState);
        expect(second.turn).toBe(before);
        expect(JSON.stringify(second.save())).toBe(state);
        expect(second.snapshot().residuals).toEqual({ money: 0, goods: 0, solvency: 0, trade: 0 });
        for (let turn = 0; turn < after; turn++) expect(shown(second)).toBe(shown(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('is refused of another scenario', () => {
    const state = new Economy(CLASSIC_PARAMETERS, 1).save();
    expect(() => new Economy(EVENTFUL, 1, state)).toThrow(/^State of the economy, balances: expected 14 numbers, got 9\. Use the scenario/);
  });
});
