/** Writes down a hand-made run: a script says who bought what and what happened, the journal fills in prices, amounts and stocks. */

import type { AttemptRecord, EventKind, EventRecord, FailureReason, MetricsRecord, Run } from './records.ts';
import { TinyHistory } from './tiny-history.ts';
import { tinyEntityMetrics, tinyMetrics } from './tiny-metrics.ts';

type Fields<Kind extends EventKind> = Omit<EventRecord<Kind>, 'seq' | 'turn' | 'kind'>;

export class TinyJournal {
  readonly #events: EventRecord[] = [];
  readonly #attempts: AttemptRecord[] = [];
  #turn = 0;

  /** Begins the next turn. */
  nextTurn(): void {
    this.#turn += 1;
  }

  record<Kind extends EventKind>(kind: Kind, fields: Fields<Kind>): void {
    this.#events.push({ kind, seq: this.#events.length + 1, turn: this.#turn, ...fields } as unknown as EventRecord);
  }

  buys(company: string, quantity: number, line: string): void {
    const price = this.#linePrice(line);
    this.#attempt(company, { ...place(line), outcome: 'bought', reason: null, quantity, unit_price: price, amount: quantity * price });
  }

  /** `chosen` is a product, or `product at supplier`. */
  fails(company: string, reason: FailureReason, chosen?: string): void {
    const price = chosen?.includes(' at ') ? this.#linePrice(chosen) : null;
    this.#attempt(company, { ...place(chosen ?? ''), outcome: 'failed', reason, quantity: 0, unit_price: price, amount: 0 });
  }

  /** Raises prices to `cents` by product, as one event aimed at a type, or at the product where `type` is null. */
  inflation(type: string | null, cents: Readonly<Record<string, number>>): void {
    for (const [product, price] of Object.entries(cents)) this.record('price_changed', { product, price, cause: 'inflation' });
    this.record('inflation', { target: type === null ? 'product' : 'type', type, products: Object.keys(cents).length });
  }

  returns(product: string, price: number): void {
    this.record('price_changed', { product, price, cause: 'return' });
  }

  recharge(cents: Readonly<Record<string, number>>): void {
    for (const [company, amount] of Object.entries(cents)) this.record('budget_recharged', { company, amount });
    this.record('budget_recharge', { companies: Object.keys(cents).length, amount: sum(cents) });
  }

  restock(units: Readonly<Record<string, number>>): void {
    this.#addStock(units, 'restock');
    this.record('restock', { products: Object.keys(units).length, quantity: sum(units) });
  }

  supplierRecharge(units: Readonly<Record<string, number>>): void {
    this.#addStock(units, 'supplier_recharge');
    const suppliers = new Set(Object.keys(units).map((line) => place(line).supplier));
    this.record('supplier_recharge', { suppliers: suppliers.size, lines: Object.keys(units).length, quantity: sum(units) });
  }

  availability(off: readonly string[], on: readonly string[]): void {
    for (const product of off) this.record('product_switched', { product, active: false });
    for (const product of on) this.record('product_switched', { product, active: true });
    this.record('availability', { deactivated: off.length, activated: on.length });
  }

  /** Returns the run so far, with a metrics record for each turn. */
  end(): Run {
    this.record('run_ended', { reason: 'completed' });
    const history = this.#history();
    const { started, scenario } = history.events('run_started')[0]!;
    const metrics = Array.from({ length: this.#turn }, (_, index): MetricsRecord => {
      const turn = index + 1;
      const entities = scenario.metrics.journalEntities ? tinyEntityMetrics(history, turn) : {};
      const head = { seq: turn, turn, timestamp: started === 0 ? turn : started + turn / 1000 };
      const record = { ...head, metrics: { ...tinyMetrics(history, turn), ...entities } };
      return started === 0 ? record : { ...record, runtime: { tradesim_cpu_usage_percent: 12.5 } };
    });
    return { events: this.#events, transactions: this.#attempts, metrics, problems: [] };
  }

  #attempt(company: string, fields: Omit<AttemptRecord, 'seq' | 'turn' | 'company' | 'strategy'>): void {
    const { strategy } = this.#history()
      .events('company_created')
      .find((event) => event.company === company)!;
    this.#attempts.push({ seq: this.#attempts.length + 1, turn: this.#turn, company, strategy, ...fields });
  }

  #addStock(units: Readonly<Record<string, number>>, cause: 'restock' | 'supplier_recharge'): void {
    for (const [line, quantity] of Object.entries(units)) {
      const { product, supplier } = names(line);
      const stock = this.#history().stock({ product, supplier }) + quantity;
      this.record('stock_added', { supplier, product, quantity, stock, cause });
    }
  }

  #linePrice(line: string): number {
    const { product, supplier } = names(line);
    const created = this.#history()
      .events('line_created')
      .find((event) => event.product === product && event.supplier === supplier)!;
    return this.#history().linePrice(created);
  }

  #history(): TinyHistory {
    return new TinyHistory(this.#events, this.#attempts);
  }
}

/** Splits `product at supplier`. */
function names(line: string): { product: string; supplier: string } {
  const [product = '', supplier = ''] = line.split(' at ');
  return { product, supplier };
}

function place(line: string): { product: string | null; supplier: string | null } {
  const { product, supplier } = names(line);
  return { product: product || null, supplier: supplier || null };
}

function sum(values: Readonly<Record<string, number>>): number {
  return Object.values(values).reduce((total, value) => total + value, 0);
}
