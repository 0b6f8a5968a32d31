/**
 * Turns the changes of a turn into columns for the shapes of docs/formats/journal.md. Changes of one kind mostly come one
 * after the other, so each run of them is appended at once.
 */
import { RecordShape } from '@tradesim/metrics/journal';
import type { RecordColumns, RecordField } from '@tradesim/metrics/journal';
import type { EconomyChange, EconomyEvent } from '../domain/economy-event.ts';
import type { Snapshot } from '../domain/snapshot.ts';

const KINDS = ['price_changed', 'budget_recharged', 'stock_added', 'product_switched'] as const satisfies readonly EconomyChange['kind'][];
const PRICE_CAUSES = ['inflation', 'return'] as const;
const STOCK_CAUSES = ['restock', 'supplier_recharge'] as const;
const MOST_COLUMNS = 5;

/** A run of changes of one kind, as records. */
export interface ChangeRun {
  readonly shape: RecordShape;
  /** Valid until the next run is asked for. */
  readonly records: RecordColumns;
}

/** Whether an event is a change of one entity, which belongs to the ledger; summaries are written with and without it. */
export function isChange(event: EconomyEvent): event is EconomyChange {
  return (KINDS as readonly string[]).includes(event.kind);
}

export class ChangeRecords {
  readonly #shapes: Readonly<Record<EconomyChange['kind'], RecordShape>>;
  readonly #constants = [0];
  #columns = columnsOf(64);

  constructor({ companies, products, suppliers }: Snapshot) {
    const one = (slugs: readonly string[]): RecordField => ({ type: 'choice', values: slugs });
    const product = one(products.slug);
    this.#shapes = {
      price_changed: shape('price_changed', { product, price: { type: 'number' }, cause: one(PRICE_CAUSES) }),
      budget_recharged: shape('budget_recharged', { company: one(companies.slug), amount: { type: 'number' } }),
      stock_added: shape('stock_added', {
        supplier: one(suppliers.slug),
        product,
        quantity: { type: 'number' },
        stock: { type: 'number' },
        cause: one(STOCK_CAUSES),
      }),
      product_switched: shape('product_switched', { product, active: { type: 'choice', values: [false, true] } }),
    };
  }

  /** Returns the changes from `start` on that are of the same kind. @param first `seq` of the first of them */
  run(events: readonly EconomyEvent[], start: number, { first, turn }: { readonly first: number; readonly turn: number }): ChangeRun {
    const { kind } = events[start] as EconomyChange;
    if (this.#columns[0]!.length < events.length) this.#columns = columnsOf(events.length);
    let count = 0;
    for (let i = start; i < events.length && events[i]!.kind === kind; i++) this.#fill(count++, events[i] as EconomyChange);
    this.#constants[0] = turn;
    const changes = this.#shapes[kind];
    return {
      shape: changes,
      records: { count, first, constants: this.#constants, columns: this.#columns.slice(0, changes.columns.length) },
    };
  }

  /** In the order of the fields of the shape. */
  #fill(row: number, change: EconomyChange): void {
    const [a, b, c, d, e] = this.#columns as unknown as readonly [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    switch (change.kind) {
      case 'price_changed':
        a[row] = change.product;
        b[row] = change.price;
        c[row] = PRICE_CAUSES.indexOf(change.cause);
        break;
      case 'budget_recharged':
        a[row] = change.company;
        b[row] = change.amount;
        break;
      case 'stock_added':
        a[row] = change.supplier;
        b[row] = change.product;
        c[row] = change.quantity;
        d[row] = change.stock;
        e[row] = STOCK_CAUSES.indexOf(change.cause);
        break;
      case 'product_switched':
        a[row] = change.product;
        b[row] = Number(change.active);
    }
  }
}

function shape(kind: EconomyChange['kind'], fields: Readonly<Record<string, RecordField>>): RecordShape {
  return new RecordShape({ seq: { type: 'sequence' }, turn: { type: 'constant' }, kind: { type: 'literal', value: kind }, ...fields });
}

function columnsOf(length: number): Float64Array[] {
  return Array.from({ length: MOST_COLUMNS }, () => new Float64Array(length));
}
