/** The columns of what a query reads, by their names in docs/formats/journal.md; they are given, not guessed from the data. */

/** Names with types of DuckDB, in the order of `select *`. */
export type Columns = Readonly<Record<string, string>>;

export const TRANSACTIONS: Columns = {
  seq: 'BIGINT',
  turn: 'BIGINT',
  company: 'VARCHAR',
  strategy: 'VARCHAR',
  product: 'VARCHAR',
  supplier: 'VARCHAR',
  outcome: 'VARCHAR',
  reason: 'VARCHAR',
  quantity: 'BIGINT',
  unit_price: 'BIGINT',
  amount: 'BIGINT',
};

/** The fields of all kinds of events. */
export const EVENTS: Columns = {
  seq: 'BIGINT',
  turn: 'BIGINT',
  kind: 'VARCHAR',
  company: 'VARCHAR',
  supplier: 'VARCHAR',
  product: 'VARCHAR',
  amount: 'BIGINT',
  quantity: 'BIGINT',
  stock: 'BIGINT',
  price: 'BIGINT',
  factor: 'DOUBLE',
  active: 'BOOLEAN',
  cause: 'VARCHAR',
  target: 'VARCHAR',
  type: 'VARCHAR',
  products: 'BIGINT',
  companies: 'BIGINT',
  suppliers: 'BIGINT',
  lines: 'BIGINT',
  activated: 'BIGINT',
  deactivated: 'BIGINT',
  holder: 'VARCHAR',
  account: 'VARCHAR',
  balance: 'BIGINT',
  name: 'VARCHAR',
  country: 'VARCHAR',
  continent: 'VARCHAR',
  strategy: 'VARCHAR',
  preferred_types: 'VARCHAR[]',
  run: 'VARCHAR',
  format: 'BIGINT',
  version: 'VARCHAR',
  seed: 'BIGINT',
  started: 'DOUBLE',
  platform: 'JSON',
  scenario_hash: 'VARCHAR',
  scenario: 'JSON',
  ledger: 'BOOLEAN',
  reason: 'VARCHAR',
};

/** The record of a turn as it is. */
export const TURNS: Columns = { seq: 'BIGINT', turn: 'BIGINT', timestamp: 'DOUBLE', metrics: 'JSON', runtime: 'JSON' };

/** The record of a turn with its samples as keys and values. */
export const SAMPLES: Columns = { ...TURNS, metrics: 'MAP(VARCHAR, DOUBLE)', runtime: 'MAP(VARCHAR, DOUBLE)' };
