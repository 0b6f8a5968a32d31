/** Every field of a scenario with its unit, bounds, default and meaning; the defaults are the scenario `classic`. */
import { EUROS, EUROS_OR_NONE, PROBABILITY, UNITS, UNITS_OR_NONE, entities } from './bounds.ts';
import { eventFields } from './event-fields.ts';
import { choice, flag, number, range, section } from './field.ts';
import type { LeafPathOf, TextField, ValueOf } from './field.ts';

/** A complete scenario, in the structure of a scenario file; plain data in a fixed order of fields. */
export type Scenario = ValueOf<typeof scenarioFields>;
export type LeafPath = LeafPathOf<typeof scenarioFields>;

const name: TextField = {
  kind: 'text',
  pattern: /^[a-z0-9-]{1,64}$/,
  rule: '1 to 64 characters from a-z, 0-9 and "-"',
  recipe: 'Write for example name: my-market.',
  isRequired: true,
  default: 'classic',
  description: 'Names the scenario in the journal and in `tradesim_run_info`.',
};

const description: TextField = {
  kind: 'text',
  pattern: /^[^]{0,1000}$/,
  rule: 'a text of at most 1000 characters',
  recipe: 'Shorten it, or move a part into comments.',
  isRequired: false,
  default: '',
  description: 'What the scenario is for.',
};

const companies = section('Companies buy products.', {
  count: number(entities('companies'), 3, 'Companies in the market.'),
  budgetEuros: range(EUROS, { min: 18_000, max: 35_000 }, 'Initial budget of a company, drawn uniformly.'),
  preferredTypes: range(
    { unit: 'product types', min: 1, max: 3, decimals: 0 },
    { min: 1, max: 2 },
    'How many of the three product types a company prefers, drawn uniformly.',
  ),
  actProbability: number(PROBABILITY, 0.3, 'Chance of a company to attempt a purchase in a turn.'),
  maxQuantityUnits: number(UNITS, 40, 'Most units of one attempt.'),
  maxQuantityExpensiveUnits: number(UNITS, 20, 'Most units of one attempt when the unit price exceeds `expensiveAboveEuros`.'),
  expensiveAboveEuros: number(EUROS_OR_NONE, 100, 'Unit price above which a product counts as expensive.'),
  prosperityThresholdEuros: number(EUROS_OR_NONE, 10_000, 'Budget above which a company counts as prosperous.'),
});

const products = section('What is traded.', {
  count: number(entities('products'), 12, 'Products that exist.'),
  active: range({ ...entities('products'), min: 0 }, { min: 8, max: 12 }, 'How many of them are active at the start, drawn uniformly.'),
  priceEuros: range(EUROS, { min: 5, max: 50 }, 'Price of a product at generation, drawn uniformly.'),
});

const priceFactor = section(
  'Each line has a factor on the price of its product: (1 - (stock at generation - `stockReferenceUnits`) / `stockRangeUnits`) × noise.',
  {
    stockReferenceUnits: number(UNITS_OR_NONE, 50, 'Stock at which the factor is 1 before the noise.'),
    stockRangeUnits: number({ ...UNITS, max: 10_000_000 }, 1_000, 'Stock above the reference that would take the factor to 0.'),
    noise: range({ unit: 'factor', min: 0.1, max: 2 }, { min: 0.95, max: 1.05 }, 'Noise of the factor, drawn uniformly.'),
  },
);

const suppliers = section('Suppliers sell products; one product at one supplier is a line.', {
  count: number(entities('suppliers'), 5, 'Suppliers in the market.'),
  productsEach: range(entities('products'), { min: 3, max: 8 }, 'How many products a supplier carries, drawn uniformly.'),
  stockUnits: range(UNITS_OR_NONE, { min: 10, max: 200 }, 'Stock of a line at generation, drawn uniformly.'),
  priceFactor,
});

const SERIES = ['auto', 'on', 'off'] as const;

const metrics = section('Which series exist per entity. `auto` is `on` up to 1,000 entities and `off` above.', {
  companySeries: choice(SERIES, 'auto', 'Series per company.'),
  productSeries: choice(SERIES, 'auto', 'Series per product.'),
  supplierLineSeries: choice(SERIES, 'auto', 'Series per line of a supplier.'),
  journalEntities: flag(false, 'Whether `metrics.jsonl` carries the series per entity too.'),
});

export const scenarioFields = section('What a scenario is called; the sections below say what it does.', {
  name,
  description,
  companies,
  products,
  suppliers,
  events: eventFields,
  metrics,
});
