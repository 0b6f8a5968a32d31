import type { Accounts } from '@tradesim/simulation';
import type { AccountsChart } from './accounts-chart.ts';

/** Measures what sellers earned and buyers spent in a turn from their balances, not from what was recorded of the sales. */
export class TradeBalance {
  readonly #accounts: Accounts;
  readonly #chart: AccountsChart;
  #companiesBefore = 0;
  #suppliersBefore = 0;
  #residual = 0;

  constructor(accounts: Accounts, chart: AccountsChart) {
    this.#accounts = accounts;
    this.#chart = chart;
  }

  /** Cents between the sellers' revenue and the buyers' spending when last closed: 0 unless something is wrong. */
  get residual(): number {
    return this.#residual;
  }

  /** Begins a measurement; from here to `close` only trade may move money. O(accounts). */
  open(): void {
    this.#companiesBefore = this.#companiesTotal();
    this.#suppliersBefore = this.#suppliersTotal();
  }

  /** Ends the measurement. O(accounts). */
  close(): void {
    const spending = this.#companiesBefore - this.#companiesTotal();
    const revenue = this.#suppliersTotal() - this.#suppliersBefore;
    this.#residual = Math.abs(revenue - spending);
  }

  #companiesTotal(): number {
    return this.#accounts.sum(this.#chart.firstCompany, this.#chart.endOfCompanies);
  }

  #suppliersTotal(): number {
    return this.#accounts.sum(this.#chart.endOfCompanies, this.#chart.endOfSuppliers);
  }
}
