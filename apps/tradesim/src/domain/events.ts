import { varyAvailability } from './availability.ts';
import { rechargeBudgets } from './budget-recharge.ts';
import { inflate } from './inflation.ts';
import { restock } from './restock.ts';
import { rechargeSuppliers } from './supplier-recharge.ts';
import type { World } from './world.ts';

/** The phase of random events, always in this order; the recharge of suppliers has an interval of its own. */
export function runEvents(world: World, turn: number): void {
  if (turn % world.parameters.events.intervalTurns === 0) {
    inflate(world, turn);
    rechargeBudgets(world, turn);
    restock(world, turn);
    varyAvailability(world, turn);
  }
  rechargeSuppliers(world, turn);
}
