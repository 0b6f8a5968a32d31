/**
 * Turns a snapshot into the lines of docs/formats/journal.md. Names are quoted once per run; numbers are integers, so
 * the lines are put together without JSON.stringify, which costs four times as much.
 */
import type { EconomyChange, EconomyEvent, EventSummary } from '../domain/economy-event.ts';
import { FAILURE_REASONS, STRATEGIES } from '../domain/parameters.ts';
import type { AttemptColumns, Snapshot } from '../domain/snapshot.ts';

/** Slugs as JSON strings, by row. */
interface QuotedSlugs {
  readonly companies: readonly string[];
  readonly products: readonly string[];
  readonly suppliers: readonly string[];
}

export class LedgerLines {
  readonly #slugs: QuotedSlugs;

  constructor({ companies, products, suppliers }: Snapshot) {
    this.#slugs = { companies: quotedAll(companies.slug), products: quotedAll(products.slug), suppliers: quotedAll(suppliers.slug) };
  }

  /** Writes attempt `row` of a turn as one record. */
  attempt(attempts: AttemptColumns, row: number, position: { readonly seq: number; readonly turn: number }): string {
    const { companies, products, suppliers } = this.#slugs;
    const product = attempts.product[row]!;
    const supplier = attempts.supplier[row]!;
    const reason = attempts.reason[row]!;
    const unitPrice = attempts.unitPrice[row]!;
    const actor = `"company":${companies[attempts.company[row]!]!},"strategy":"${STRATEGIES[attempts.strategy[row]!]!}"`;
    const choice = `"product":${product < 0 ? 'null' : products[product]!},"supplier":${supplier < 0 ? 'null' : suppliers[supplier]!}`;
    const result = reason < 0 ? '"outcome":"bought","reason":null' : `"outcome":"failed","reason":"${FAILURE_REASONS[reason]!}"`;
    const sums = `"quantity":${attempts.quantity[row]!},"unit_price":${unitPrice < 0 ? 'null' : unitPrice},"amount":${attempts.amount[row]!}`;
    return `{"seq":${position.seq},"turn":${position.turn},${actor},${choice},${result},${sums}}`;
  }

  /** Writes an event as one record. */
  event(event: EconomyEvent, position: { readonly seq: number; readonly turn: number }): string {
    const fields = isChange(event) ? this.#changeFields(event) : summaryFields(event);
    return `{"seq":${position.seq},"turn":${position.turn},"kind":"${event.kind}",${fields}}`;
  }

  #changeFields(event: EconomyChange): string {
    const { companies, products, suppliers } = this.#slugs;
    switch (event.kind) {
      case 'price_changed':
        return `"product":${products[event.product]!},"price":${event.price},"cause":"${event.cause}"`;
      case 'budget_recharged':
        return `"company":${companies[event.company]!},"amount":${event.amount}`;
      case 'stock_added':
        return `"supplier":${suppliers[event.supplier]!},"product":${products[event.product]!},"quantity":${event.quantity},"stock":${event.stock},"cause":"${event.cause}"`;
      case 'product_switched':
        return `"product":${products[event.product]!},"active":${event.active}`;
    }
  }
}

function summaryFields(summary: EventSummary): string {
  return JSON.stringify({ ...summary, kind: undefined }).slice(1, -1);
}

/** Whether an event is a change of one entity, which belongs to the ledger; summaries are written with and without it. */
export function isChange(event: EconomyEvent): event is EconomyChange {
  return (
    event.kind === 'price_changed' || event.kind === 'budget_recharged' || event.kind === 'stock_added' || event.kind === 'product_switched'
  );
}

function quotedAll(slugs: readonly string[]): string[] {
  return slugs.map((slug) => JSON.stringify(slug));
}
