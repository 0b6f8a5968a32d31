import { TurnEngine } from '@tradesim/simulation';
import { Acting } from './acting.ts';
import { loadWorld } from './economy-state.ts';
import type { EconomyState } from './economy-state.ts';
import { runEvents } from './events.ts';
import { generateWorld } from './generation.ts';
import { economyInvariants } from './invariants.ts';
import { returnPrices } from './price-return.ts';
import type { EconomyParameters } from './parameters.ts';
import type { World } from './world.ts';

/**
 * Generates the world of a seed, or goes on with a state of it, and puts the phases of a turn in their order: companies act at constant prices, then
 * random events happen, then prices adjust; both take effect in the next turn's purchases.
 */
export function openEconomyEngine(parameters: EconomyParameters, seed: number, state?: EconomyState): TurnEngine<World> {
  const acting = new Acting(parameters.companies.count);
  const generated = generateWorld(parameters, seed);
  return new TurnEngine({
    state: state === undefined ? generated : loadWorld(generated, state),
    turn: state?.turn ?? 0,
    phases: [
      { name: 'record', run: beginRecord },
      { name: 'acting', run: (world, turn) => acting.run(world, turn) },
      { name: 'events', run: runEvents },
      { name: 'prices', run: returnPrices },
    ],
    invariants: economyInvariants(parameters.products.count),
  });
}

function beginRecord(world: World): void {
  world.record.begin();
  world.attempts.clear();
}
