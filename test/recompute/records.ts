/** The records of a run's journal, format 1, as docs/formats/journal.md gives them: money in integer cents, goods in integer units. */

export const CONTINENTS = ['africa', 'asia', 'europe', 'north_america', 'oceania', 'south_america'] as const;
export const STRATEGIES = ['cheapest', 'by_type'] as const;
export const OUTCOMES = ['bought', 'failed'] as const;
export const FAILURE_REASONS = ['no_active_product', 'no_stock', 'no_budget'] as const;
export const SUMMARY_KINDS = ['inflation', 'budget_recharge', 'restock', 'availability', 'supplier_recharge'] as const;

type Continent = (typeof CONTINENTS)[number];
export type Strategy = (typeof STRATEGIES)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type FailureReason = (typeof FAILURE_REASONS)[number];
export type SummaryKind = (typeof SUMMARY_KINDS)[number];

/** What every record has: `seq` counts from 1 in its file, `turn` from 0. */
export interface JournalRecord {
  readonly seq: number;
  readonly turn: number;
}

/** The parameters of the scenario that the recomputation needs. */
interface Scenario {
  readonly name: string;
  readonly companies: { readonly prosperityThresholdEuros: number };
  readonly events: { readonly inflation: { readonly returnAfterTurns: number; readonly returnTurns: number } };
  readonly metrics: { readonly journalEntities: boolean };
}

interface EventFields {
  readonly run_started: {
    readonly format: number;
    readonly version: string;
    readonly run: string;
    readonly seed: number;
    readonly started: number;
    readonly platform: object | null;
    readonly scenario_hash: string;
    readonly scenario: Scenario;
    readonly ledger: boolean;
  };
  readonly account_opened: { readonly holder: 'treasury' | 'company' | 'supplier'; readonly account: string; readonly balance: number };
  readonly company_created: {
    readonly company: string;
    readonly name: string;
    readonly country: string;
    readonly continent: Continent;
    readonly strategy: Strategy;
    readonly preferred_types: readonly string[];
  };
  readonly product_created: {
    readonly product: string;
    readonly name: string;
    readonly type: string;
    readonly price: number;
    readonly active: boolean;
  };
  readonly supplier_created: { readonly supplier: string; readonly name: string; readonly country: string; readonly continent: Continent };
  readonly line_created: {
    readonly supplier: string;
    readonly product: string;
    readonly stock: number;
    readonly factor: number;
    readonly price: number;
  };
  readonly price_changed: { readonly product: string; readonly price: number; readonly cause: 'inflation' | 'return' };
  readonly budget_recharged: { readonly company: string; readonly amount: number };
  readonly stock_added: {
    readonly supplier: string;
    readonly product: string;
    readonly quantity: number;
    readonly stock: number;
    readonly cause: 'restock' | 'supplier_recharge';
  };
  readonly product_switched: { readonly product: string; readonly active: boolean };
  readonly inflation: { readonly target: 'product' | 'type'; readonly type: string | null; readonly products: number };
  readonly budget_recharge: { readonly companies: number; readonly amount: number };
  readonly restock: { readonly products: number; readonly quantity: number };
  readonly availability: { readonly deactivated: number; readonly activated: number };
  readonly supplier_recharge: { readonly suppliers: number; readonly lines: number; readonly quantity: number };
  readonly run_ended: { readonly reason: 'completed' | 'interrupted' | 'terminated' | 'crashed' };
}

export type EventKind = keyof EventFields;

/** The records of events.jsonl whose kind is `Kind`. */
export type EventRecord<Kind extends EventKind = EventKind> = {
  [K in Kind]: JournalRecord & { readonly kind: K } & EventFields[K];
}[Kind];

/** A record of transactions.jsonl: one company's try to buy. */
export interface AttemptRecord extends JournalRecord {
  readonly company: string;
  readonly strategy: Strategy;
  readonly product: string | null;
  readonly supplier: string | null;
  readonly outcome: Outcome;
  readonly reason: FailureReason | null;
  readonly quantity: number;
  readonly unit_price: number | null;
  readonly amount: number;
}

/** A record of metrics.jsonl: the value of each sample at the end of a turn, null where it has none. */
export interface MetricsRecord extends JournalRecord {
  readonly timestamp: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly runtime?: Readonly<Record<string, unknown>>;
}

/** The three files of a run. `problems` says which of their lines are not records. */
export interface Run {
  readonly events: readonly EventRecord[];
  readonly transactions: readonly AttemptRecord[];
  readonly metrics: readonly MetricsRecord[];
  readonly problems: readonly string[];
}
