/** What must hold at the end of every turn, computed from balances and stocks themselves and not from any log. */
import type { Invariant } from '@tradesim/simulation';
import type { InvariantName } from './snapshot.ts';
import type { World } from './world.ts';

interface EconomyInvariant extends Invariant<World> {
  readonly name: InvariantName;
}

/** Returns the invariants of an economy, in the order of INVARIANTS; each costs O(entities). */
export function economyInvariants(products: number): readonly EconomyInvariant[] {
  const supplierUnits = new Float64Array(products);
  return [
    { name: 'money', residual: (world) => Math.abs(world.accounts.total()) },
    { name: 'goods', residual: (world) => goodsResidual(world, supplierUnits.fill(0)) },
    { name: 'solvency', residual: (world) => world.accounts.overdrawn() + negativeUnits(world.lines.stock) },
    { name: 'trade', residual: (world) => world.trade.residual },
  ];
}

/**
 * Units missing or too many, over all products: initial + produced against what is in the lines and what companies hold.
 * Companies' holdings are kept twice, per product and per company, and must agree.
 * @param supplierUnits one 0 per product, to add up the lines in.
 */
function goodsResidual(world: World, supplierUnits: Float64Array): number {
  const { lines, products, companies } = world;
  for (let line = 0; line < lines.count; line += 1) supplierUnits[lines.product[line]!]! += lines.stock[line]!;
  let residual = 0;
  let heldPerProduct = 0;
  for (let product = 0; product < products.count; product += 1) {
    const held = products.companyUnits[product]!;
    residual += Math.abs(products.initialUnits[product]! + products.producedUnits[product]! - supplierUnits[product]! - held);
    heldPerProduct += held;
  }
  let heldPerCompany = 0;
  for (let company = 0; company < companies.count; company += 1) heldPerCompany += companies.stockUnits[company]!;
  return residual + Math.abs(heldPerProduct - heldPerCompany);
}

function negativeUnits(stock: Float64Array): number {
  let negative = 0;
  for (let line = 0; line < stock.length; line += 1) if (stock[line]! < 0) negative -= stock[line]!;
  return negative;
}
