import { addStock } from './stock-addition.ts';
import type { World } from './world.ts';

/**
 * In each turn that is a multiple of its own interval, draws whether suppliers recharge their stocks; then each supplier
 * by chance, and of those each active product it has in stock by chance, gets new units.
 */
export function rechargeSuppliers(world: World, turn: number): void {
  const rules = world.parameters.events.supplierRecharge;
  if (turn % rules.intervalTurns !== 0 || !world.streams.supplierRecharge.at(turn, 0).chance(rules.probability)) return;
  const total = { suppliers: 0, lines: 0, quantity: 0 };
  for (let supplier = 0; supplier < world.suppliers.count; supplier += 1) {
    if (!world.streams.supplierRechargeQuantity.at(turn, supplier).chance(rules.supplierProbability)) continue;
    const recharged = rechargeLines(world, supplier);
    if (recharged.lines === 0) continue;
    total.suppliers += 1;
    total.lines += recharged.lines;
    total.quantity += recharged.quantity;
  }
  if (total.suppliers > 0) world.record.addSummary({ kind: 'supplier_recharge', ...total });
}

/** Goes on drawing where the supplier's stream stands. */
function rechargeLines(world: World, supplier: number): { lines: number; quantity: number } {
  const { productProbability, quantityUnits } = world.parameters.events.supplierRecharge;
  const { supplierStart, product, stock } = world.lines;
  const stream = world.streams.supplierRechargeQuantity;
  const recharged = { lines: 0, quantity: 0 };
  for (let line = supplierStart[supplier]!; line < supplierStart[supplier + 1]!; line += 1) {
    if (stock[line] === 0 || world.products.active[product[line]!] === 0 || !stream.chance(productProbability)) continue;
    const quantity = stream.integer(quantityUnits.min, quantityUnits.max);
    if (quantity === 0) continue;
    addStock(world, { line, quantity, cause: 'supplier_recharge' });
    recharged.lines += 1;
    recharged.quantity += quantity;
  }
  return recharged;
}
