import { describe, expect, it } from 'vitest';
import { TREASURY_ACCOUNT } from './accounts-chart.ts';
import { CLASSIC_PARAMETERS } from './classic-parameters.ts';
import { deliverPurchases } from './delivery.ts';
import { generateWorld } from './generation.ts';
import { FAILURE_REASONS, STRATEGIES } from './parameters.ts';
import { attemptPurchase } from './purchasing.ts';
import type { EconomyParameters, Strategy } from './parameters.ts';
import type { World } from './world.ts';

const COMPANY = 0;
const ALL_TYPES = 0b111;

/** A world whose first company follows the strategy and prefers all types. */
function worldOf(strategy: Strategy, parameters: EconomyParameters = CLASSIC_PARAMETERS): World {
  const world = generateWorld(parameters, 4);
  world.companies.strategy[COMPANY] = STRATEGIES.indexOf(strategy);
  world.companies.preferredTypes[COMPANY] = ALL_TYPES;
  return world;
}

function attempt(world: World, turn = 1) {
  world.attempts.clear();
  attemptPurchase(world, COMPANY, turn);
  const { attempts } = world;
  return {
    product: attempts.product[0]!,
    supplier: attempts.supplier[0]!,
    reason: FAILURE_REASONS[attempts.reason[0]!] ?? null,
    quantity: attempts.quantity[0]!,
    unitPrice: attempts.unitPrice[0]!,
    amount: attempts.amount[0]!,
  };
}

function sellOut(world: World): void {
  world.lines.stock.forEach((stock, line) => {
    if (stock > 0) world.market.sell(line, stock);
  });
}

function deactivateAll(world: World): void {
  for (let product = 0; product < world.products.count; product += 1) world.market.deactivate(product);
}

/** Leaves the company with that many cents. */
function leaveBudget(world: World, cents: number): void {
  world.accounts.transfer(world.chart.company(COMPANY), TREASURY_ACCOUNT, world.companies.budget[COMPANY]! - cents);
}

describe('attemptPurchase by cheapest', () => {
  it('buys at the lowest price of all', () => {
    const world = worldOf('cheapest');
    const lowest = world.market.cheapestPrice();
    const { quantity, unitPrice, amount, reason } = attempt(world);
    expect({ unitPrice, reason }).toEqual({ unitPrice: lowest, reason: null });
    expect(amount).toBe(quantity * lowest);
  });

  it('fails for want of an active product before anything else', () => {
    const world = worldOf('cheapest');
    sellOut(world);
    deactivateAll(world);
    expect(attempt(world)).toEqual({ product: -1, supplier: -1, reason: 'no_active_product', quantity: 0, unitPrice: -1, amount: 0 });
  });

  it('fails for want of stock before it looks at the budget', () => {
    const world = worldOf('cheapest');
    sellOut(world);
    leaveBudget(world, 0);
    expect(attempt(world)).toEqual({ product: -1, supplier: -1, reason: 'no_stock', quantity: 0, unitPrice: -1, amount: 0 });
  });

  it('fails for want of budget when the lowest price exceeds it, and names that line', () => {
    const world = worldOf('cheapest');
    const line = world.market.cheapestLine();
    const unitPrice = world.market.linePrice(line);
    leaveBudget(world, unitPrice - 1);
    const [product, supplier] = [world.lines.product[line]!, world.lines.supplier[line]!];
    expect(attempt(world)).toEqual({ product, supplier, reason: 'no_budget', quantity: 0, unitPrice, amount: 0 });
  });

  it('buys a single unit with its last cents', () => {
    const world = worldOf('cheapest');
    leaveBudget(world, world.market.cheapestPrice());
    expect(attempt(world)).toMatchObject({ reason: null, quantity: 1 });
    expect(world.companies.budget[COMPANY]).toBe(0);
  });
});

describe('attemptPurchase by type', () => {
  it('buys preferred products only, and all of them in the long run', () => {
    const world = worldOf('by_type');
    const type = world.products.type[0]!;
    world.companies.preferredTypes[COMPANY] = 1 << type;
    const bought = new Set<number>();
    for (let turn = 1; turn <= 300; turn += 1) bought.add(attempt(world, turn).product);
    const preferred = world.products.slug.map((_, product) => product).filter((product) => world.products.type[product] === type);
    expect([...bought].toSorted((a, b) => a - b)).toEqual(preferred.filter((product) => world.products.active[product] === 1));
  });

  it('chooses any supplier with stock', () => {
    const world = worldOf('by_type');
    const chosen = new Set<number>();
    const stocked = new Set<number>();
    world.lines.supplier.forEach((supplier) => stocked.add(supplier));
    for (let turn = 1; turn <= 60; turn += 1) chosen.add(attempt(world, turn).supplier);
    chosen.delete(-1);
    expect([...chosen].toSorted((a, b) => a - b)).toEqual([...stocked].toSorted((a, b) => a - b));
  });

  it('fails for want of an active product of its types, though others are active', () => {
    const world = worldOf('by_type');
    const type = world.products.type[0]!;
    world.companies.preferredTypes[COMPANY] = 1 << type;
    world.products.type.forEach((each, product) => {
      if (each === type) world.market.deactivate(product);
    });
    expect(attempt(world)).toEqual({ product: -1, supplier: -1, reason: 'no_active_product', quantity: 0, unitPrice: -1, amount: 0 });
  });

  it('fails for want of stock of the product it chose, and names the product', () => {
    const world = worldOf('by_type');
    sellOut(world);
    leaveBudget(world, 0);
    const { product, ...rest } = attempt(world);
    expect(world.products.active[product]).toBe(1);
    expect(rest).toEqual({ supplier: -1, reason: 'no_stock', quantity: 0, unitPrice: -1, amount: 0 });
  });

  it('fails for want of budget at the supplier it chose, and names both', () => {
    const world = worldOf('by_type');
    leaveBudget(world, 0);
    const failures = Array.from({ length: 20 }, (_, turn) => attempt(world, turn + 1)).filter(({ supplier }) => supplier >= 0);
    expect(failures.length).toBeGreaterThan(0);
    for (const { product, supplier, reason, unitPrice } of failures) {
      const line = world.lines.supplier.findIndex((each, index) => each === supplier && world.lines.product[index] === product);
      expect({ reason, unitPrice }).toEqual({ reason: 'no_budget', unitPrice: world.market.linePrice(line) });
    }
  });
});

describe('the quantity of a purchase', () => {
  /** Quantities bought with every limit out of the way but the one under test. */
  function quantities(limit: { stock?: number; budget?: (price: number) => number; expensiveAboveCents?: number }): number[] {
    const companies = { ...CLASSIC_PARAMETERS.companies, expensiveAboveCents: limit.expensiveAboveCents ?? 1e9 };
    return Array.from({ length: 600 }, (_, turn) => {
      const world = worldOf('cheapest', { ...CLASSIC_PARAMETERS, companies });
      const line = world.market.cheapestLine();
      world.market.produce(line, 1_000);
      if (limit.stock !== undefined) world.market.sell(line, world.lines.stock[line]! - limit.stock);
      if (limit.budget !== undefined) leaveBudget(world, limit.budget(world.market.linePrice(line)));
      return attempt(world, turn + 1).quantity;
    });
  }

  function ends(values: readonly number[]): [number, number] {
    return [Math.min(...values), Math.max(...values)];
  }

  it('is 1 … 40 by default', () => {
    expect(ends(quantities({}))).toEqual([1, 40]);
  });

  it('is 1 … 20 when the price exceeds the expensive one, not when it equals it', () => {
    const price = worldOf('cheapest').market.cheapestPrice();
    expect(ends(quantities({ expensiveAboveCents: price - 1 }))).toEqual([1, 20]);
    expect(ends(quantities({ expensiveAboveCents: price }))).toEqual([1, 40]);
  });

  it('is at most the stock', () => {
    expect(ends(quantities({ stock: 5 }))).toEqual([1, 5]);
  });

  it('is at most what the budget pays for', () => {
    expect(ends(quantities({ budget: (price) => 4 * price - 1 }))).toEqual([1, 3]);
  });
});

describe('a purchase', () => {
  it('moves money and goods, and nothing else', () => {
    const world = worldOf('cheapest');
    const before = { budget: world.companies.budget[COMPANY]!, line: world.market.cheapestLine() };
    const stock = world.lines.stock[before.line]!;
    const { product, supplier, quantity, amount } = attempt(world);
    deliverPurchases(world);
    expect(world.companies.budget[COMPANY]).toBe(before.budget - amount);
    expect(world.accounts.balances[world.chart.supplier(supplier)]).toBe(amount);
    expect(world.lines.stock[before.line]).toBe(stock - quantity);
    expect(world.companies.stockUnits[COMPANY]).toBe(quantity);
    expect(world.products.companyUnits[product]).toBe(quantity);
    expect(world.accounts.total()).toBe(0);
  });
});
