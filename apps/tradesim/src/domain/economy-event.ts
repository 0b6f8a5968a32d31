/**
 * The typed events of a turn. Entities are row numbers of the snapshot's columns; amounts are cents, quantities units.
 * The journal turns them into the records of docs/formats/journal.md.
 */
import type { EventKind, ProductType } from './parameters.ts';

export type EconomyEvent = EconomyChange | EventSummary;

/** One change of one entity: the ledger's part of events.jsonl. */
export type EconomyChange =
  | { readonly kind: 'price_changed'; readonly product: number; readonly price: number; readonly cause: 'inflation' | 'return' }
  | { readonly kind: 'budget_recharged'; readonly company: number; readonly amount: number }
  | {
      readonly kind: 'stock_added';
      readonly supplier: number;
      readonly product: number;
      readonly quantity: number;
      /** Units on this line afterwards. */
      readonly stock: number;
      readonly cause: 'restock' | 'supplier_recharge';
    }
  | { readonly kind: 'product_switched'; readonly product: number; readonly active: boolean };

/** One event with its totals, after the changes it made. */
export type EventSummary = { readonly kind: EventKind } & (
  | { readonly kind: 'inflation'; readonly target: 'product' | 'type'; readonly type: ProductType | null; readonly products: number }
  | { readonly kind: 'budget_recharge'; readonly companies: number; readonly amount: number }
  | { readonly kind: 'restock'; readonly products: number; readonly quantity: number }
  | { readonly kind: 'availability'; readonly deactivated: number; readonly activated: number }
  | { readonly kind: 'supplier_recharge'; readonly suppliers: number; readonly lines: number; readonly quantity: number }
);
