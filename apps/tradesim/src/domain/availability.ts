import { ActivationOrder } from '@tradesim/simulation';
import { shareRoundedUp } from './rounding.ts';
import type { World } from './world.ts';

/**
 * Draws whether the availability of products varies; then a share of the active ones (rounded up, at least 1) is
 * switched off, and a share of those that were inactive before the event (rounded up) is switched on. Who it is, is
 * decided by a random key of each product: the lowest keys.
 */
export function varyAvailability(world: World, turn: number): void {
  const rules = world.parameters.events.availability;
  if (!world.streams.availability.at(turn, 0).chance(rules.probability)) return;
  const active = shuffledProducts(world, turn, 1);
  const inactive = shuffledProducts(world, turn, 0);
  const off = active.subarray(0, deactivatedCount(rules.share, active.length));
  const on = inactive.subarray(0, shareRoundedUp(rules.share, inactive.length));
  for (const product of off) {
    world.market.deactivate(product);
    world.record.addChange({ kind: 'product_switched', product, active: false });
  }
  for (const product of on) {
    world.market.activate(product);
    world.record.addChange({ kind: 'product_switched', product, active: true });
  }
  if (off.length + on.length > 0) world.record.addSummary({ kind: 'availability', deactivated: off.length, activated: on.length });
}

/** Returns how many of the active products are switched off. */
export function deactivatedCount(share: number, active: number): number {
  return Math.min(active, Math.max(1, shareRoundedUp(share, active)));
}

function shuffledProducts(world: World, turn: number, active: 0 | 1): Int32Array {
  const order = new ActivationOrder(world.products.count);
  for (let product = 0; product < world.products.count; product += 1) {
    if (world.products.active[product] === active) order.add(product, world.streams.availabilityOrder.at(turn, product).uint32());
  }
  return order.sort().subarray(0, order.count);
}
