/** Acting and purchasing against a naive model: it scans every line for every attempt, and shares only the random draws. */
import { describe, expect, it } from 'vitest';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { Economy } from './economy.ts';
import { openStreams } from './streams.ts';
import type { CreatedCompany, CreatedLine, CreatedProduct } from './genesis.ts';
import type { EconomyParameters } from './parameters.ts';
import type { Snapshot } from './snapshot.ts';
import type { Streams } from './streams.ts';

interface ModelLine extends CreatedLine {
  units: number;
}

/** What the model knows before a turn. */
interface Model {
  readonly parameters: EconomyParameters;
  readonly streams: Streams;
  readonly companies: readonly (CreatedCompany & { budget: number })[];
  readonly products: readonly (CreatedProduct & { cents: number; isActive: boolean })[];
  readonly lines: readonly ModelLine[];
}

function openModel(economy: Economy, seed: number): Model {
  const { genesis } = economy;
  return {
    parameters: economy.parameters,
    streams: openStreams(seed),
    companies: [...genesis.companies()].map((company) => ({ ...company, budget: 0 })),
    products: [...genesis.products()].map((product) => ({ ...product, cents: 0, isActive: false })),
    lines: [...genesis.lines()].map((line) => ({ ...line, units: 0 })),
  };
}

/** Takes over prices, availability, stocks and budgets as they are between two turns. */
function synchronise(model: Model, snapshot: Snapshot): void {
  model.companies.forEach((company, index) => (company.budget = snapshot.companies.budget[index]!));
  model.lines.forEach((line, index) => (line.units = snapshot.lines.stock[index]!));
  model.products.forEach((product, index) => {
    product.cents = snapshot.products.price[index]!;
    product.isActive = snapshot.products.active[index] === 1;
  });
}

function actingCompanies({ companies, parameters, streams }: Model, turn: number): number[] {
  const acting = companies.flatMap((_, company) => {
    const stream = streams.act.at(turn, company);
    return stream.chance(parameters.companies.actProbability) ? [{ company, key: stream.uint32() }] : [];
  });
  return acting.toSorted((a, b) => a.key - b.key || a.company - b.company).map(({ company }) => company);
}

function priceOf(model: Model, line: ModelLine): number {
  return Math.max(1, Math.floor(productOf(model, line).cents * line.factor + 0.5));
}

function productOf(model: Model, line: ModelLine) {
  return model.products.find(({ slug }) => slug === line.product)!;
}

/** The lines with stock, the cheapest first: by price, then product, then factor, then the order of creation. */
function offers(model: Model, isWanted: (line: ModelLine) => boolean): ModelLine[] {
  const productIndex = (line: ModelLine): number => model.products.indexOf(productOf(model, line));
  return model.lines
    .filter((line) => line.units > 0 && isWanted(line))
    .toSorted((a, b) => priceOf(model, a) - priceOf(model, b) || productIndex(a) - productIndex(b) || a.factor - b.factor);
}

interface Choice {
  readonly product: string | null;
  readonly line: ModelLine | null;
  readonly reason: string | null;
}

function choose(model: Model, company: CreatedCompany, turn: number, index: number): Choice {
  const stream = model.streams.purchase.at(turn, index);
  const isCheapest = company.strategy === 'cheapest';
  const candidates = model.products.filter((product) => product.isActive && (isCheapest || company.preferredTypes.includes(product.type)));
  if (candidates.length === 0) return { product: null, line: null, reason: 'no_active_product' };
  if (isCheapest) {
    const [line] = offers(model, (each) => productOf(model, each).isActive);
    return line === undefined ? { product: null, line: null, reason: 'no_stock' } : { product: line.product, line, reason: null };
  }
  const { slug } = candidates[stream.integer(0, candidates.length - 1)]!;
  const lines = offers(model, (each) => each.product === slug);
  if (lines.length === 0) return { product: slug, line: null, reason: 'no_stock' };
  return { product: slug, line: lines[stream.integer(0, lines.length - 1)]!, reason: null };
}

function attempt(model: Model, index: number, turn: number) {
  const company = model.companies[index]!;
  const { product, line, reason } = choose(model, company, turn, index);
  const unitPrice = line === null ? -1 : priceOf(model, line);
  const row = { company: index, product, supplier: line?.supplier ?? null, reason, quantity: 0, unitPrice, amount: 0 };
  if (line === null) return row;
  if (company.budget < unitPrice) return { ...row, reason: 'no_budget' };
  const { maxQuantity, maxQuantityExpensive, expensiveAboveCents } = model.parameters.companies;
  const most = unitPrice > expensiveAboveCents ? maxQuantityExpensive : maxQuantity;
  const quantity = model.streams.purchase.integer(1, Math.min(most, Math.floor(company.budget / unitPrice), line.units));
  company.budget -= quantity * unitPrice;
  line.units -= quantity;
  return { ...row, quantity, amount: quantity * unitPrice };
}

const REASONS = ['no_active_product', 'no_stock', 'no_budget'];

function rowsOf({ attempts, products, suppliers }: Snapshot) {
  return Array.from({ length: attempts.count }, (_, row) => ({
    company: attempts.company[row]!,
    product: products.slug[attempts.product[row]!] ?? null,
    supplier: suppliers.slug[attempts.supplier[row]!] ?? null,
    reason: REASONS[attempts.reason[row]!] ?? null,
    quantity: attempts.quantity[row]!,
    unitPrice: attempts.unitPrice[row]!,
    amount: attempts.amount[row]!,
  }));
}

/** Scarce goods, small budgets and few, low prices: stocks run out within turns, prices tie, and every reason occurs. */
function scarceParameters(companies: number): EconomyParameters {
  return {
    ...CLASSIC_PARAMETERS,
    companies: {
      ...CLASSIC_PARAMETERS.companies,
      count: companies,
      budgetCents: { min: 50, max: 2_000 },
      actProbability: 0.6,
      expensiveAboveCents: 15,
    },
    products: { count: 10, active: { min: 2, max: 10 }, priceCents: { min: 5, max: 20 } },
    suppliers: { ...CLASSIC_PARAMETERS.suppliers, count: 6, stockUnits: { min: 0, max: 60 } },
    events: {
      ...CLASSIC_PARAMETERS.events,
      availability: { probability: 0.5, share: 0.5 },
      budgetRecharge: { probability: 0.3, companyProbability: 0.5, amountCents: { min: 100, max: 1_000 } },
    },
  };
}

describe('acting and purchasing', () => {
  it('does what a model does that scans everything', () => {
    const reasons = new Set<string | null>();
    for (let seed = 0; seed < 12; seed += 1) {
      const economy = new Economy(scarceParameters(5 + 5 * (seed % 4)), seed);
      const model = openModel(economy, seed);
      for (let turn = 1; turn <= 120; turn += 1) {
        synchronise(model, economy.snapshot());
        const actual = rowsOf(economy.advance());
        const expected = actingCompanies(model, turn).map((company) => attempt(model, company, turn));
        expect(actual).toEqual(expected);
        for (const { reason } of actual) reasons.add(reason);
      }
    }
    expect(reasons).toEqual(new Set([...REASONS, null]));
  });
});
