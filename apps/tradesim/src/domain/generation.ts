/** Builds the economy as it stands before the first turn: everything that is drawn in turn 0. */
import { Accounts } from '@tradesim/simulation';
import { AccountsChart, TREASURY_ACCOUNT, TREASURY_SLUG } from './accounts-chart.ts';
import { Attempts } from './attempts.ts';
import { generateCompanies } from './companies.ts';
import { Market } from './market.ts';
import { SlugRegistry } from './naming.ts';
import { generateProducts } from './products.ts';
import { openStreams } from './streams.ts';
import { generateLines, generateSuppliers } from './suppliers.ts';
import { TradeBalance } from './trade-balance.ts';
import { TurnRecord } from './turn-record.ts';
import type { GenerationOptions } from './generation-options.ts';
import type { EconomyParameters } from './parameters.ts';
import type { Lines } from './lines.ts';
import type { Products } from './products.ts';
import type { Suppliers } from './suppliers.ts';
import type { World } from './world.ts';

/** Generates products, suppliers with their lines, and companies, and pays the initial budgets from the treasury. */
export function generateWorld(parameters: EconomyParameters, seed: number): World {
  const options: GenerationOptions = { parameters, streams: openStreams(seed), slugs: new SlugRegistry([TREASURY_SLUG]) };
  const chart = new AccountsChart({ companies: parameters.companies.count, suppliers: parameters.suppliers.count });
  const accounts = openAccounts(chart);
  const products = generateProducts(options);
  const suppliers = generateSuppliers(options);
  const lines = generateLines(options);
  stockUp(products, suppliers, lines);
  const budget = accounts.balances.subarray(chart.firstCompany, chart.endOfCompanies);
  const { companies, initialBudgets } = generateCompanies(budget, options);
  initialBudgets.forEach((budgetCents, company) => accounts.transfer(TREASURY_ACCOUNT, chart.company(company), budgetCents));
  return {
    parameters,
    streams: options.streams,
    accounts,
    chart,
    companies,
    products,
    suppliers,
    lines,
    market: new Market({ products, suppliers, lines }),
    attempts: new Attempts(companies.count),
    record: new TurnRecord(),
    trade: new TradeBalance(accounts, chart),
  };
}

function openAccounts(chart: AccountsChart): Accounts {
  const accounts = new Accounts(chart.count);
  accounts.setCreditLimit(TREASURY_ACCOUNT, Infinity);
  return accounts;
}

/** Adds up the stock of the lines for their products and suppliers. */
function stockUp(products: Products, suppliers: Suppliers, lines: Lines): void {
  for (let line = 0; line < lines.count; line += 1) {
    const stock = lines.stock[line]!;
    products.stockUnits[lines.product[line]!]! += stock;
    products.initialUnits[lines.product[line]!]! += stock;
    suppliers.stockUnits[lines.supplier[line]!]! += stock;
  }
}
