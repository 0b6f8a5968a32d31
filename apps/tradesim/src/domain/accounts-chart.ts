/** The chart of accounts: which account of `Accounts` belongs to whom. Companies and suppliers lie side by side. */

export const TREASURY_ACCOUNT = 0;
export const TREASURY_SLUG = 'treasury';
const FIRST_COMPANY_ACCOUNT = 1;

export class AccountsChart {
  readonly #companies: number;
  readonly #suppliers: number;

  /** @param counts how many companies and suppliers there are. */
  constructor(counts: { readonly companies: number; readonly suppliers: number }) {
    this.#companies = counts.companies;
    this.#suppliers = counts.suppliers;
  }

  get count(): number {
    return this.endOfSuppliers;
  }

  company(company: number): number {
    return FIRST_COMPANY_ACCOUNT + company;
  }

  supplier(supplier: number): number {
    return this.endOfCompanies + supplier;
  }

  get firstCompany(): number {
    return FIRST_COMPANY_ACCOUNT;
  }

  /** The account after the last company's, which is the first supplier's. */
  get endOfCompanies(): number {
    return FIRST_COMPANY_ACCOUNT + this.#companies;
  }

  get endOfSuppliers(): number {
    return this.endOfCompanies + this.#suppliers;
  }
}
