import { describe, expect, it } from 'vitest';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { Economy } from './economy.ts';
import { PRODUCT_TYPES } from './parameters.ts';
import type { EconomyParameters, Range } from './parameters.ts';

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

function generated(seed: number, parameters: EconomyParameters = CLASSIC_PARAMETERS) {
  const { genesis } = new Economy(parameters, seed);
  return {
    accounts: [...genesis.accounts()],
    companies: [...genesis.companies()],
    products: [...genesis.products()],
    suppliers: [...genesis.suppliers()],
    lines: [...genesis.lines()],
  };
}

function expectWithin(value: number, { min, max }: Range): void {
  expect(value).toBeGreaterThanOrEqual(min);
  expect(value).toBeLessThanOrEqual(max);
}

function withCounts(counts: { companies: number; products: number; suppliers: number }): EconomyParameters {
  const { companies, products, suppliers } = CLASSIC_PARAMETERS;
  return {
    ...CLASSIC_PARAMETERS,
    companies: { ...companies, count: counts.companies },
    products: { ...products, count: counts.products },
    suppliers: { ...suppliers, count: counts.suppliers },
  };
}

describe('generation', () => {
  it('stays within the ranges of the parameters and reaches their ends', () => {
    const { companies, products, suppliers } = CLASSIC_PARAMETERS;
    const seen = { active: new Set<number>(), each: new Set<number>(), types: new Set<number>(), strategies: new Set<string>() };
    for (const economy of SEEDS.map((seed) => generated(seed))) {
      for (const { balance, holder } of economy.accounts) if (holder === 'company') expectWithin(balance, companies.budgetCents);
      for (const { preferredTypes, strategy } of economy.companies) {
        expectWithin(preferredTypes.length, companies.preferredTypes);
        seen.types.add(preferredTypes.length);
        seen.strategies.add(strategy);
      }
      for (const { price } of economy.products) expectWithin(price, products.priceCents);
      for (const { stock } of economy.lines) expectWithin(stock, suppliers.stockUnits);
      for (const { slug } of economy.suppliers) seen.each.add(economy.lines.filter((line) => line.supplier === slug).length);
      seen.active.add(economy.products.filter(({ active }) => active).length);
    }
    expect([...seen.active].toSorted((a, b) => a - b)).toEqual([8, 9, 10, 11, 12]);
    expect([...seen.each].toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8]);
    expect([...seen.types].toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect([...seen.strategies].toSorted()).toEqual(['by_type', 'cheapest']);
  });

  it('makes the first products active, and mixes the types', () => {
    for (const seed of SEEDS) {
      const { products } = generated(seed);
      const active = products.map((product) => product.active);
      expect(active).toEqual(active.toSorted((a, b) => Number(b) - Number(a)));
      for (const type of PRODUCT_TYPES) expect(products.filter((product) => product.type === type)).toHaveLength(4);
    }
  });

  it('fixes the factor of a line by its stock and the noise, and the price by the factor', () => {
    for (const seed of SEEDS) {
      const { lines, products } = generated(seed);
      for (const line of lines) {
        const noise = line.factor / (1 - (line.stock - 50) / 1_000);
        expectWithin(noise, { min: 0.95 - 1e-12, max: 1.05 + 1e-12 });
        const price = products.find(({ slug }) => slug === line.product)!.price;
        expect(line.price).toBe(Math.floor(price * line.factor + 0.5));
      }
    }
  });

  it('pays the budgets from the treasury', () => {
    const { accounts } = generated(1);
    const [treasury, ...others] = accounts;
    expect(treasury).toMatchObject({ holder: 'treasury', account: 'treasury' });
    expect(treasury!.balance).toBe(-others.reduce((sum, { balance }) => sum + balance, 0));
    expect(others.filter(({ holder }) => holder === 'supplier').map(({ balance }) => balance)).toEqual([0, 0, 0, 0, 0]);
  });

  it('carries each product at most once per supplier', () => {
    const { lines } = generated(3);
    expect(new Set(lines.map(({ supplier, product }) => `${supplier} ${product}`)).size).toBe(lines.length);
  });

  it('gives thousands of entities slugs that are unique over all kinds', () => {
    const { companies, products, suppliers } = generated(5, withCounts({ companies: 5_000, products: 5_000, suppliers: 3_000 }));
    const slugs = [...companies, ...products, ...suppliers].map(({ slug }) => slug);
    expect(new Set([...slugs, 'treasury']).size).toBe(13_001);
    expect(slugs.filter((slug) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))).toEqual([]);
  });

  it('leaves entities as they are when others are added', () => {
    const few = generated(9, withCounts({ companies: 3, products: 12, suppliers: 5 }));
    const more = generated(9, withCounts({ companies: 30, products: 12, suppliers: 7 }));
    expect(more.companies.slice(0, 3)).toEqual(few.companies);
    expect(more.products).toEqual(few.products);
    expect(more.suppliers.slice(0, 5)).toEqual(few.suppliers);
    expect(more.lines.slice(0, few.lines.length)).toEqual(few.lines);
  });

  it('differs from seed to seed', () => {
    expect(generated(1)).not.toEqual(generated(2));
    expect(generated(1)).toEqual(generated(1));
  });
});
