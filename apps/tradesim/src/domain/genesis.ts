/** The economy before its first turn, row by row and in the words of the journal. */
import { TREASURY_ACCOUNT, TREASURY_SLUG } from './accounts-chart.ts';
import { CONTINENTS, PRODUCT_TYPES, STRATEGIES } from './parameters.ts';
import type { Continent, ProductType, Strategy } from './parameters.ts';
import type { World } from './world.ts';

interface OpenedAccount {
  readonly holder: 'treasury' | 'company' | 'supplier';
  /** `treasury`, or the holder's slug. */
  readonly account: string;
  /** Cents, after the initial budgets have been paid. */
  readonly balance: number;
}

export interface CreatedCompany {
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly continent: Continent;
  readonly strategy: Strategy;
  /** In the order of PRODUCT_TYPES. */
  readonly preferredTypes: readonly ProductType[];
}

export interface CreatedProduct {
  readonly slug: string;
  readonly name: string;
  readonly type: ProductType;
  /** Cents. */
  readonly price: number;
  readonly active: boolean;
}

interface CreatedSupplier {
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly continent: Continent;
}

export interface CreatedLine {
  /** Slugs. */
  readonly supplier: string;
  readonly product: string;
  /** Units. */
  readonly stock: number;
  readonly factor: number;
  /** Cents. */
  readonly price: number;
}

/** Each call walks over the rows anew; they are made on demand, in the order of the snapshot's columns. */
export interface Genesis {
  /** The treasury first, then companies, then suppliers. */
  readonly accounts: () => Iterable<OpenedAccount>;
  readonly companies: () => Iterable<CreatedCompany>;
  readonly products: () => Iterable<CreatedProduct>;
  readonly suppliers: () => Iterable<CreatedSupplier>;
  readonly lines: () => Iterable<CreatedLine>;
}

/** Describes a world that has not had a turn yet. */
export function describeGenesis(world: World): Genesis {
  return {
    accounts: () => openedAccounts(world),
    companies: () => createdCompanies(world),
    products: () => createdProducts(world),
    suppliers: () => createdSuppliers(world),
    lines: () => createdLines(world),
  };
}

function* openedAccounts(world: World): Generator<OpenedAccount> {
  const { balances } = world.accounts;
  yield { holder: 'treasury', account: TREASURY_SLUG, balance: balances[TREASURY_ACCOUNT]! };
  for (const [company, account] of world.companies.slug.entries()) {
    yield { holder: 'company', account, balance: balances[world.chart.company(company)]! };
  }
  for (const [supplier, account] of world.suppliers.slug.entries()) {
    yield { holder: 'supplier', account, balance: balances[world.chart.supplier(supplier)]! };
  }
}

function* createdCompanies({ companies }: World): Generator<CreatedCompany> {
  for (const [company, slug] of companies.slug.entries()) {
    yield {
      slug,
      name: companies.name[company]!,
      country: companies.country[company]!,
      continent: CONTINENTS[companies.continent[company]!]!,
      strategy: STRATEGIES[companies.strategy[company]!]!,
      preferredTypes: PRODUCT_TYPES.filter((_, type) => (companies.preferredTypes[company]! & (1 << type)) !== 0),
    };
  }
}

function* createdProducts({ products }: World): Generator<CreatedProduct> {
  for (const [product, slug] of products.slug.entries()) {
    yield {
      slug,
      name: products.name[product]!,
      type: PRODUCT_TYPES[products.type[product]!]!,
      price: products.price[product]!,
      active: products.active[product] === 1,
    };
  }
}

function* createdSuppliers({ suppliers }: World): Generator<CreatedSupplier> {
  for (const [supplier, slug] of suppliers.slug.entries()) {
    yield {
      slug,
      name: suppliers.name[supplier]!,
      country: suppliers.country[supplier]!,
      continent: CONTINENTS[suppliers.continent[supplier]!]!,
    };
  }
}

function* createdLines({ lines, market, products, suppliers }: World): Generator<CreatedLine> {
  for (let line = 0; line < lines.count; line += 1) {
    yield {
      supplier: suppliers.slug[lines.supplier[line]!]!,
      product: products.slug[lines.product[line]!]!,
      stock: lines.stock[line]!,
      factor: lines.factor[line]!,
      price: market.linePrice(line),
    };
  }
}
