import type { Accounts } from '@tradesim/simulation';
import type { AccountsChart } from './accounts-chart.ts';
import type { Attempts } from './attempts.ts';
import type { Companies } from './companies.ts';
import type { Lines } from './lines.ts';
import type { Market } from './market.ts';
import type { EconomyParameters } from './parameters.ts';
import type { Products } from './products.ts';
import type { Streams } from './streams.ts';
import type { Suppliers } from './suppliers.ts';
import type { TradeBalance } from './trade-balance.ts';
import type { TurnRecord } from './turn-record.ts';

/** The state of an economy. Money changes through `accounts` only; prices, availability and suppliers' stocks through `market` only. */
export interface World {
  readonly parameters: EconomyParameters;
  readonly streams: Streams;
  readonly accounts: Accounts;
  readonly chart: AccountsChart;
  readonly companies: Companies;
  readonly products: Products;
  readonly suppliers: Suppliers;
  readonly lines: Lines;
  readonly market: Market;
  readonly attempts: Attempts;
  readonly record: TurnRecord;
  readonly trade: TradeBalance;
}
