import { addStock } from './stock-addition.ts';
import type { World } from './world.ts';

/** Draws whether there is a restock; then each active product that some supplier carries gets by chance new units at one random supplier that carries it. */
export function restock(world: World, turn: number): void {
  const rules = world.parameters.events.restock;
  if (!world.streams.restock.at(turn, 0).chance(rules.probability)) return;
  const { active, count } = world.products;
  const { byProduct, productStart } = world.lines;
  let restocked = 0;
  let total = 0;
  for (let product = 0; product < count; product += 1) {
    const first = productStart[product]!;
    const last = productStart[product + 1]! - 1;
    if (active[product] === 0 || last < first) continue;
    const stream = world.streams.restockQuantity.at(turn, product);
    if (!stream.chance(rules.productProbability)) continue;
    const line = byProduct[stream.integer(first, last)]!;
    const quantity = stream.integer(rules.quantityUnits.min, rules.quantityUnits.max);
    if (quantity === 0) continue;
    addStock(world, { line, quantity, cause: 'restock' });
    restocked += 1;
    total += quantity;
  }
  if (restocked > 0) world.record.addSummary({ kind: 'restock', products: restocked, quantity: total });
}
