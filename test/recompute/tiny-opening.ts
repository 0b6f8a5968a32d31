/** The opening of the hand-made run: four companies, four products, two suppliers. Money is in cents. */

import type { TinyJournal } from './tiny-journal.ts';

export interface TinyRunOptions {
  /** @default true */
  readonly journalEntities?: boolean;
  /** Unix seconds; 0 for a deterministic run. @default 0 */
  readonly started?: number;
}

/** Writes the records of turn 0. */
export function openTinyRun(run: TinyJournal, { journalEntities = true, started = 0 }: TinyRunOptions): void {
  const scenario = {
    name: 'tiny',
    companies: { prosperityThresholdEuros: 8_000 },
    events: { inflation: { returnAfterTurns: 4, returnTurns: 3 } },
    metrics: { journalEntities },
  };
  run.record('run_started', {
    format: 1,
    version: '1.2.3',
    run: 'tiny-7',
    seed: 7,
    started,
    platform: null,
    scenario_hash: 'abc',
    scenario,
    ledger: true,
  });
  const budgets = { acme: 2_000_000, bolt: 900_000, cora: 500_000, dune: 300 };
  run.record('account_opened', { holder: 'treasury', account: 'treasury', balance: -3_400_300 });
  for (const [account, balance] of Object.entries(budgets)) run.record('account_opened', { holder: 'company', account, balance });
  for (const account of ['north', 'south']) run.record('account_opened', { holder: 'supplier', account, balance: 0 });
  openCompanies(run);
  openMarket(run);
}

function openCompanies(run: TinyJournal): void {
  run.record('company_created', {
    company: 'acme',
    name: 'Acme',
    country: 'France',
    continent: 'europe',
    strategy: 'cheapest',
    preferred_types: ['food'],
  });
  run.record('company_created', {
    company: 'bolt',
    name: 'Bolt',
    country: 'Japan',
    continent: 'asia',
    strategy: 'by_type',
    preferred_types: ['tools'],
  });
  run.record('company_created', {
    company: 'cora',
    name: 'Cora',
    country: 'Kenya',
    continent: 'africa',
    strategy: 'by_type',
    preferred_types: ['food', 'toys'],
  });
  run.record('company_created', {
    company: 'dune',
    name: 'Dune',
    country: 'Fiji',
    continent: 'oceania',
    strategy: 'cheapest',
    preferred_types: ['toys'],
  });
}

function openMarket(run: TinyJournal): void {
  run.record('product_created', { product: 'apple', name: 'Apple', type: 'food', price: 500, active: true });
  run.record('product_created', { product: 'hammer', name: 'Hammer', type: 'tools', price: 2_500, active: true });
  run.record('product_created', { product: 'kite', name: 'Kite', type: 'toys', price: 900, active: true });
  run.record('product_created', { product: 'robot', name: 'Robot', type: 'toys', price: 12_000, active: false });
  run.record('supplier_created', { supplier: 'north', name: 'North', country: 'Canada', continent: 'north_america' });
  run.record('supplier_created', { supplier: 'south', name: 'South', country: 'Chile', continent: 'south_america' });
  run.record('line_created', { supplier: 'north', product: 'apple', stock: 100, factor: 0.98, price: 490 });
  run.record('line_created', { supplier: 'north', product: 'hammer', stock: 20, factor: 1.01, price: 2_525 });
  run.record('line_created', { supplier: 'south', product: 'apple', stock: 5, factor: 1.02, price: 510 });
  run.record('line_created', { supplier: 'south', product: 'kite', stock: 4, factor: 1, price: 900 });
  run.record('line_created', { supplier: 'south', product: 'robot', stock: 30, factor: 0.97, price: 11_640 });
}
