import type { World } from './world.ts';

export interface StockAddition {
  readonly line: number;
  /** Units, at least 1. */
  readonly quantity: number;
  readonly cause: 'restock' | 'supplier_recharge';
}

/** Adds newly produced units to a line and records the change. */
export function addStock(world: World, addition: StockAddition): void {
  const { line, quantity, cause } = addition;
  const { supplier, product, stock } = world.lines;
  world.market.produce(line, quantity);
  world.record.addChange({ kind: 'stock_added', supplier: supplier[line]!, product: product[line]!, quantity, stock: stock[line]!, cause });
}
