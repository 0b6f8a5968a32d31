import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { deliverPurchases } from './delivery.ts';
import { openEconomyEngine } from './economy-engine.ts';
import { generateWorld } from './generation.ts';
import { economyInvariants } from './invariants.ts';
import { attemptPurchase } from './purchasing.ts';
import { INVARIANTS } from './snapshot.ts';
import type { EconomyParameters } from './parameters.ts';
import type { World } from './world.ts';

function residualsOf(world: World): Record<string, number> {
  return Object.fromEntries(economyInvariants(world.products.count).map(({ name, residual }) => [name, residual(world)]));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

const HOLDS = { money: 0, goods: 0, solvency: 0, trade: 0 };

describe('economyInvariants', () => {
  it('are those of the snapshot, in its order', () => {
    expect(economyInvariants(1).map(({ name }) => name)).toEqual(INVARIANTS);
  });

  it('hold after generation', () => {
    expect(residualsOf(generateWorld(CLASSIC_PARAMETERS, 1))).toEqual(HOLDS);
  });

  it.each([
    { defect: 'money from nowhere', cause: (world: World) => (world.accounts.balances[2]! += 7), residuals: { money: 7 } },
    { defect: 'a unit lost at a supplier', cause: (world: World) => (world.lines.stock[0]! -= 1), residuals: { goods: 1 } },
    {
      defect: 'units that changed their product',
      cause: (world: World) => {
        world.lines.stock[0]! -= 2;
        world.lines.stock[1]! += 2;
      },
      residuals: { goods: 4 },
    },
    {
      defect: 'units a company holds beyond what was sold',
      cause: (world: World) => (world.companies.stockUnits[0]! += 5),
      residuals: { goods: 5 },
    },
    {
      defect: 'an overdrawn supplier',
      cause: (world: World) => {
        const supplier = world.chart.supplier(0);
        world.accounts.balances[supplier]! -= 30;
        world.accounts.balances[0]! += 30;
      },
      residuals: { solvency: 30 },
    },
    {
      defect: 'a negative stock',
      cause: (world: World) => {
        const product = world.lines.product[0]!;
        const units = world.lines.stock[0]! + 3;
        world.lines.stock[0]! -= units;
        world.products.companyUnits[product]! += units;
        world.companies.stockUnits[0]! += units;
      },
      residuals: { solvency: 3 },
    },
    {
      defect: 'a price paid that did not arrive',
      cause: (world: World) => {
        world.trade.open();
        attemptPurchase(world, 0, 1);
        deliverPurchases(world);
        world.accounts.transfer(world.chart.company(1), 0, 11);
        world.trade.close();
      },
      residuals: { trade: 11 },
    },
  ])('show $defect', ({ cause, residuals }) => {
    const world = generateWorld(CLASSIC_PARAMETERS, 1);
    cause(world);
    expect(residualsOf(world)).toEqual({ ...HOLDS, ...residuals });
  });
});

describe('an economy of any parameters', () => {
  const probability = fc.constantFrom(0, 0.1, 0.5, 1);
  const rangeOf = (min: number, max: number): fc.Arbitrary<{ min: number; max: number }> =>
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
  const parameters: fc.Arbitrary<EconomyParameters> = fc.integer({ min: 1, max: 15 }).chain((products) =>
    fc.record({
      companies: fc.record({
        count: fc.integer({ min: 1, max: 12 }),
        budgetCents: rangeOf(0, 500_000),
        preferredTypes: rangeOf(1, 3),
        actProbability: probability,
        maxQuantity: fc.integer({ min: 1, max: 60 }),
        maxQuantityExpensive: fc.integer({ min: 1, max: 60 }),
        expensiveAboveCents: fc.nat(5_000),
        prosperityThresholdCents: fc.constant(1_000_000),
      }),
      products: fc.record({ count: fc.constant(products), active: rangeOf(0, products), priceCents: rangeOf(1, 5_000) }),
      suppliers: fc.record({
        count: fc.integer({ min: 1, max: 8 }),
        productsEach: rangeOf(0, products),
        stockUnits: rangeOf(0, 100),
        priceFactor: fc.record({
          stockReference: fc.nat(100),
          stockRange: fc.integer({ min: 50, max: 1_000 }),
          noise: fc.constant({ min: 0.9, max: 1.2 }),
        }),
      }),
      events: fc.record({
        intervalTurns: fc.integer({ min: 1, max: 3 }),
        inflation: fc.record({
          probability,
          rise: fc.constant({ min: 0.1, max: 0.9 }),
          penalty: fc.constant(0.15),
          penaltyTurns: fc.nat(20),
          minRise: fc.constant(0.05),
          returnAfterTurns: fc.nat(10),
          returnTurns: fc.integer({ min: 1, max: 10 }),
          returnAbove: fc.constant(0.1),
          maxTimesOrigin: fc.constantFrom(1, 2.5, 10),
        }),
        budgetRecharge: fc.record({
          probability,
          companyProbability: probability,
          amountCents: rangeOf(0, 1_000).map(({ min, max }) => ({ min: min * 100, max: max * 100 })),
        }),
        restock: fc.record({ probability, productProbability: probability, quantityUnits: rangeOf(0, 50) }),
        availability: fc.record({ probability, share: fc.constantFrom(0, 0.2, 0.5, 1) }),
        supplierRecharge: fc.record({
          probability,
          intervalTurns: fc.integer({ min: 1, max: 5 }),
          supplierProbability: probability,
          productProbability: probability,
          quantityUnits: rangeOf(0, 50),
        }),
      }),
    }),
  );

  it('keeps money, goods, solvency and trade exact in every turn', () => {
    fc.assert(
      fc.property(parameters, fc.nat(), (drawn, seed) => {
        const engine = openEconomyEngine(drawn, seed);
        const initial = stocksPerProduct(engine.state);
        const produced = new Float64Array(drawn.products.count);
        const bought = new Float64Array(drawn.products.count);
        for (let turn = 1; turn <= 25; turn += 1) {
          const suppliersBefore = suppliersTotal(engine.state);
          engine.advance();
          expect([...engine.residuals]).toEqual([0, 0, 0, 0]);
          count(engine.state, produced, bought);
          expectConserved(
            engine.state,
            initial.map((units, product) => units + produced[product]! - bought[product]!),
          );
          const spent = sum(engine.state.attempts.amount.subarray(0, engine.state.attempts.count));
          expect(suppliersTotal(engine.state) - suppliersBefore).toBe(spent);
        }
      }),
    );
  });

  it('keeps every price in whole cents from its origin to its cap', () => {
    fc.assert(
      fc.property(parameters, fc.nat(), (drawn, seed) => {
        const engine = openEconomyEngine(drawn, seed);
        const { price, originPrice } = engine.state.products;
        const { maxTimesOrigin } = drawn.events.inflation;
        const isWithin = (cents: number, product: number): boolean =>
          Number.isInteger(cents) && cents >= originPrice[product]! && cents <= maxTimesOrigin * originPrice[product]!;
        for (let turn = 1; turn <= 40; turn += 1) {
          engine.advance();
          expect(price.every(isWithin)).toBe(true);
        }
      }),
    );
  });
});

function suppliersTotal({ accounts, chart }: World): number {
  return sum(accounts.balances.subarray(chart.endOfCompanies));
}

function stocksPerProduct({ lines, products }: World): Float64Array {
  const units = new Float64Array(products.count);
  for (let line = 0; line < lines.count; line += 1) units[lines.product[line]!]! += lines.stock[line]!;
  return units;
}

/** Adds up what the records of the turn say was produced and bought. */
function count({ attempts, record }: World, produced: Float64Array, bought: Float64Array): void {
  for (const event of record.events) if (event.kind === 'stock_added') produced[event.product]! += event.quantity;
  for (let row = 0; row < attempts.count; row += 1)
    if (attempts.quantity[row]! > 0) bought[attempts.product[row]!]! += attempts.quantity[row]!;
}

function expectConserved(world: World, expectedStock: Float64Array): void {
  const { accounts, companies, lines, products } = world;
  expect(sum(accounts.balances)).toBe(0);
  expect(Math.min(...accounts.balances.subarray(1))).toBeGreaterThanOrEqual(0);
  expect([...accounts.balances].every(Number.isSafeInteger)).toBe(true);
  expect([...lines.stock].every((stock) => Number.isSafeInteger(stock) && stock >= 0)).toBe(true);
  expect(stocksPerProduct(world)).toEqual(expectedStock);
  expect(products.stockUnits).toEqual(expectedStock);
  expect(sum(companies.stockUnits)).toBe(sum(products.companyUnits));
}
