import { Sampler } from '@tradesim/simulation';
import { COMPANY_NAMES, COMPANY_SUFFIXES } from './company-names.ts';
import { PRODUCT_TYPES, STRATEGIES } from './parameters.ts';
import { settle } from './places.ts';
import type { CompanyColumns } from './snapshot.ts';
import type { GenerationOptions } from './generation-options.ts';
import type { PlaceColumns } from './places.ts';

/** The companies' columns, as the rules use them; `budget` is a view of their accounts. */
export interface Companies extends CompanyColumns, PlaceColumns {
  readonly slug: readonly string[];
  readonly continent: Uint8Array;
  /** Bit t is set when PRODUCT_TYPES[t] is preferred. */
  readonly preferredTypes: Uint8Array;
}

export interface CompanyGeneration {
  readonly companies: Companies;
  /** Cents; what the treasury is to pay each company before the first turn. */
  readonly initialBudgets: Float64Array;
}

/** Generates the companies; their budgets are still to be paid into `budget`. */
export function generateCompanies(budget: Float64Array, options: GenerationOptions): CompanyGeneration {
  const { count, budgetCents, preferredTypes } = options.parameters.companies;
  const places = settle(count, { places: COMPANY_NAMES, suffixes: COMPANY_SUFFIXES, streamEntity: 0 }, options);
  const strategy = new Uint8Array(count);
  const preferred = new Uint8Array(count);
  const initialBudgets = new Float64Array(count);
  const types = new Sampler(PRODUCT_TYPES.length);
  for (let company = 0; company < count; company += 1) {
    const stream = options.streams.company.at(0, company);
    initialBudgets[company] = stream.integer(budgetCents.min, budgetCents.max);
    strategy[company] = stream.integer(0, STRATEGIES.length - 1);
    const drawn = types.sample(stream, stream.integer(preferredTypes.min, preferredTypes.max));
    preferred[company] = drawn.reduce((bits, type) => bits | (1 << type), 0);
  }
  return {
    companies: { count, ...places, budget, stockUnits: new Float64Array(count), strategy, preferredTypes: preferred },
    initialBudgets,
  };
}
