/**
 * The state of a hand-made journal, the slow and plain way: each value is read off all records up to a turn.
 * Nothing here is shared with the recomputation but the record types, so that the two can disagree.
 */

import type { AttemptRecord, EventKind, EventRecord } from './records.ts';

/** The records up to the end of a turn. */
export class TinyHistory {
  readonly #events: readonly EventRecord[];
  readonly #attempts: readonly AttemptRecord[];

  constructor(events: readonly EventRecord[], attempts: readonly AttemptRecord[]) {
    this.#events = events;
    this.#attempts = attempts;
  }

  upTo(turn: number): TinyHistory {
    return new TinyHistory(
      this.#events.filter((event) => event.turn <= turn),
      this.#attempts.filter((attempt) => attempt.turn <= turn),
    );
  }

  events<Kind extends EventKind>(kind: Kind): Extract<EventRecord, { kind: Kind }>[] {
    return this.#events.filter((event): event is Extract<EventRecord, { kind: Kind }> => event.kind === kind);
  }

  attempts(outcome?: AttemptRecord['outcome']): AttemptRecord[] {
    return this.#attempts.filter((attempt) => outcome === undefined || attempt.outcome === outcome);
  }

  budget(company: string): number {
    const initial = add(this.events('account_opened').flatMap((event) => (event.account === company ? event.balance : [])));
    const recharged = add(this.events('budget_recharged').flatMap((event) => (event.company === company ? event.amount : [])));
    return initial + recharged - add(this.attempts().flatMap((attempt) => (attempt.company === company ? attempt.amount : [])));
  }

  price(product: string): number {
    const changes = this.events('price_changed').filter((event) => event.product === product);
    return changes.at(-1)?.price ?? this.events('product_created').find((event) => event.product === product)!.price;
  }

  isActive(product: string): boolean {
    const switches = this.events('product_switched').filter((event) => event.product === product);
    return switches.at(-1)?.active ?? this.events('product_created').find((event) => event.product === product)!.active;
  }

  stock({ supplier, product }: { readonly supplier: string; readonly product: string }): number {
    const isHere = (record: { supplier: string | null; product: string | null }): boolean =>
      record.supplier === supplier && record.product === product;
    const initial = add(
      this.events('line_created')
        .filter(isHere)
        .map((event) => event.stock),
    );
    const added = add(
      this.events('stock_added')
        .filter(isHere)
        .map((event) => event.quantity),
    );
    return (
      initial +
      added -
      add(
        this.attempts()
          .filter(isHere)
          .map((attempt) => attempt.quantity),
      )
    );
  }

  linePrice(line: { readonly product: string; readonly factor: number }): number {
    return Math.max(1, Math.round(this.price(line.product) * line.factor));
  }
}

export function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
